import type { Binary, Case, CaseBranch, Expression } from '../ast.ts';
import { readNumber } from '../json.ts';
import { LONGEST_RANGE, MOST_DIGITS, MOST_OPERATORS } from '../limits.ts';
import { isOperator, type Level, operatorLevels, precedence } from '../precedence.ts';
import { join, type Span } from '../source-location.ts';
import { SqlError } from '../sql-error.ts';
import type { Token } from './lexer.ts';
import { isIntegerToken, parseInteger, parseSteps } from './path-parser.ts';
import type { TokenStream } from './token-stream.ts';

type Infix =
  | { readonly kind: 'logic'; readonly level: 'and' | 'or' }
  | { readonly kind: 'in'; readonly level: 'comparison'; readonly negated: boolean }
  | { readonly kind: 'binary'; readonly level: Level; readonly operator: Binary['operator'] };

/** Reads expressions and conditions, which are one grammar here: EMQX's narrower one is part of it. */
export class ExpressionParser {
  readonly #stream: TokenStream;
  #operators = 0;

  constructor(stream: TokenStream) {
    this.#stream = stream;
  }

  /** Expression : Operand { infix Expression }, left-associative, the tightest first. */
  parseExpression(minimum = 0): Expression {
    return this.#stream.nested(() => {
      let left = this.#parseOperand(minimum);
      for (
        let infix = this.#peekInfix();
        infix && precedence[infix.level] > minimum;
        infix = this.#peekInfix()
      ) {
        left = this.#parseInfix(left, infix);
        if (infix.level === 'comparison' && this.#peekInfix()?.level === 'comparison') {
          throw new SqlError({ code: 'chainedComparison' }, this.#stream.current.span, {
            code: 'joinWithAnd',
          });
        }
      }
      return left;
    });
  }

  #peekInfix(): Infix | undefined {
    const { kind, text } = this.#stream.current;
    if (kind === 'keyword') {
      if (text === 'AND') return { kind: 'logic', level: 'and' };
      if (text === 'OR') return { kind: 'logic', level: 'or' };
      if (text === 'IN') return { kind: 'in', level: 'comparison', negated: false };
      const notIn = text === 'NOT' && this.#stream.is('keyword', 'IN', 1);
      return notIn ? { kind: 'in', level: 'comparison', negated: true } : undefined;
    }
    if (kind !== 'sign' && kind !== 'name') return undefined;
    const operator = text === '<>' ? '!=' : text;
    return isOperator(operator) ? { kind: 'binary', level: operatorLevels[operator], operator } : undefined;
  }

  #parseInfix(left: Expression, infix: Infix): Expression {
    switch (infix.kind) {
      case 'logic':
        return this.#parseLogic(left, infix.level);
      case 'in':
        return this.#parseMembership(left, infix.negated);
      default: {
        const { span } = this.#stream.advance();
        if (infix.level !== 'comparison') this.#countOperator(span);
        const right = this.parseExpression(precedence[infix.level]);
        return { kind: 'binary', operator: infix.operator, left, right, span: join(left.span, right.span) };
      }
    }
  }

  #countOperator(span: Span): void {
    this.#operators += 1;
    if (this.#operators > MOST_OPERATORS) {
      throw new SqlError({ code: 'tooManyOperators', limit: MOST_OPERATORS }, span);
    }
  }

  /** cond { AND cond } */
  #parseLogic(first: Expression, operator: 'and' | 'or'): Expression {
    const operands = [first];
    while (this.#stream.take('keyword', operator.toUpperCase())) {
      operands.push(this.parseExpression(precedence[operator]));
    }
    return { kind: 'logic', operator, operands, span: this.#stream.spanSince(first.span) };
  }

  /** expr [NOT] IN "(" expr { "," expr } ")" */
  #parseMembership(subject: Expression, negated: boolean): Expression {
    if (negated) this.#stream.advance();
    this.#stream.advance();
    this.#stream.expect('sign', '(');
    const items = this.#stream.commaList(() => this.parseExpression());
    this.#stream.expect('sign', ')');
    return { kind: 'in', negated, subject, items, span: this.#stream.spanSince(subject.span) };
  }

  /** Operand : NOT cond | ( "+" | "-" ) Operand | Primary */
  #parseOperand(minimum: number): Expression {
    const { kind, text, span } = this.#stream.current;
    if (kind === 'keyword' && text === 'NOT' && minimum <= precedence.not) {
      this.#stream.advance();
      return this.#unary('not', this.parseExpression(precedence.not), span);
    }
    if (kind === 'sign' && (text === '-' || text === '+')) {
      this.#stream.advance();
      return this.#unary(text, this.parseExpression(precedence.unary), span);
    }
    return this.#parsePrimary();
  }

  #unary(operator: '-' | '+' | 'not', operand: Expression, span: Span): Expression {
    return { kind: 'unary', operator, operand, span: join(span, operand.span) };
  }

  #parsePrimary(): Expression {
    const token = this.#stream.current;
    switch (token.kind) {
      case 'number':
        this.#stream.advance();
        return { kind: 'literal', value: numberOfToken(token), span: token.span };
      case 'text':
        this.#stream.advance();
        return { kind: 'literal', value: token.text, span: token.span };
      case 'quoted':
        return this.#parsePath();
      case 'name':
        return this.#parseName(token);
      case 'keyword':
        if (token.text === 'CASE') return this.#withSteps(this.#parseCase());
        break;
      case 'sign':
        if (token.text === '(') return this.#withSteps(this.#parseParenthesis());
        if (token.text === '[') return this.#withSteps(this.#parseList());
    }
    throw this.#stream.unexpected('expression');
  }

  /** A literal, a call, or a path, by what follows the name. */
  #parseName(token: Token): Expression {
    if (this.#stream.is('sign', '(', 1)) return this.#withSteps(this.#parseCall(undefined, token.span));
    if (token.text === 'true' || token.text === 'false') {
      this.#stream.advance();
      return { kind: 'literal', value: token.text === 'true', span: token.span };
    }
    if (isOperator(token.text)) throw this.#stream.unexpected('expression');
    if (
      this.#stream.is('sign', '.', 1) &&
      this.#stream.peek(2).kind === 'name' &&
      this.#stream.is('sign', '(', 3)
    ) {
      this.#stream.advance();
      this.#stream.advance();
      return this.#withSteps(this.#parseCall(token.text, token.span));
    }
    return this.#parsePath();
  }

  /** path : part { "." part | "[" index "]" } */
  #parsePath(): Expression {
    const { text, kind, span } = this.#stream.advance();
    const steps = this.#parseSteps();
    return { kind: 'path', root: text, quoted: kind === 'quoted', steps, span: this.#stream.spanSince(span) };
  }

  /** The value itself, or the way into it. */
  #withSteps(target: Expression): Expression {
    const steps = this.#parseSteps();
    if (steps.length === 0) return target;
    return { kind: 'access', target, steps, span: this.#stream.spanSince(target.span) };
  }

  #parseSteps() {
    return parseSteps(this.#stream, () => this.parseExpression());
  }

  /** call : [module "."] name "(" [ arg { "," arg } ] ")" */
  #parseCall(module: string | undefined, start: Span): Expression {
    const name = this.#stream.advance();
    this.#stream.expect('sign', '(');
    const args = this.#stream.is('sign', ')') ? [] : this.#stream.commaList(() => this.parseExpression());
    this.#stream.expect('sign', ')');
    const span = this.#stream.spanSince(start);
    return { kind: 'call', module, name: name.text, nameSpan: join(start, name.span), args, span };
  }

  #parseParenthesis(): Expression {
    const { span } = this.#stream.advance();
    const inner = this.parseExpression();
    this.#stream.expect('sign', ')');
    return { ...inner, span: this.#stream.spanSince(span) };
  }

  /** list : "[" [ expr { "," expr } ] "]"   range : "[" INTEGER ".." INTEGER "]" */
  #parseList(): Expression {
    const { span } = this.#stream.advance();
    if (this.#stream.take('sign', ']'))
      return { kind: 'list', items: [], span: this.#stream.spanSince(span) };
    const length = this.#stream.is('sign', '-') ? 2 : 1;
    if (isIntegerToken(this.#stream.peek(length - 1)) && this.#stream.is('sign', '..', length)) {
      return this.#parseRange(span);
    }
    const items = this.#stream.commaList(() => this.parseExpression());
    this.#stream.expect('sign', ']');
    return { kind: 'list', items, span: this.#stream.spanSince(span) };
  }

  #parseRange(start: Span): Expression {
    const from = parseInteger(this.#stream) + 0; // + 0 turns -0 into 0
    this.#stream.expect('sign', '..');
    const to = parseInteger(this.#stream) + 0;
    this.#stream.expect('sign', ']');
    const span = this.#stream.spanSince(start);
    if (from > to) throw new SqlError({ code: 'reversedRange', from, to }, span);
    if (to - from >= LONGEST_RANGE) throw new SqlError({ code: 'rangeTooLong', limit: LONGEST_RANGE }, span);
    return { kind: 'range', from, to, span };
  }

  /** case : CASE [expr] WHEN cond THEN expr { WHEN cond THEN expr } [ELSE expr] END */
  #parseCase(): Case {
    const { span } = this.#stream.advance();
    const subject = this.#stream.is('keyword', 'WHEN') ? undefined : this.parseExpression();
    const branches: CaseBranch[] = [];
    do {
      this.#stream.expect('keyword', 'WHEN');
      const when = this.parseExpression();
      this.#stream.expect('keyword', 'THEN');
      branches.push({ when, result: this.parseExpression() });
    } while (this.#stream.is('keyword', 'WHEN'));
    const otherwise = this.#stream.take('keyword', 'ELSE') ? this.parseExpression() : undefined;
    this.#stream.expect('keyword', 'END');
    return { kind: 'case', subject, branches, otherwise, span: this.#stream.spanSince(span) };
  }
}

function numberOfToken({ text, span }: Token) {
  if (text.length > MOST_DIGITS) throw new SqlError({ code: 'numberTooLong', limit: MOST_DIGITS }, span);
  if (!Number.isFinite(Number(text)) && text.includes('.'))
    throw new SqlError({ code: 'numberTooLarge' }, span);
  return readNumber(text);
}
