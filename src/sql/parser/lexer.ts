import { LONGEST_STATEMENT } from '../limits.ts';
import type { Span } from '../source-location.ts';
import { SqlError, type SqlText } from '../sql-error.ts';

/**
 * `text` is 'in single quotes', `quoted` is "in double quotes"; both without their quotes. Text has no escapes but
 * one: two single quotes in it are one, as in every SQL (EMQX keeps both). Keywords are upper case.
 */
export type TokenKind = 'name' | 'keyword' | 'number' | 'text' | 'quoted' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
}

const keywords = new Set(
  'AND AS CASE DO ELSE ELSIF END FOREACH FROM IF IN INCASE NOT OR SELECT THEN WHEN WHERE'.split(' '),
);

export function isKeyword(word: string): boolean {
  return keywords.has(word.toUpperCase());
}

const blank = /(?:\s|--[^\n]*)+/y;

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['name', /[A-Za-z][\w$@~]*/y],
  ['number', /\d+(?:\.\d+(?:[eE][+-]?\d+)?)?(?![A-Za-z_])/y],
  ['text', /'[^']*(?:''[^']*)*'/y],
  ['quoted', /"[^"]*(?:""[^"]*)*"/y],
  ['sign', /<>|<=|>=|!=|=~|\.\.|=(?!=)|[-<>+*/(),.[\]]/y],
];

/** Signs of other languages, and of Chinese keyboards, with what to write here. */
const foreignSigns: Readonly<Record<string, string>> = {
  '===': '=',
  '==': '=',
  '~=': '=~',
  '&&': 'AND',
  '!': 'NOT',
  '%': 'mod',
  '^': 'power(a, b)',
  '`': '"name"',
  '，': ',',
  '（': '(',
  '）': ')',
  '＝': '=',
  '＞': '>',
  '＜': '<',
  '‘': "'text'",
  '’': "'text'",
  '“': "'text'",
  '”': "'text'",
};

/**
 * The tokens of a statement, an `end` last. Comments run from `--` to the end of their line.
 * @throws SqlError for a character without a meaning, an open quote, or a statement that is too long
 */
export function tokenize(text: string): Token[] {
  if (text.length > LONGEST_STATEMENT) {
    const span = { start: LONGEST_STATEMENT, end: LONGEST_STATEMENT + 1 };
    throw new SqlError({ code: 'statementTooLong', limit: LONGEST_STATEMENT }, span);
  }
  const tokens: Token[] = [];
  let offset = skipBlank(text, 0);
  while (offset < text.length) {
    const token = readToken(text, offset);
    tokens.push(token);
    offset = skipBlank(text, token.span.end);
  }
  const end = text.trimEnd().length;
  tokens.push({ kind: 'end', text: 'end', span: { start: end, end: end + 1 } });
  return tokens;
}

function skipBlank(text: string, offset: number): number {
  blank.lastIndex = offset;
  return blank.test(text) ? blank.lastIndex : offset;
}

function readToken(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return makeToken(kind, found, { start, end: start + found.length });
  }
  throw unreadable(text, start);
}

function makeToken(kind: TokenKind, found: string, span: Span): Token {
  switch (kind) {
    case 'name':
      return isKeyword(found)
        ? { kind: 'keyword', text: found.toUpperCase(), span }
        : { kind, text: found, span };
    case 'text':
      return { kind, text: found.slice(1, -1).replaceAll("''", "'"), span };
    case 'quoted':
      return { kind, text: found.slice(1, -1).replaceAll('""', '"'), span };
    default:
      return { kind, text: found, span };
  }
}

function unreadable(text: string, start: number): SqlError {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  if (character === "'" || character === '"') {
    return new SqlError({ code: 'unterminatedQuote', quote: character }, { start, end: start + 1 });
  }
  const word = /^(?:\d[\w.]*|_[\w$@~]*)/.exec(text.slice(start, start + 40))?.[0];
  const sign = [3, 2]
    .map((length) => text.slice(start, start + length))
    .find((part) => part === '||' || Object.hasOwn(foreignSigns, part));
  const found = word ?? sign ?? character;
  return new SqlError(
    { code: 'unexpectedCharacter', character: found },
    { start, end: start + found.length },
    hintFor(found),
  );
}

function hintFor(found: string): SqlText | undefined {
  if (found === '#' || found === '$') return { code: 'quoteTopics' };
  if (found === '||') return { code: 'orOrPlus' };
  if (found === ';') return { code: 'oneStatement' };
  if (/^[\d_]/.test(found)) return { code: 'writeInstead', text: numberMeant(found) ?? `"${found}"` };
  const instead = Object.hasOwn(foreignSigns, found) ? foreignSigns[found] : undefined;
  if (instead !== undefined) return { code: 'writeInstead', text: instead };
  return /^\p{L}/u.test(found) ? { code: 'quoteNames' } : undefined;
}

/** The language has no hexadecimal numbers, and exponents only behind a point. */
function numberMeant(found: string): string | undefined {
  if (/^\d+e\d+$/i.test(found)) return found.replace(/e/i, '.0e');
  return /^0x[\da-f]+$/i.test(found) ? String(BigInt(found)) : undefined;
}
