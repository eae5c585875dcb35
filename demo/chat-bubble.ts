/** East Asian wide characters take two columns of a terminal (Unicode UAX #11, the ranges that occur in chats). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

function columns(text: string): number {
  return Array.from(text).reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** Draws a message as a chat shows it: title, frame, lines, and a note below. */
export function chatBubble(title: string, text: string, note: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const width = Math.max(columns(title) + 2, ...lines.map(columns)) + 2;
  const pad = (line: string) => line + ' '.repeat(width - 2 - columns(line));
  return [
    `╭─ ${title} ${'─'.repeat(width - columns(title) - 3)}╮`,
    ...lines.map((line) => `│ ${pad(line)} │`),
    `╰${'─'.repeat(width)}╯`,
    `  ${note}`,
  ].join('\n');
}
