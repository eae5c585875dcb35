import { type SqlText, sayIn } from '../sql-error.ts';
import type { JqValue } from './jq-values.ts';

/** The program cannot be read. `offset` is the place in its text. */
export class JqSyntaxError extends Error {
  override readonly name = 'JqSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** An error of the program's own, which `try` catches. */
export class JqError extends Error {
  override readonly name = 'JqError';
  readonly value: JqValue;

  constructor(value: JqValue) {
    super(typeof value === 'string' ? value : `${JSON.stringify(value)} (not a string)`);
    this.value = value;
  }
}

/** The program takes more than it may; nothing catches it. */
export class JqLimitError extends Error {
  override readonly name = 'JqLimitError';
  readonly text: SqlText;

  constructor(text: SqlText) {
    super(sayIn('en', text));
    this.text = text;
  }
}
