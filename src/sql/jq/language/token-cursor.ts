import { JqSyntaxError } from '../jq-error.ts';
import type { Token } from './lexer.ts';

/** The tokens of a program, and how far they are read. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  advance(): undefined {
    this.#at += 1;
  }

  back(): undefined {
    this.#at -= 1;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  isSign(text: string): boolean {
    const token = this.peek();
    return token.kind === 'sign' && token.text === text;
  }

  takeSign(text: string): boolean {
    const found = this.isSign(text);
    if (found) this.#at += 1;
    return found;
  }

  sign(text: string): undefined {
    if (!this.takeSign(text)) throw this.unexpected(text);
  }

  isKeyword(text: string): boolean {
    const token = this.peek();
    return token.kind === 'keyword' && token.text === text;
  }

  takeKeyword(text: string): boolean {
    const found = this.isKeyword(text);
    if (found) this.#at += 1;
    return found;
  }

  keyword(text: string): undefined {
    if (!this.takeKeyword(text)) throw this.unexpected(text);
  }

  take(kind: Token['kind']): Token {
    const token = this.peek();
    if (token.kind !== kind) throw this.unexpected();
    this.#at += 1;
    return token;
  }

  unexpected(wanted?: string): JqSyntaxError {
    const { kind, text, offset } = this.peek();
    const found = kind === 'end' ? 'the end of the program' : kind === 'text' ? 'a text' : text;
    return new JqSyntaxError(
      wanted === undefined ? `unexpected ${found}` : `expected ${wanted}, found ${found}`,
      offset,
    );
  }
}
