import type { SqlDialect } from '../../connectors/databases/sql-dialect.ts';
import type { SqlParameter } from '../../connectors/databases/sql-request.ts';
import { SqlTextError, type SqlToken, sqlTokens, wordBefore } from '../../connectors/databases/sql-tokens.ts';
import {
  type Placeholder,
  placeholderAt,
  placeholdersIn,
  solePlaceholder,
  TemplateError,
} from '../../lib/placeholder.ts';
import { compileBody, compileTemplate, type Template, type TemplateRow } from './template.ts';

export interface SqlTemplate {
  /** A statement to prepare: what was a placeholder is a parameter of it. */
  readonly sql: string;
  /** A value for each parameter, in their order. */
  values(row: TemplateRow): SqlParameter[];
}

type SqlExpression = (row: TemplateRow) => SqlParameter;

/** Others change what later rows meet on the same connection, or take no parameters. */
const STATEMENTS = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'CALL', 'SELECT', 'WITH'];

/** Names stand behind these words, never values. */
const BEFORE_NAMES = new Set([
  'INTO',
  'FROM',
  'UPDATE',
  'TABLE',
  'JOIN',
  'CALL',
  'EXEC',
  'EXECUTE',
  'AS',
  'COLUMN',
  'COLLATE',
]);

/** Behind other words a text in quotes is not a value of its own: `INTERVAL '1 day'`, `DATE '2026-01-01'`, `E'\\n'`. */
const BEFORE_VALUES = new Set(
  'SELECT THEN ELSE WHEN AND OR NOT LIKE ILIKE BETWEEN RETURNING IN VALUES VALUE DISTINCT WHERE ON SET IS BY TO CASE'.split(
    ' ',
  ),
);

/**
 * Makes a prepared statement of a template, so that no value can become part of the statement. A text in quotes with
 * placeholders in it becomes a parameter as a whole.
 * @param missingAsNull else a missing value is the text `undefined`
 * @throws SqlTextError with a sentence, for what cannot be a parameter
 */
export function compileSql(text: string, dialect: SqlDialect, missingAsNull: boolean): SqlTemplate {
  const tokens = sqlTokens(text, dialect);
  const last = tokens.findLast(({ kind }) => kind !== 'comment');
  const source = last?.source === ';' ? text.slice(0, last.at) : text;
  const expressions: SqlExpression[] = [];
  let sql = '';
  let end = 0;
  const place = (token: SqlToken, expression: SqlExpression): void => {
    expressions.push(expression);
    sql += source.slice(end, token.at) + dialect.parameter(expressions.length);
    end = token.at + token.source.length;
  };
  checkBeginning(tokens);
  const names = namesOf(tokens);
  tokens.forEach((token, index) => {
    const { kind, source: own, at } = token;
    if (kind === 'sign' && own === ';' && token !== last) {
      throw new SqlTextError('there is more than one statement: write one, and an action for each other', at);
    }
    if (kind === 'parameter') {
      throw new SqlTextError(
        `${own} stands where a value goes: write a placeholder, such as \${payload.temp}`,
        at,
      );
    }
    if (own === '${$}' || (own === '$' && source[at + 1] === '{')) {
      throw new SqlTextError(
        'write a placeholder as ${name} or ${name.member}, of letters, digits and _',
        at,
      );
    }
    if (!hasPlaceholder(own) || kind === 'comment') return;
    if (kind === 'placeholder') {
      checkPlace(tokens, index, text, names);
      place(token, expressionOf(placeholderAt(text, at) as Placeholder, at, missingAsNull));
    } else if (kind === 'text') {
      checkTextPlace(tokens, index);
      place(token, textOf(token, tokens, index, dialect, missingAsNull));
    } else if (kind === 'name') {
      throw new SqlTextError(
        `${own} is a name, and names cannot come from a row: write \${…} without quotes where a value is meant`,
        at,
      );
    } else if (kind === 'quoted') {
      const inside = at + own.indexOf('${');
      throw new SqlTextError(
        'placeholders between $$ and $$ are not filled in: use a text in single quotes',
        inside,
      );
    }
  });
  sql += source.slice(end);
  return { sql: sql.trim(), values: (row) => expressions.map((expression) => expression(row)) };
}

function checkBeginning(tokens: readonly SqlToken[]): void {
  const first = tokens.find(({ kind, source }) => kind !== 'comment' && source !== '(');
  if (!first || first.source === ';') throw new SqlTextError('there is no statement', 0);
  if (STATEMENTS.includes(first.source.toUpperCase())) return;
  throw new SqlTextError(`begin the statement with one of ${STATEMENTS.join(', ')}`, first.at);
}

/** `line 2, column 7: …` */
export function describeSqlMistake(error: SqlTextError, text: string): string {
  const lines = text.slice(0, error.at).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${error.message}`;
}

function hasPlaceholder(source: string): boolean {
  return source.includes('${$}') || placeholdersIn(source).length > 0;
}

/** @throws SqlTextError for a filter that there is not */
function expressionOf(
  { source, path, fallback, filters }: Placeholder,
  at: number,
  missingAsNull: boolean,
): SqlExpression {
  const value = valueAt(path, missingAsNull);
  if (!fallback && filters.length === 0) return value;
  const text = compileFiltered(source, at);
  const standIn = fallback && filters.length === 0 ? parameterOf(fallback) : undefined;
  return (row) => {
    const found = row.optional ? row.optional(path) : row.value(path);
    const isMissing = found === undefined || found === null || found === '';
    if (filters.length === 0) return isMissing && standIn !== undefined ? standIn : value(row);
    return isMissing && !fallback && missingAsNull ? null : text.render(row);
  };
}

function compileFiltered(source: string, at: number): Template {
  try {
    return compileTemplate(source, 'raw');
  } catch (error) {
    if (error instanceof TemplateError) throw new SqlTextError(error.message, at + error.at);
    throw error;
  }
}

/** The default `0` is a number, `'0'` a text, `null` is NULL. */
function parameterOf({ text, quoted }: NonNullable<Placeholder['fallback']>): SqlParameter {
  if (quoted) return text;
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

function valueAt(path: readonly string[], missingAsNull: boolean): SqlExpression {
  const isDeliveryId = path.join('.') === 'delivery.id';
  return (row) => {
    const value = row.value(path);
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'number':
        return value;
      case 'bigint':
        return String(value);
      case 'undefined':
        if (isDeliveryId) return { delivery: 'id' };
        return missingAsNull ? null : 'undefined';
      default:
        if (value === null) return null;
        if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') };
        return numberOrJson(row.json(path));
    }
  };
}

/** A float without a fraction is `4.0` in the rule language and 4 for a database; maps and lists are JSON texts. */
function numberOrJson(json: string): SqlParameter {
  return /^[-\d]/.test(json) ? Number(json) : json;
}

/** `'${x}'` is the value; anything around it makes a text, in which values are escaped when it is JSON. */
function textOf(
  { source, at }: SqlToken,
  tokens: readonly SqlToken[],
  index: number,
  dialect: SqlDialect,
  missingAsNull: boolean,
): SqlExpression {
  const escapes = dialect.backslashEscapes || /^e$/i.test(wordBefore(tokens.slice(0, index), at));
  const text = unquote(source, escapes);
  const sole = text.trim() === text ? solePlaceholder(text) : undefined;
  if (sole) return expressionOf(sole, at, missingAsNull);
  const template = compileQuoted(text, at);
  return (row) => template.render(row);
}

function compileQuoted(text: string, at: number): Template {
  try {
    return compileBody(text, 'text/plain');
  } catch (error) {
    // One more, for the quote that it stands in.
    if (error instanceof TemplateError) throw new SqlTextError(error.message, at + 1 + error.at);
    throw error;
  }
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', 0: '\0', Z: '\x1a' };

function unquote(source: string, backslashEscapes: boolean): string {
  const quote = source[0] ?? '';
  const inner = source.slice(1, -1).replaceAll(quote + quote, quote);
  return backslashEscapes
    ? inner.replace(/\\([\s\S])/g, (_, character: string) => ESCAPED[character] ?? character)
    : inner;
}

/** A text in quotes is a value of its own, or belongs to the word before it. */
function checkTextPlace(tokens: readonly SqlToken[], index: number): void {
  const before = previous(tokens, index);
  if (before?.kind !== 'word' || BEFORE_VALUES.has(before.source.toUpperCase())) return;
  const { at } = tokens[index] as SqlToken;
  throw new SqlTextError(
    `placeholders in ${before.source}'…' are not filled in: write CAST(\${…} AS ${before.source}), or put the text together in the rule`,
    at,
  );
}

function checkPlace(
  tokens: readonly SqlToken[],
  index: number,
  text: string,
  names: ReadonlySet<SqlToken>,
): void {
  const token = tokens[index] as SqlToken;
  const { source, at } = token;
  const before = text[at - 1] ?? ' ';
  const after = text[at + source.length] ?? ' ';
  const word = previous(tokens, index);
  const isName =
    /[\p{L}\p{N}_.$"`}]/u.test(before) ||
    /[\p{L}\p{N}_."`]/u.test(after) ||
    names.has(token) ||
    (word?.kind === 'word' && BEFORE_NAMES.has(word.source.toUpperCase()));
  if (!isName) return;
  throw new SqlTextError(
    `${source} stands where a name stands, and names cannot come from a row: a placeholder is a value, with space or signs around it`,
    at,
  );
}

/** Placeholders where columns are named: between `INSERT INTO t` and `VALUES`, and what `SET` sets. */
function namesOf(tokens: readonly SqlToken[]): Set<SqlToken> {
  const names = new Set<SqlToken>();
  const parts = tokens.filter(({ kind }) => kind !== 'comment');
  const words = parts.map(({ kind, source }) => (kind === 'word' ? source.toUpperCase() : source));
  const into = words.indexOf('INTO');
  if (words[0] === 'INSERT' || words[0] === 'REPLACE') {
    const end = words.findIndex(
      (word, index) => index > into && /^(VALUES?|SELECT|SET|DEFAULT|WITH)$/.test(word),
    );
    for (const part of parts.slice(Math.max(0, into), end === -1 ? undefined : end)) names.add(part);
  }
  parts.forEach((part, index) => {
    const before = words[index - 1] ?? '';
    if (part.kind === 'placeholder' && before === 'SET') names.add(part);
  });
  return names;
}

function previous(tokens: readonly SqlToken[], index: number): SqlToken | undefined {
  return tokens.slice(0, index).findLast(({ kind }) => kind !== 'comment');
}
