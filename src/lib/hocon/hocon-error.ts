/** A text that is no HOCON, or uses a part of it that is not read here; with the place. */
export class HoconError extends Error {
  override readonly name = 'HoconError';
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(reason: string, { line, column }: { readonly line: number; readonly column: number }) {
    super(`line ${line}, column ${column}: ${reason}`);
    this.line = line;
    this.column = column;
  }
}
