import type { Span } from '../../sql/door.ts';

/** A part of a statement as an answer names it: its text, UTF-16 offsets, and line and column from 1. */
export interface SqlPlace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Where the parts of one statement stand. */
export class SqlPlaces {
  readonly #sql: string;
  /** Offsets at which lines begin. */
  readonly #lines: readonly number[];

  constructor(sql: string) {
    this.#sql = sql;
    this.#lines = [0, ...Array.from(sql.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  text({ start, end }: Span): string {
    return this.#sql.slice(start, end);
  }

  at(span: Span): SqlPlace {
    const { start, end } = span;
    const line = this.#lineOf(start);
    return {
      text: this.text(span),
      start,
      end,
      line: line + 1,
      column: start - (this.#lines[line] ?? 0) + 1,
    };
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
