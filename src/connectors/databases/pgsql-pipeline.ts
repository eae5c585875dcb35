import type { Connection, PoolClient } from 'pg';
import type { SqlValue } from './sql-request.ts';

/** The messages of a connection that `pg` has, of which its types know older forms. */
type Wire = Pick<Connection, 'sync' | 'stream' | 'on' | 'off'> & {
  parse(message: { name: string; text: string }): void;
  describe(message: { type: 'S'; name: string }): void;
  bind(message: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  execute(): void;
  sendCopyFail(reason: string): void;
};

/** What `pg` calls while this is its client's query. */
abstract class Exchange<Result> {
  readonly done: Promise<Result>;
  protected readonly resolve: (result: Result) => void;
  readonly #reject: (error: Error) => void;
  /** `pg` wraps it; nothing is told by it. */
  callback = (): void => undefined;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.done = promise;
    this.resolve = resolve;
    this.#reject = reject;
  }

  abstract submit(connection: Wire): void;
  abstract handleReadyForQuery(): void;

  handleError(error: Error): void {
    this.#reject(error);
  }

  /** `COPY … FROM STDIN` waits for data that never comes. */
  handleCopyInResponse(connection: Wire): void {
    connection.sendCopyFail('COPY is not supported: write INSERT');
  }

  handleCommandComplete(_message: { text: string }): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCopyData(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}

/** Has the server read a statement. The result is the types (OIDs) of its parameters. */
class Preparation extends Exchange<readonly number[]> {
  readonly #name: string;
  readonly #sql: string;
  #types: readonly number[] = [];
  #connection: Wire | undefined;

  constructor(name: string, sql: string) {
    super();
    this.#name = name;
    this.#sql = sql;
  }

  submit(connection: Wire): void {
    this.#connection = connection;
    connection.on('parameterDescription', this.#onTypes);
    connection.stream.cork();
    connection.parse({ name: this.#name, text: this.#sql });
    connection.describe({ type: 'S', name: this.#name });
    connection.sync();
    connection.stream.uncork();
  }

  handleReadyForQuery(): void {
    this.#connection?.off('parameterDescription', this.#onTypes);
    this.resolve(this.#types);
  }

  override handleError(error: Error): void {
    this.#connection?.off('parameterDescription', this.#onTypes);
    super.handleError(error);
  }

  readonly #onTypes = ({ dataTypeIDs }: { dataTypeIDs: readonly number[] }): void => {
    this.#types = dataTypeIDs;
  };
}

interface PipelineOptions {
  /** Of a prepared statement; empty for one that is read anew with each pipeline. */
  readonly name: string;
  readonly sql: string;
  readonly rows: readonly (readonly (string | Buffer | null)[])[];
}

/**
 * Executes a statement once for each row without waiting between them. Up to its end it is one transaction of the
 * server (PostgreSQL's manual, "Pipelining" of the message flow): when one row is refused, none is written. The result is
 * what the server says of each: `INSERT 0 1`.
 */
class Pipeline extends Exchange<readonly string[]> {
  readonly tags: string[] = [];
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    super();
    this.#options = options;
  }

  submit(connection: Wire): void {
    const { name, sql, rows } = this.#options;
    connection.stream.cork();
    if (name === '') connection.parse({ name, text: sql });
    for (const values of rows) {
      connection.bind({ statement: name, values });
      connection.execute();
    }
    connection.sync();
    connection.stream.uncork();
  }

  override handleCommandComplete({ text }: { text: string }): void {
    this.tags.push(text);
  }

  /** A statement of nothing but a comment. */
  override handleEmptyQuery(): void {
    this.tags.push('');
  }

  handleReadyForQuery(): void {
    this.resolve(this.tags);
  }
}

/** The server refused a row of a pipeline, and so all of it. */
export class RowRefused extends Error {
  /** How many rows before it went well; as many as there are when the end of the transaction was refused. */
  readonly row: number;

  constructor(row: number, cause: unknown) {
    super('a row was refused', { cause });
    this.row = row;
  }
}

/** @throws the server's error, or that of the connection */
export function prepare(client: PoolClient, name: string, sql: string): Promise<readonly number[]> {
  const preparation = new Preparation(name, sql);
  // `pg` takes anything with a `submit`; its types know only its own connection.
  (client.query as (exchange: unknown) => unknown).call(client, preparation);
  return preparation.done;
}

/** @throws RowRefused */
export async function execute(client: PoolClient, options: PipelineOptions): Promise<readonly string[]> {
  const pipeline = new Pipeline(options);
  (client.query as (exchange: unknown) => unknown).call(client, pipeline);
  try {
    return await pipeline.done;
  } catch (error) {
    throw new RowRefused(pipeline.tags.length, error);
  }
}

const BYTEA = 17;
const BOOLEAN = 16;
/** int8, int2, int4, oid, float4, float8, numeric */
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);
/** text, name, bpchar, varchar, json, xml, unknown: their bytes are those of the text. */
const TEXTS = new Set([25, 19, 1042, 1043, 114, 142, 705]);
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** The value as a parameter of this type, in the form in which the server reads it. */
export function toParameter(value: SqlValue, type: number | undefined): string | Buffer | null {
  if (value === null) return null;
  if (type === BYTEA) return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  if (Buffer.isBuffer(value)) return type === undefined || TEXTS.has(type) ? value : value.toString('latin1');
  if (typeof value === 'boolean' && type !== undefined && NUMBERS.has(type)) return value ? '1' : '0';
  if (typeof value === 'number') {
    if (type === BOOLEAN) return value === 0 ? 'false' : 'true';
    // Times of rows are Unix milliseconds.
    if ((type === TIMESTAMPTZ || type === TIMESTAMP) && Math.abs(value) <= 8.64e15) {
      return new Date(value).toISOString();
    }
  }
  return String(value);
}
