/** A word of a search with its place, in units of the text. */
export interface SearchWord {
  readonly isNegated: boolean;
  /** Before the value, with its operator: `user:`, `offline>`; '' for a plain word. */
  readonly key: string;
  /** Several with commas between them, of which one has to fit. */
  readonly values: readonly SearchValue[];
  readonly from: number;
  readonly to: number;
}

export interface SearchValue {
  readonly text: string;
  /** Exactly this. */
  readonly isQuoted: boolean;
}

const KEY = /^[A-Za-z][\w.-]*(?::|>=?|<=?)/;

/**
 * Words are apart by spaces; quotes hold spaces and signs together, and inside of them a backslash takes the next
 * character as it is. `-` before a word turns it round. A quote that is not closed yet ends with the text.
 */
export function searchWords(text: string): SearchWord[] {
  return piecesOf(text).map(({ from, to }) => wordOf(text.slice(from, to), from, to));
}

function piecesOf(text: string): Array<{ from: number; to: number }> {
  const pieces: Array<{ from: number; to: number }> = [];
  let from = -1;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || (!isQuoted && /\s/.test(character))) {
      if (from >= 0) pieces.push({ from, to: Math.min(at, text.length) });
      from = -1;
      continue;
    }
    if (from < 0) from = at;
    if (isQuoted && character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
  }
  return pieces;
}

function wordOf(piece: string, from: number, to: number): SearchWord {
  const isNegated = piece.length > 1 && /^[-!]/.test(piece);
  const plain = isNegated ? piece.slice(1) : piece;
  const key = KEY.exec(plain)?.[0] ?? '';
  return { isNegated, key, values: valuesOf(plain.slice(key.length), key !== ''), from, to };
}

function valuesOf(text: string, hasList: boolean): SearchValue[] {
  const values: SearchValue[] = [];
  let value = '';
  let isQuoted = false;
  let wasQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (isQuoted && character === '\\' && at + 1 < text.length) value += text[++at];
    else if (character === '"') {
      isQuoted = !isQuoted;
      wasQuoted = true;
    } else if (character === ',' && hasList && !isQuoted) {
      values.push({ text: value, isQuoted: wasQuoted });
      value = '';
      wasQuoted = false;
    } else value += character;
  }
  values.push({ text: value, isQuoted: wasQuoted });
  return values;
}
