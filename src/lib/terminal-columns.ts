/** East Asian wide characters (Unicode Standard Annex #11) and emoji, as far as they occur in names and chats. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** As much of the text as so many columns hold, with … at its end where that is not all. */
export function cutToColumns(text: string, columns: number): string {
  if (terminalColumns(text) <= columns) return text;
  let shown = '';
  let width = 1;
  for (const character of text) {
    width += terminalColumns(character);
    if (width > columns) break;
    shown += character;
  }
  return `${shown}…`;
}

/** How many columns of a terminal the text takes: two for a Chinese character. */
export function terminalColumns(text: string): number {
  return Array.from(text).reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}
