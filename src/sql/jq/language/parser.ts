import { JqSyntaxError } from '../jq-error.ts';
import type { Arithmetic, Definition, Node, Operator, Pattern } from './ast.ts';
import { type Token, tokensOf } from './lexer.ts';
import { readKey, readObject } from './object-reader.ts';
import { readPatterns } from './pattern-reader.ts';
import { TokenCursor } from './token-cursor.ts';

const LONGEST_PROGRAM = 65_536;
const DEEPEST = 200;

const identity: Node = { kind: 'identity' };

/** @throws JqSyntaxError */
export function parseJq(program: string): Node {
  if (program.length > LONGEST_PROGRAM) {
    throw new JqSyntaxError(`the program is longer than ${LONGEST_PROGRAM} characters`, LONGEST_PROGRAM);
  }
  const parser = new Parser(tokensOf(program));
  const node = parser.isAtEnd() ? identity : parser.pipe();
  parser.expectEnd();
  return node;
}

/** The definitions of a text that holds nothing else. */
export function parseDefinitions(text: string): Definition[] {
  const parser = new Parser(tokensOf(text));
  const definitions: Definition[] = [];
  while (!parser.isAtEnd()) definitions.push(parser.definition());
  return definitions;
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const UPDATES = new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//=']);

class Parser {
  readonly #cursor: TokenCursor;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#cursor = new TokenCursor(tokens);
  }

  isAtEnd(): boolean {
    return this.#cursor.peek().kind === 'end';
  }

  expectEnd(): undefined {
    if (!this.isAtEnd()) throw this.#cursor.unexpected();
  }

  /** The loosest: definitions, `as`, `label` and `|` reach as far to the right as they can. */
  pipe(): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new JqSyntaxError('nested too deeply', this.#cursor.peek().offset);
    const node = this.#pipe();
    this.#depth -= 1;
    return node;
  }

  #pipe(): Node {
    if (this.#cursor.isKeyword('def')) {
      const definition = this.definition();
      return { kind: 'define', definition, body: this.pipe() };
    }
    if (this.#cursor.takeKeyword('label')) {
      const name = this.#cursor.take('variable').text;
      this.#cursor.sign('|');
      return { kind: 'label', name, body: this.pipe() };
    }
    const left = this.#comma();
    return this.#cursor.takeSign('|') ? { kind: 'pipe', left, right: this.pipe() } : left;
  }

  definition(): Definition {
    this.#cursor.keyword('def');
    const token = this.#cursor.peek();
    const name =
      token.kind === 'keyword' ? this.#cursor.take('keyword').text : this.#cursor.take('name').text;
    const parameters: string[] = [];
    if (this.#cursor.takeSign('(')) {
      do {
        const variable = this.#cursor.peek().kind === 'variable';
        parameters.push(variable ? `$${this.#cursor.take('variable').text}` : this.#cursor.take('name').text);
      } while (this.#cursor.takeSign(';'));
      this.#cursor.sign(')');
    }
    this.#cursor.sign(':');
    const body = this.pipe();
    this.#cursor.sign(';');
    return { name, parameters, body };
  }

  #comma(): Node {
    let left = this.#alternative();
    while (this.#cursor.takeSign(',')) left = { kind: 'comma', left, right: this.#alternative() };
    return left;
  }

  /** `//` associates to the right, and holds less than assignments do. */
  #alternative(): Node {
    const left = this.#update();
    return this.#cursor.takeSign('//') ? { kind: 'alternative', left, right: this.#alternative() } : left;
  }

  #update(): Node {
    const left = this.#or();
    const { kind, text } = this.#cursor.peek();
    if (kind !== 'sign' || !UPDATES.has(text)) return left;
    this.#cursor.advance();
    const right = this.#alternative();
    const name = text === '=' || text === '|=' || text === '//=' ? text : (text.slice(0, -1) as Arithmetic);
    return { kind: 'update', name, left, right };
  }

  #or(): Node {
    let left = this.#and();
    while (this.#cursor.takeKeyword('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Node {
    let left = this.#comparison();
    while (this.#cursor.takeKeyword('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Node {
    const left = this.#sum();
    const { kind, text } = this.#cursor.peek();
    if (kind !== 'sign' || !COMPARISONS.has(text)) return left;
    this.#cursor.advance();
    return { kind: 'operator', name: text as Operator, left, right: this.#sum() };
  }

  #sum(): Node {
    let left = this.#product();
    for (;;) {
      const { kind, text } = this.#cursor.peek();
      if (kind !== 'sign' || (text !== '+' && text !== '-')) return left;
      this.#cursor.advance();
      left = { kind: 'operator', name: text, left, right: this.#product() };
    }
  }

  #product(): Node {
    let left = this.#unary();
    for (;;) {
      const { kind, text } = this.#cursor.peek();
      if (kind !== 'sign' || (text !== '*' && text !== '/' && text !== '%')) return left;
      this.#cursor.advance();
      left = { kind: 'operator', name: text, left, right: this.#unary() };
    }
  }

  #unary(): Node {
    return this.#cursor.takeSign('-') ? { kind: 'negate', of: this.#unary() } : this.#postfix();
  }

  /** A term with what follows it; `?` and `as` go with all of that. */
  #postfix(): Node {
    let node = this.#term();
    for (;;) {
      const token = this.#cursor.peek();
      if (token.kind === 'field') {
        this.#cursor.advance();
        node = { kind: 'index', of: node, key: { kind: 'literal', value: token.text } };
      } else if (this.#cursor.isSign('.') && this.#cursor.peek(1).kind === 'text') {
        this.#cursor.advance();
        node = { kind: 'index', of: node, key: this.#text(undefined) };
      } else if (this.#cursor.isSign('.') && this.#cursor.peek(1).text === '[') {
        this.#cursor.advance();
      } else if (this.#cursor.isSign('[')) {
        node = this.#suffix(node);
      } else if (this.#cursor.takeSign('?')) {
        node = { kind: 'try', body: node, handler: undefined };
      } else if (this.#cursor.isKeyword('as')) {
        const patterns = this.#patterns();
        this.#cursor.sign('|');
        return { kind: 'as', source: node, patterns, body: this.pipe() };
      } else {
        return node;
      }
    }
  }

  #suffix(of: Node): Node {
    this.#cursor.sign('[');
    if (this.#cursor.takeSign(']')) return { kind: 'each', of };
    if (this.#cursor.takeSign(':')) {
      const to = this.pipe();
      this.#cursor.sign(']');
      return { kind: 'slice', of, from: undefined, to };
    }
    const key = this.pipe();
    if (this.#cursor.takeSign(':')) {
      const to = this.#cursor.isSign(']') ? undefined : this.pipe();
      this.#cursor.sign(']');
      return { kind: 'slice', of, from: key, to };
    }
    this.#cursor.sign(']');
    return { kind: 'index', of, key };
  }

  #term(): Node {
    const token = this.#cursor.peek();
    switch (token.kind) {
      case 'number':
        this.#cursor.advance();
        return { kind: 'literal', value: Number(token.text) };
      case 'text':
        return this.#text(undefined);
      case 'format':
        this.#cursor.advance();
        return this.#cursor.peek().kind === 'text'
          ? this.#text(token.text)
          : { kind: 'format', name: token.text };
      case 'field':
        this.#cursor.advance();
        return { kind: 'index', of: identity, key: { kind: 'literal', value: token.text } };
      case 'variable':
        this.#cursor.advance();
        return { kind: 'variable', name: token.text };
      case 'name':
        this.#cursor.advance();
        return this.#named(token);
      case 'keyword':
        this.#cursor.advance();
        return this.#keywordTerm(token);
      case 'sign':
        this.#cursor.advance();
        return this.#signTerm(token);
      case 'end':
        throw this.#cursor.unexpected();
    }
  }

  #named({ text: name }: Token): Node {
    if (name === 'break' && this.#cursor.peek().kind === 'variable') {
      return { kind: 'break', name: this.#cursor.take('variable').text };
    }
    const args: Node[] = [];
    if (this.#cursor.takeSign('(')) {
      do args.push(this.pipe());
      while (this.#cursor.takeSign(';'));
      this.#cursor.sign(')');
    }
    if (args.length === 0 && (name === 'true' || name === 'false'))
      return { kind: 'literal', value: name === 'true' };
    if (args.length === 0 && name === 'null') return { kind: 'literal', value: null };
    return { kind: 'call', name, args };
  }

  #keywordTerm(token: Token): Node {
    switch (token.text) {
      case 'if':
        return this.#if();
      case 'try': {
        const body = this.#postfix();
        const handler = this.#cursor.takeKeyword('catch') ? this.#postfix() : undefined;
        return { kind: 'try', body, handler };
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(token.text);
      case 'def': {
        this.#cursor.back();
        const definition = this.definition();
        return { kind: 'define', definition, body: this.pipe() };
      }
      case 'import':
      case 'include':
        throw new JqSyntaxError('modules are not available', token.offset);
      default:
        this.#cursor.back();
        throw this.#cursor.unexpected();
    }
  }

  #signTerm(token: Token): Node {
    switch (token.text) {
      case '.':
        if (this.#cursor.peek().kind === 'text')
          return { kind: 'index', of: identity, key: this.#text(undefined) };
        return identity;
      case '..':
        return { kind: 'recurse' };
      case '(': {
        const node = this.pipe();
        this.#cursor.sign(')');
        return node;
      }
      case '[': {
        if (this.#cursor.takeSign(']')) return { kind: 'array', of: undefined };
        const of = this.pipe();
        this.#cursor.sign(']');
        return { kind: 'array', of };
      }
      case '{':
        return readObject(this.#cursor, this.#expressions());
      case '-':
        return { kind: 'negate', of: this.#postfix() };
      default:
        this.#cursor.back();
        throw this.#cursor.unexpected();
    }
  }

  #if(): Node {
    const condition = this.pipe();
    this.#cursor.keyword('then');
    const then = this.pipe();
    if (this.#cursor.takeKeyword('elif')) return { kind: 'if', condition, then, otherwise: this.#if() };
    const otherwise = this.#cursor.takeKeyword('else') ? this.pipe() : undefined;
    this.#cursor.keyword('end');
    return { kind: 'if', condition, then, otherwise };
  }

  #fold(kind: 'reduce' | 'foreach'): Node {
    // `as` belongs to the fold and not to its source.
    const source = this.#foldSource();
    const patterns = this.#patterns();
    this.#cursor.sign('(');
    const init = this.pipe();
    this.#cursor.sign(';');
    const update = this.pipe();
    const extract = kind === 'foreach' && this.#cursor.takeSign(';') ? this.pipe() : undefined;
    this.#cursor.sign(')');
    return kind === 'reduce'
      ? { kind, source, patterns, init, update }
      : { kind, source, patterns, init, update, extract };
  }

  #foldSource(): Node {
    let node = this.#term();
    for (;;) {
      const token = this.#cursor.peek();
      if (token.kind === 'field') {
        this.#cursor.advance();
        node = { kind: 'index', of: node, key: { kind: 'literal', value: token.text } };
      } else if (this.#cursor.isSign('[')) {
        node = this.#suffix(node);
      } else if (this.#cursor.takeSign('?')) {
        node = { kind: 'try', body: node, handler: undefined };
      } else {
        return node;
      }
    }
  }

  #expressions() {
    return {
      pipe: () => this.pipe(),
      alternative: () => this.#alternative(),
      text: (format: string | undefined) => this.#text(format),
    };
  }

  #patterns(): Pattern[] {
    const expressions = this.#expressions();
    return readPatterns(this.#cursor, { ...expressions, key: () => readKey(this.#cursor, expressions) });
  }

  #text(format: string | undefined): Node {
    const { parts = [], offset } = this.#cursor.take('text');
    const read = parts.map((part) => {
      if (typeof part === 'string') return part;
      const inner = new Parser([...part, { kind: 'end', text: '', offset }]);
      const node = inner.pipe();
      inner.expectEnd();
      return node;
    });
    const [only = ''] = read;
    if (read.length <= 1 && typeof only === 'string') return { kind: 'literal', value: only };
    return { kind: 'text', format, parts: read };
  }
}
