/** Whether a text is what was written, where `*` stands for any characters, also none. */
export type TextMatcher = (text: string) => boolean;

/** The text that is meant when nothing in it is a wildcard: `\*` is a star, and `\\` a backslash. */
export function exactText(written: string): string | undefined {
  const parts = partsOf(written);
  return parts.length === 1 ? parts[0] : undefined;
}

/** As it has to be written so that nothing in it is a wildcard. */
export function writeExactly(text: string): string {
  return text.replaceAll(/[*\\]/g, '\\$&');
}

/** Its time grows with the text and the number of stars, never with their powers. */
export function wildcardMatcher(written: string): TextMatcher {
  const parts = partsOf(written);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  const shortest = parts.reduce((length, part) => length + part.length, 0);
  return (text) => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    let place = first.length;
    const end = text.length - last.length;
    for (const part of rest) {
      const found = text.indexOf(part, place);
      if (found < 0 || found + part.length > end) return false;
      place = found + part.length;
    }
    return true;
  };
}

/** What stands between the stars. */
function partsOf(written: string): string[] {
  const parts = [''];
  for (const [piece] of written.matchAll(/\\[*\\]|\*+|[^*\\]+|\\/g)) {
    if (piece.startsWith('*')) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${/^\\[*\\]$/.test(piece) ? piece.slice(1) : piece}`);
  }
  return parts;
}
