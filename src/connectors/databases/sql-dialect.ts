/** What must be known of a database to read a statement of it. */
export interface SqlDialect {
  readonly name: string;
  /** The n-th parameter of a prepared statement, from 1. */
  parameter(position: number): string;
  /** What stands between them is text; of others it is a name. */
  readonly textQuotes: string;
  /** A backslash in text takes the next character as it is, without an `E` before the quote. */
  readonly backslashEscapes: boolean;
  /** `$$ … $$` */
  readonly dollarQuotes: boolean;
  /** `#` begins a comment. */
  readonly hashComments: boolean;
}

export const pgsqlDialect: SqlDialect = {
  name: 'PostgreSQL',
  parameter: (position) => `$${position}`,
  textQuotes: "'",
  backslashEscapes: false,
  dollarQuotes: true,
  hashComments: false,
};

export const mysqlDialect: SqlDialect = {
  name: 'MySQL',
  parameter: () => '?',
  textQuotes: `'"`,
  backslashEscapes: true,
  dollarQuotes: false,
  hashComments: true,
};
