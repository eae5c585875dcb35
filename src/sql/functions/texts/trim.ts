import { MOST_PARTS } from '../../limits.ts';
import { SqlRuntimeError } from '../../sql-error.ts';

/** Unicode's Pattern_White_Space, which is what Erlang trims; JavaScript's trim takes more. */
const blanks = '\t\n\v\f\r \u0085\u200e\u200f\u2028\u2029';

export function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && blanks.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** A loop, since a regular expression would try each run of blanks within the text again and again. */
export function trimEnd(text: string, characters = blanks): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The parts of a text between every, the first (leading) or the last (trailing) separator; an empty one cuts nothing. */
export function cut(text: string, separator: string, where: 'all' | 'leading' | 'trailing'): string[] {
  if (separator === '') return [text];
  if (where === 'all') return checkParts(text.split(separator, MOST_PARTS + 1));
  const at = where === 'leading' ? text.indexOf(separator) : text.lastIndexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** @throws SqlRuntimeError when a text falls into more parts than a list may have */
export function checkParts(parts: string[]): string[] {
  if (parts.length > MOST_PARTS) throw new SqlRuntimeError({ code: 'tooManyParts', limit: MOST_PARTS });
  return parts;
}
