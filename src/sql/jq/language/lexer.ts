import { JqSyntaxError } from '../jq-error.ts';

export interface Token {
  readonly kind: 'name' | 'field' | 'variable' | 'format' | 'number' | 'text' | 'sign' | 'keyword' | 'end';
  readonly text: string;
  readonly offset: number;
  /** Of a text: what stands in it, and the tokens of each `\(…)`. */
  readonly parts?: readonly (string | readonly Token[])[];
}

const KEYWORDS = new Set(
  'and or def if then elif else end as reduce foreach try catch label import include'.split(' '),
);

const SIGNS = [
  '?//=',
  '?//',
  '|=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '//=',
  '==',
  '!=',
  '<=',
  '>=',
  '//',
  '..',
  '|',
  ',',
  '.',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  ':',
  ';',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '?',
  '$',
];

const NAME = /[a-zA-Z_](?:[a-zA-Z0-9_]|::(?=[a-zA-Z_]))*/y;
const FIELD = /\.[a-zA-Z_][a-zA-Z0-9_]*/y;
const VARIABLE = /\$[a-zA-Z_](?:[a-zA-Z0-9_]|::(?=[a-zA-Z_]))*/y;
const FORMAT = /@[a-zA-Z0-9_]+/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const BLANK = /(?:\s|#[^\n]*)+/y;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** @throws JqSyntaxError */
export function tokensOf(program: string): Token[] {
  const lexer = new Lexer(program);
  const tokens = lexer.until(undefined);
  return [...tokens, { kind: 'end', text: '', offset: program.length }];
}

class Lexer {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The tokens up to the `)` that closes an interpolation, or to the end. */
  until(close: ')' | undefined): Token[] {
    const tokens: Token[] = [];
    let open = 0;
    for (;;) {
      this.#match(BLANK);
      if (this.#at >= this.#text.length) {
        if (close !== undefined) throw new JqSyntaxError('\\( is never closed', this.#text.length);
        return tokens;
      }
      const token = this.#next();
      if (token.text === '(' && token.kind === 'sign') open += 1;
      if (token.text === ')' && token.kind === 'sign') {
        if (open === 0 && close !== undefined) return tokens;
        open -= 1;
      }
      tokens.push(token);
    }
  }

  #next(): Token {
    const offset = this.#at;
    if (this.#text[offset] === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, offset };
    const field = this.#match(FIELD);
    if (field !== undefined) return { kind: 'field', text: field.slice(1), offset };
    const variable = this.#match(VARIABLE);
    if (variable !== undefined) return { kind: 'variable', text: variable.slice(1), offset };
    const format = this.#match(FORMAT);
    if (format !== undefined) return { kind: 'format', text: format, offset };
    const name = this.#match(NAME);
    if (name !== undefined) return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name, offset };
    const sign = SIGNS.find((one) => this.#text.startsWith(one, offset));
    if (sign === undefined)
      throw new JqSyntaxError(`unexpected ${JSON.stringify(this.#text[offset])}`, offset);
    this.#at += sign.length;
    return { kind: 'sign', text: sign, offset };
  }

  #string(): Token {
    const offset = this.#at;
    const parts: (string | Token[])[] = [];
    let text = '';
    this.#at += 1;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new JqSyntaxError('this " is never closed', offset);
      this.#at += 1;
      if (character === '"') return { kind: 'text', text: '', offset, parts: [...parts, text] };
      if (character !== '\\') {
        text += character;
        continue;
      }
      const letter = this.#text[this.#at] ?? '';
      this.#at += 1;
      if (letter === '(') {
        this.#depth += 1;
        if (this.#depth > 64) throw new JqSyntaxError('texts are nested too deeply', offset);
        parts.push(text, this.until(')'));
        this.#depth -= 1;
        text = '';
      } else if (letter === 'u') {
        const code = /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at, this.#at + 4))?.[0];
        if (code === undefined) throw new JqSyntaxError('\\u needs four hexadecimal digits', this.#at - 2);
        this.#at += 4;
        text += String.fromCharCode(Number.parseInt(code, 16));
      } else {
        const escaped = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
        if (escaped === undefined) throw new JqSyntaxError(`unknown escape \\${letter}`, this.#at - 2);
        text += escaped;
      }
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
