import { DEEPEST_NESTING } from '../limits.ts';
import { join, type Span } from '../source-location.ts';
import { SqlError, type SqlText } from '../sql-error.ts';
import type { Token, TokenKind } from './lexer.ts';

/** Words of SQL that this language has not, with what does the same here. */
const foreignWords: Readonly<Record<string, string | undefined>> = {
  BETWEEN: 'x >= 1 AND x <= 9',
  DISTINCT: undefined,
  GROUP: undefined,
  HAVING: undefined,
  IS: 'is_null(x) or is_not_null(x)',
  JOIN: undefined,
  LIKE: "regex_match(x, 'pattern')",
  LIMIT: undefined,
  ORDER: undefined,
  OVER: undefined,
  UNION: undefined,
};

/** A place in the tokens of one statement. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  /** @param tokens ends with an `end` token */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.peek(0);
  }

  /** The token so many places on; past the end it is the `end` token. */
  peek(distance: number): Token {
    return this.#tokens[Math.min(this.#position + distance, this.#tokens.length - 1)] as Token;
  }

  /** From there to the end of what was read so far. */
  spanSince(start: Span): Span {
    return join(start, this.#previous?.span ?? start);
  }

  get #previous(): Token | undefined {
    return this.#tokens[this.#position - 1];
  }

  advance(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  is(kind: TokenKind, text: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.kind === kind && token.text === text;
  }

  /** Takes the token if it is this one. */
  take(kind: TokenKind, text: string): boolean {
    const found = this.is(kind, text);
    if (found) this.advance();
    return found;
  }

  expect(kind: TokenKind, text: string): Token {
    if (!this.is(kind, text)) throw this.unexpected(text);
    return this.advance();
  }

  /** `read {"," read}` */
  commaList<Node>(read: () => Node): Node[] {
    const nodes = [read()];
    while (this.take('sign', ',')) nodes.push(read());
    return nodes;
  }

  /** Reads something that may hold itself, refusing what would exhaust the stack. */
  nested<Node>(read: () => Node): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST_NESTING) {
      throw new SqlError({ code: 'nestedTooDeep', limit: DEEPEST_NESTING }, this.current.span);
    }
    const node = read();
    this.#depth -= 1;
    return node;
  }

  /** The error for the token that stands here instead of `expected` (a sign, a keyword, or a concept's name). */
  unexpected(expected: string, hint?: SqlText): SqlError {
    const { current } = this;
    for (const token of [current, this.#previous]) {
      const word = token?.kind === 'name' ? token.text.toUpperCase() : undefined;
      if (token === undefined || word === undefined || !Object.hasOwn(foreignWords, word)) continue;
      const instead = foreignWords[word];
      return new SqlError(
        { code: 'notInLanguage', word },
        token.span,
        instead === undefined ? undefined : { code: 'writeInstead', text: instead },
      );
    }
    return new SqlError({ code: 'unexpectedToken', expected, found: described(current) }, current.span, hint);
  }
}

function described({ kind, text }: Token): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (kind === 'text') return `'${shown}'`;
  return kind === 'quoted' ? `"${shown}"` : shown;
}
