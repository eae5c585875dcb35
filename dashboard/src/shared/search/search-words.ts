/** A word of a search, with its place in the text. Quotes hold spaces together; inside of them `\` takes the next character as it is. */
export interface SearchWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export function splitWords(text: string): SearchWord[] {
  const words: SearchWord[] = [];
  let from = -1;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    const ends = character === undefined || (!isQuoted && /\s/.test(character));
    if (ends) {
      if (from >= 0) words.push({ text: text.slice(from, at), from, to: at });
      from = -1;
      continue;
    }
    if (from < 0) from = at;
    if (character === '\\' && isQuoted) at++;
    else if (character === '"') isQuoted = !isQuoted;
  }
  return words;
}

/** Whether a quote is open at its end. */
export function isOpenQuote(text: string): boolean {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && isQuoted) at++;
    else if (text[at] === '"') isQuoted = !isQuoted;
  }
  return isQuoted;
}

/** A value as a search can hold it: quoted where it has to be. */
export function quoteWord(value: string): string {
  return value !== '' && /^[^\s"\\]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** `word` with this word added, or without it where it was there. */
export function toggleWord(search: string, word: string): string {
  const words = splitWords(search).map(({ text }) => text);
  const others = words.filter((other) => other !== word);
  return (others.length < words.length ? others : [...words, word]).join(' ');
}
