import { DOLLAR, placeholderAt, TemplateError } from '../../lib/placeholder.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface SqlToken {
  /**
   * `text` and `name` are with their quotes; `quoted` is dollar-quoted; `parameter` is `$1` of PostgreSQL and `?` of MySQL;
   * `sign` is one character.
   */
  readonly kind: 'word' | 'text' | 'name' | 'quoted' | 'comment' | 'placeholder' | 'parameter' | 'sign';
  readonly source: string;
  /** Where it begins: characters of the statement before it. */
  readonly at: number;
}

/** A statement that cannot be read. */
export class SqlTextError extends Error {
  override readonly name = 'SqlTextError';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const SPACE = /\s+/y;
const WORD = /[\p{L}_\d](?:[\p{L}\p{M}_\d]|\$(?!\{))*/uy;
const DOLLAR_QUOTE = /\$(?:[\p{L}_][\p{L}_\d]*)?\$/uy;
const NUMBERED = /\$\d+/y;

/** The parts of a statement, without the space between them. @throws SqlTextError for what has no end */
export function sqlTokens(sql: string, dialect: SqlDialect): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  const take = (kind: SqlToken['kind'], end: number): void => {
    tokens.push({ kind, source: sql.slice(at, end), at });
    at = end;
  };
  while (at < sql.length) {
    const character = sql[at] as string;
    const space = matchAt(SPACE, sql, at);
    const dollarQuote = dialect.dollarQuotes ? matchAt(DOLLAR_QUOTE, sql, at) : undefined;
    const word = matchAt(WORD, sql, at);
    const comment = endOfComment(sql, at, dialect);
    const placeholder = lengthOfPlaceholder(sql, at);
    const numbered = matchAt(NUMBERED, sql, at);
    if (space) at += space.length;
    else if (comment !== undefined) take('comment', comment);
    else if (placeholder) take('placeholder', at + placeholder);
    else if (word) take('word', at + word.length);
    else if (dialect.textQuotes.includes(character)) {
      const escapes = dialect.backslashEscapes || /^e$/i.test(wordBefore(tokens, at));
      take('text', endOfQuoted(sql, at, escapes));
    } else if (character === '"' || character === '`') take('name', endOfQuoted(sql, at, false));
    else if (dollarQuote) take('quoted', endOfDollarQuoted(sql, at, dollarQuote));
    else if (numbered && dialect.dollarQuotes) take('parameter', at + numbered.length);
    else if (character === '?' && !dialect.dollarQuotes) take('parameter', at + 1);
    else take('sign', at + 1);
  }
  return tokens;
}

/** The word that touches this place, as the `E` of `E'…'`. */
export function wordBefore(tokens: readonly SqlToken[], at: number): string {
  const last = tokens.at(-1);
  return last?.kind === 'word' && last.at + last.source.length === at ? last.source : '';
}

/** 0 where none begins. */
function lengthOfPlaceholder(sql: string, at: number): number {
  if (!sql.startsWith('${', at)) return 0;
  try {
    const found = placeholderAt(sql, at);
    return found === DOLLAR ? '${$}'.length : (found?.source.length ?? 0);
  } catch (error) {
    if (error instanceof TemplateError) throw new SqlTextError(error.message, error.at);
    throw error;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function endOfComment(sql: string, at: number, { hashComments }: SqlDialect): number | undefined {
  const begin = sql.slice(at, at + 2);
  if (begin === '--' || (hashComments && begin[0] === '#')) {
    const end = sql.indexOf('\n', at);
    return end === -1 ? sql.length : end;
  }
  // `/*! … */` of MySQL is no comment, but read by the server.
  if (begin !== '/*' || sql[at + 2] === '!') return undefined;
  let depth = 0;
  for (let i = at; i < sql.length; i++) {
    const pair = sql.slice(i, i + 2);
    if (pair === '/*') depth++;
    else if (pair === '*/') depth--;
    else continue;
    i++;
    if (depth === 0) return i + 1;
  }
  throw new SqlTextError('a comment that begins here has no end', at);
}

function endOfQuoted(sql: string, at: number, backslashEscapes: boolean): number {
  const quote = sql[at];
  for (let i = at + 1; i < sql.length; i++) {
    // The arguments of its filters have quotes of their own.
    const placeholder = lengthOfPlaceholder(sql, i);
    if (placeholder > 0) i += placeholder - 1;
    else if (sql[i] === '\\' && backslashEscapes) i++;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  throw new SqlTextError('what is quoted from here on has no end', at);
}

function endOfDollarQuoted(sql: string, at: number, tag: string): number {
  const end = sql.indexOf(tag, at + tag.length);
  if (end === -1) throw new SqlTextError(`what is quoted by ${tag} from here on has no end`, at);
  return end + tag.length;
}
