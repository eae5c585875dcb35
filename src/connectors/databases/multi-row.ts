import { mysqlDialect } from './sql-dialect.ts';
import { SqlTextError, type SqlToken, sqlTokens } from './sql-tokens.ts';

/** `INSERT … VALUES (?, ?)` as one statement for several rows. */
export interface MultiRowInsert {
  /** Values of one row. */
  readonly width: number;
  /** The statement for so many rows. */
  statement(rows: number): string;
}

/** undefined when the statement is another, or has values outside of those of its row. */
export function multiRowInsert(sql: string): MultiRowInsert | undefined {
  const tokens = tokensOf(sql);
  const words = tokens.map(({ kind, source }) => (kind === 'word' ? source.toUpperCase() : source));
  if (words[0] !== 'INSERT' && words[0] !== 'REPLACE') return undefined;
  const begin = words.findIndex((word, index) => /^VALUES?$/.test(word) && words[index + 1] === '(') + 1;
  const end = begin === 0 ? undefined : closing(words, begin);
  if (end === undefined || words[end + 1] === ',') return undefined;
  const isParameter = ({ kind }: SqlToken): boolean => kind === 'parameter';
  const width = tokens.slice(begin, end).filter(isParameter).length;
  if (width === 0 || width !== tokens.filter(isParameter).length) return undefined;
  const start = (tokens[begin] as SqlToken).at;
  const after = (tokens[end] as SqlToken).at + 1;
  const tuple = sql.slice(start, after);
  const head = sql.slice(0, start);
  const tail = sql.slice(after);
  return { width, statement: (rows) => head + new Array<string>(rows).fill(tuple).join(',') + tail };
}

function tokensOf(sql: string): SqlToken[] {
  try {
    return sqlTokens(sql, mysqlDialect).filter(({ kind }) => kind !== 'comment');
  } catch (error) {
    if (error instanceof SqlTextError) return [];
    throw error;
  }
}

/** Where the bracket that opens at `begin` is closed. */
function closing(words: readonly string[], begin: number): number | undefined {
  let depth = 0;
  for (let index = begin; index < words.length; index++) {
    if (words[index] === '(') depth++;
    else if (words[index] === ')' && --depth === 0) return index;
  }
  return undefined;
}
