import type { Expression, FromEntry, Item, Statement } from '../ast.ts';
import { SqlError } from '../sql-error.ts';
import { ExpressionParser } from './expression-parser.ts';
import { tokenize } from './lexer.ts';
import { parseAlias } from './path-parser.ts';
import { TokenStream } from './token-stream.ts';

/**
 * Reads one statement.
 * @throws SqlError where the text is not of the language
 */
export function parseRule(text: string): Statement {
  const stream = new TokenStream(tokenize(text));
  return new StatementParser(stream).parseStatement();
}

class StatementParser {
  readonly #stream: TokenStream;
  readonly #expressions: ExpressionParser;

  constructor(stream: TokenStream) {
    this.#stream = stream;
    this.#expressions = new ExpressionParser(stream);
  }

  parseStatement(): Statement {
    const statement = this.#stream.is('keyword', 'FOREACH') ? this.#parseForeach() : this.#parseSelect();
    if (this.#stream.current.kind !== 'end') throw this.#stream.unexpected('end');
    return statement;
  }

  /** SELECT items FROM topics [WHERE cond] */
  #parseSelect(): Statement {
    const { span } = this.#stream.current;
    if (!this.#stream.take('keyword', 'SELECT')) throw this.#stream.unexpected('statement');
    if (this.#isDistinct()) throw this.#stream.unexpected('item');
    const items = this.#parseItems();
    const from = this.#parseFrom();
    const where = this.#parseCondition('WHERE');
    return { kind: 'select', items, from, where, span: this.#stream.spanSince(span) };
  }

  /** FOREACH items [DO items] [INCASE cond] FROM topics [WHERE cond] */
  #parseForeach(): Statement {
    const { span } = this.#stream.advance();
    const items = this.#parseItems();
    const last = items.at(-1);
    if (last?.kind === 'all') throw new SqlError({ code: 'foreachAll' }, last.span);
    const doItems = this.#stream.take('keyword', 'DO') ? this.#parseItems() : undefined;
    const incase = this.#parseCondition('INCASE');
    const from = this.#parseFrom();
    const where = this.#parseCondition('WHERE');
    return { kind: 'foreach', items, doItems, incase, from, where, span: this.#stream.spanSince(span) };
  }

  /** `SELECT DISTINCT a` could be a column DISTINCT named a, which nobody means; alone it is a column. */
  #isDistinct(): boolean {
    const { kind, text } = this.#stream.current;
    if (kind !== 'name' || text.toUpperCase() !== 'DISTINCT') return false;
    const next = this.#stream.peek(1);
    return next.kind === 'name' || next.kind === 'quoted' || this.#stream.is('sign', '*', 1);
  }

  #parseItems(): Item[] {
    return this.#stream.commaList(() => this.#parseItem());
  }

  /** item : "*" | expr [[AS] alias] */
  #parseItem(): Item {
    const { span } = this.#stream.current;
    if (this.#stream.take('sign', '*')) return { kind: 'all', span };
    if (this.#stream.is('keyword', 'FROM')) throw this.#stream.unexpected('item');
    const expression = this.#expressions.parseExpression();
    const alias = parseAlias(this.#stream);
    return { kind: 'output', expression, alias, span: this.#stream.spanSince(span) };
  }

  /** FROM topic { "," topic }   topic : "…" | '…' | NAME */
  #parseFrom(): FromEntry[] {
    this.#stream.expect('keyword', 'FROM');
    return this.#stream.commaList(() => {
      const { kind, text, span } = this.#stream.current;
      const isTopic = (kind === 'text' || kind === 'quoted' || kind === 'name') && text !== '';
      if (!isTopic) throw this.#stream.unexpected('topic');
      this.#stream.advance();
      if (kind === 'name' && this.#stream.is('sign', '/'))
        throw this.#stream.unexpected('topic', { code: 'quoteTopics' });
      return { topic: text, span };
    });
  }

  #parseCondition(keyword: 'WHERE' | 'INCASE'): Expression | undefined {
    return this.#stream.take('keyword', keyword) ? this.#expressions.parseExpression() : undefined;
  }
}
