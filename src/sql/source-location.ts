/** A stretch of the statement's text: UTF-16 offsets, `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Line and column, both counted from 1; the column counts UTF-16 units, as editors do. */
interface Location {
  readonly line: number;
  readonly column: number;
}

export function join(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}

export function locate(text: string, offset: number): Location {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  let line = 1;
  for (const character of before) if (character === '\n') line += 1;
  return { line, column: offset - lastBreak };
}
