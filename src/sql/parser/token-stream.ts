import { suggest } from '../../lib/suggest.ts';
import { DEEPEST_NESTING } from '../limits.ts';
import { isOperator } from '../precedence.ts';
import { join, type Span } from '../source-location.ts';
import { SqlError, type SqlText } from '../sql-error.ts';
import { isKeyword, type Token, type TokenKind } from './lexer.ts';

const oneEvent: SqlText = { code: 'oneEvent' };
const instead = (text: string): SqlText => ({ code: 'writeInstead', text });

/** Words of SQL that this language has not, with what to do here. */
const foreignWords: Readonly<Record<string, SqlText>> = {
  BETWEEN: instead('x >= 1 AND x <= 9'),
  DISTINCT: oneEvent,
  DIV: instead('div'),
  GROUP: oneEvent,
  HAVING: oneEvent,
  IS: instead('is_null(x)'),
  JOIN: oneEvent,
  LIKE: instead("regex_match(x, 'pattern')"),
  LIMIT: oneEvent,
  MOD: instead('mod'),
  ORDER: oneEvent,
  OVER: oneEvent,
  UNION: oneEvent,
};

/** The keywords that may follow where this is expected. */
const keywordsAt: Readonly<Record<string, readonly string[]>> = {
  statement: ['SELECT', 'FOREACH'],
  FROM: ['FROM', 'DO', 'INCASE'],
  end: ['WHERE', 'AND', 'OR'],
};

/** Of what may follow a comma, nothing begins with these. */
const ENDS_OF_LISTS = ['FROM', 'WHERE', 'DO', 'INCASE', ')', ']'];

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
    while (this.is('sign', ',')) {
      const { span } = this.advance();
      if (this.#endsList()) throw new SqlError({ code: 'trailingComma' }, span);
      nodes.push(read());
    }
    return nodes;
  }

  #endsList(): boolean {
    const { kind, text } = this.current;
    return kind === 'end' || ((kind === 'keyword' || kind === 'sign') && ENDS_OF_LISTS.includes(text));
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
      const word = token?.kind === 'name' && !isOperator(token.text) ? token.text.toUpperCase() : undefined;
      if (token === undefined || word === undefined || !Object.hasOwn(foreignWords, word)) continue;
      const negated = word === 'IS' && [current, this.peek(1)].some(({ text }) => text === 'NOT');
      return new SqlError(
        { code: 'notInLanguage', word },
        token.span,
        negated ? instead('is_not_null(x)') : foreignWords[word],
      );
    }
    const misspelt = this.#misspelt(expected);
    if (misspelt) return misspelt;
    const text: SqlText = { code: 'unexpectedToken', expected, found: described(current) };
    return new SqlError(text, current.span, hint ?? this.#hintAt(expected));
  }

  /** A keyword with a wrong letter is a name, and may have been taken for an alias or a value before this place. */
  #misspelt(expected: string): SqlError | undefined {
    const keywords = keywordsAt[expected] ?? (isKeyword(expected) ? [expected] : []);
    const suspects = this.current.kind === 'end' ? [] : [this.current, this.#previous];
    for (const token of suspects) {
      if (token?.kind !== 'name' || token.text.length < 3) continue;
      const name = suggest(token.text, keywords);
      if (name === undefined) continue;
      const text: SqlText = { code: 'unexpectedToken', expected, found: described(token) };
      return new SqlError(text, token.span, { code: 'didYouMean', name });
    }
    return undefined;
  }

  /** What may be meant by a token that makes no sense here: a comment of C, count(*), .5, =>, a condition without WHERE. */
  #hintAt(expected: string): SqlText | undefined {
    const { current } = this;
    const next = this.peek(1);
    const previous = this.#previous;
    if (this.is('sign', '/') && this.is('sign', '*', 1)) return { code: 'lineComments' };
    if (this.is('sign', '*') && previous?.text === '/') return { code: 'lineComments' };
    if (this.is('sign', '*') && previous?.text === '(') return oneEvent;
    if (this.is('sign', '.') && next.kind === 'number') return instead(`0.${next.text}`);
    if (previous?.text === '=' && (this.is('sign', '<') || this.is('sign', '>')))
      return instead(`${current.text}=`);
    if (this.is('keyword', 'IF')) return instead('CASE WHEN a THEN b ELSE c END');
    if (expected === 'end' && (this.is('keyword', 'AND') || this.is('keyword', 'OR')))
      return instead('WHERE');
    const isAlias = current.kind === 'keyword' && previous?.kind === 'keyword' && previous.text === 'AS';
    return isAlias ? instead(`"${current.text.toLowerCase()}"`) : undefined;
  }
}

function described({ kind, text }: Token): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (kind === 'text') return `'${shown}'`;
  return kind === 'quoted' ? `"${shown}"` : shown;
}
