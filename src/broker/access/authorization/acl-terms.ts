import { quoted } from '../../../mqtt/mqtt-error.ts';

/** Where a term begins: offset in the text. */
interface At {
  readonly at: number;
}

/** The part of Erlang's notation that ACL files use. */
export type Term =
  | (At & { readonly kind: 'atom'; readonly name: string })
  | (At & { readonly kind: 'string'; readonly value: string })
  | (At & { readonly kind: 'integer'; readonly value: number })
  | (At & { readonly kind: 'tuple' | 'list'; readonly items: readonly Term[] });

/** One term of the file with the text from which it was read, its final dot included. */
export interface WrittenTerm {
  readonly term: Term;
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** An ACL text that cannot be read. The message names the place and says what to do. */
export class AclTextError extends Error {
  override readonly name = 'AclTextError';
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;

  constructor(text: string, at: number, message: string) {
    const before = text.slice(0, at).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`line ${line}, column ${column}: ${message}`);
    this.line = line;
    this.column = column;
  }
}

/** Characters of a text; a longer list of rules belongs into the built-in database. */
export const LONGEST_ACL_TEXT = 1024 * 1024;

/** No rule nests deeper than `{'and', [{'or', […]}]}` does in practice. */
const DEEPEST = 16;

const ATOM = /[a-z][A-Za-z0-9_@]*/y;
const INTEGER = /-?\d{1,15}/y;
const BLANK = /(?:\s+|%[^\n]*)+/y;

/** What may follow a backslash in a text. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
};

/** Reads the terms of an ACL text, each ended by a dot; `%` begins a comment. @throws AclTextError */
export function readTerms(text: string): WrittenTerm[] {
  return new TermReader(text).readAll();
}

class TermReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): WrittenTerm[] {
    if (this.#text.length > LONGEST_ACL_TEXT) {
      throw this.#error(
        `the text is longer than ${LONGEST_ACL_TEXT} characters: keep long lists of rules in the built-in database`,
      );
    }
    const terms: WrittenTerm[] = [];
    let line = 1;
    let counted = 0;
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      const start = this.#at;
      for (; counted < start; counted++) if (this.#text[counted] === '\n') line++;
      const term = this.#readTerm(0);
      this.#skipBlank();
      if (this.#peek() !== '.') throw this.#error('a rule ends with a dot: write {allow, all}.');
      this.#at++;
      terms.push({ term, text: this.#text.slice(start, this.#at), line });
    }
    return terms;
  }

  #readTerm(depth: number): Term {
    if (depth > DEEPEST) throw this.#error(`nested deeper than ${DEEPEST} levels: write it flatter`);
    this.#skipBlank();
    const at = this.#at;
    switch (this.#peek()) {
      case '{':
        return { kind: 'tuple', at, items: this.#readItems('}', depth) };
      case '[':
        return { kind: 'list', at, items: this.#readItems(']', depth) };
      case '"':
        return { kind: 'string', at, value: this.#readQuoted('"') };
      case "'":
        return { kind: 'atom', at, name: this.#readQuoted("'") };
      case '<':
        return { kind: 'string', at, value: this.#readBinary() };
      default:
        return this.#readWord(at);
    }
  }

  #readItems(close: '}' | ']', depth: number): Term[] {
    this.#at++;
    const items: Term[] = [];
    this.#skipBlank();
    if (this.#peek() === close) {
      this.#at++;
      return items;
    }
    for (;;) {
      items.push(this.#readTerm(depth + 1));
      this.#skipBlank();
      const next = this.#peek();
      if (next !== ',' && next !== close) {
        throw this.#error(`found ${this.#found()} where a comma or ${close} belongs`);
      }
      this.#at++;
      if (next === close) return items;
    }
  }

  #readQuoted(quote: '"' | "'"): string {
    const start = this.#at;
    this.#at++;
    let value = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n') {
        throw new AclTextError(this.#text, start, `this text does not end on its line: add a ${quote}`);
      }
      this.#at++;
      if (character === quote) return value;
      if (character !== '\\') {
        value += character;
        continue;
      }
      const escaped = ESCAPES[this.#text[this.#at] ?? ''];
      if (escaped === undefined) {
        this.#at--;
        throw this.#error(
          'a backslash stands before ", \\, n, r, s or t only: write \\\\ for the backslash itself',
        );
      }
      value += escaped;
      this.#at++;
    }
  }

  /** `<<"text">>`, also with `/utf8` behind the text. */
  #readBinary(): string {
    if (!this.#take('<<') || this.#peek() !== '"') throw this.#error('a binary is written <<"text">>');
    const value = this.#readQuoted('"');
    this.#take('/utf8');
    if (!this.#take('>>')) throw this.#error('a binary is written <<"text">>');
    return value;
  }

  #readWord(at: number): Term {
    const atom = this.#match(ATOM);
    if (atom !== undefined) return { kind: 'atom', at, name: atom };
    const integer = this.#match(INTEGER);
    if (integer !== undefined) return { kind: 'integer', at, value: Number(integer) };
    throw this.#error(
      `found ${this.#found()} where a rule such as {allow, all}, a word, a text in double quotes or a list belongs`,
    );
  }

  #skipBlank(): void {
    this.#match(BLANK);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #found(): string {
    const character = this.#peek();
    return character === undefined ? 'the end of the text' : quoted(character);
  }

  #error(message: string): AclTextError {
    return new AclTextError(this.#text, this.#at, message);
  }
}
