import { connect, Socket } from 'node:net';
import type { ExecuteValues, Pool, PoolConnection, PoolOptions, ResultSetHeader } from 'mysql2/promise';
import { z } from 'zod';
import { lookup, refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { parseServer, type ServerAddress } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { databaseMembers } from './database-settings.ts';
import { type MultiRowInsert, multiRowInsert } from './multi-row.ts';
import { mysqlFailure } from './mysql-failures.ts';
import { RunningWork } from './running-work.ts';
import { settleRows } from './settle-rows.ts';
import { describeSql, type SqlRequest, type SqlValue, sqlValues } from './sql-request.ts';
import { runsOf } from './statement-runs.ts';

const DEFAULT_PORT = 3306;

const settings = z.strictObject(databaseMembers(DEFAULT_PORT));

type MysqlSettings = z.output<typeof settings>;

/** MySQL and MariaDB. */
export const mysql = defineConnector<typeof settings, SqlRequest>({
  type: 'mysql',
  aliases: ['mariadb'],
  settings,
  async open(all) {
    const server = parseServer(all.server, DEFAULT_PORT) ?? { host: all.server, port: DEFAULT_PORT };
    const { enable, verify, server_name_indication: expected } = all.ssl;
    const tls = enable ? await toTlsOptions(all.ssl) : undefined;
    const { createPool, TypedParameter } = (await import('mysql2/promise')).default;
    const sockets = new Set<Socket>();
    const options = {
      // Connections are made below; TLS expects the certificate of this name.
      host: expected === 'auto' || expected === 'disable' ? server.host : expected,
      port: server.port,
      database: all.database,
      user: all.username,
      password: all.password ?? '',
      ...(tls && { ssl: { ...tls, verifyIdentity: verify === 'verify_peer' && expected !== 'disable' } }),
      charset: 'utf8mb4',
      connectionLimit: all.pool_size,
      connectTimeout: parseDuration(all.connect_timeout) ?? 0,
      idleTimeout: 60_000,
      maxPreparedStatements: MOST_STATEMENTS,
      stream: () => checkedSocket(server, sockets),
    };
    // As doubles, which is what the driver makes of numbers, milliseconds would be lost in `FROM_UNIXTIME(?/1000)`.
    const encode: Encode = (value) =>
      Number.isSafeInteger(value) ? TypedParameter.BIGINT(value as number) : value;
    return new MysqlHandle(createPool(options as PoolOptions), sockets, encode, all);
  },
  describe: (all, request) => describeSql(all, request),
});

/** Prepared on a connection at a time; the one that was used least gives way. */
const MOST_STATEMENTS = 200;

function checkedSocket({ host, port }: ServerAddress, sockets: Set<Socket>): Socket {
  let socket: Socket;
  try {
    refuseHost(host);
    socket = connect({ host, port, lookup, noDelay: true, keepAlive: true });
  } catch (error) {
    const refused = new Socket();
    process.nextTick(() => refused.destroy(error as Error));
    socket = refused;
  }
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  return socket;
}

/** Rows of one INSERT; powers of two, so that few statements are to be prepared whatever the size of a batch. */
const MOST_ROWS = 256;

/** The protocol counts the values of a statement with 16 bits. */
const MOST_VALUES = 65_535;

/** Bytes of values of one INSERT: less than servers accept in one packet, 1 MB where it is least. */
const LARGEST_INSERT = 768 * 1024;

class RowRefused extends Error {
  readonly row: number;

  constructor(row: number, cause: unknown) {
    super('a row was refused', { cause });
    this.row = row;
  }
}

type Encode = (value: SqlValue) => ExecuteValues;

class MysqlHandle implements ConnectorHandle<SqlRequest> {
  readonly concurrency: number;
  readonly #pool: Pool;
  readonly #sockets: ReadonlySet<Socket>;
  readonly #encode: Encode;
  readonly #host: string;
  /** What is known of the statement that came last; batches repeat it. */
  #insert: { sql: string; insert: MultiRowInsert | undefined } = { sql: '', insert: undefined };
  readonly #work = new RunningWork();
  #ending: Promise<void> | undefined;

  constructor(
    pool: Pool,
    sockets: ReadonlySet<Socket>,
    encode: Encode,
    { pool_size, server }: MysqlSettings,
  ) {
    this.#pool = pool;
    this.#encode = encode;
    this.#sockets = sockets;
    this.concurrency = pool_size;
    this.#host = server;
  }

  async send(parcel: Parcel<SqlRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome as Outcome;
  }

  async sendBatch(parcels: readonly Parcel<SqlRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    try {
      return await this.#work.run(() => this.#writeAll(parcels, signal));
    } catch (error) {
      return parcels.map(() => mysqlFailure(error, this.#host, signal));
    }
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      await this.#work.run(() => this.#withConnection(signal, (connection) => connection.query('SELECT 1')));
      return { reachable: true };
    } catch (error) {
      return { reachable: false, reason: mysqlFailure(error, this.#host, signal).reason };
    }
  }

  async drain(): Promise<void> {
    await this.#work.drain();
    await this.#end();
  }

  async close(): Promise<void> {
    const idle = this.#work.close();
    for (const socket of this.#sockets) socket.destroy();
    await idle;
    await this.#end();
  }

  #end(): Promise<void> {
    this.#ending ??= this.#pool.end().catch(() => undefined);
    return this.#ending;
  }

  async #writeAll(parcels: readonly Parcel<SqlRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const run of runsOf(parcels)) outcomes.push(...(await this.#write(run, signal)));
    return outcomes;
  }

  /** Rows of one statement. */
  async #write(parcels: readonly Parcel<SqlRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    const sql = parcels[0]?.request.sql ?? '';
    const rows = parcels.map(({ id, request }) => sqlValues(request, id));
    const said = new Array<string>(rows.length).fill('');
    const failures = await settleRows(rows.length, async (start, end) => {
      try {
        const chosen = rows.slice(start, end);
        const answers = await this.#withConnection(signal, (connection) =>
          this.#execute(connection, sql, chosen),
        );
        answers.forEach((answer, index) => {
          said[start + index] = answer;
        });
        return undefined;
      } catch (error) {
        if (!(error instanceof RowRefused)) return { outcome: mysqlFailure(error, this.#host, signal) };
        return { outcome: mysqlFailure(error.cause, this.#host, signal), row: error.row };
      }
    });
    return failures.map(
      (failure, index) => failure ?? { kind: 'delivered', answer: { status: 0, excerpt: said[index] ?? '' } },
    );
  }

  /** All rows, or none of them. @returns what the server said, for each */
  async #execute(
    connection: PoolConnection,
    sql: string,
    rows: readonly (readonly SqlValue[])[],
  ): Promise<string[]> {
    const inserts = this.#groups(sql, rows);
    if (inserts.length === 1) return this.#executeOne(connection, inserts[0] as Insert);
    await connection.query('START TRANSACTION');
    try {
      const said: string[] = [];
      for (const insert of inserts) {
        try {
          said.push(...(await this.#executeOne(connection, insert)));
        } catch (error) {
          throw insert.rows === 1 ? new RowRefused(said.length, error) : error;
        }
      }
      await connection.query('COMMIT');
      return said;
    } catch (error) {
      await connection.query('ROLLBACK').catch(() => connection.destroy());
      throw error;
    }
  }

  async #executeOne(connection: PoolConnection, { sql, values, rows }: Insert): Promise<string[]> {
    const [result] = await connection.execute<ResultSetHeader>(sql, values);
    const { affectedRows } = result;
    const said =
      affectedRows === undefined
        ? 'rows returned'
        : `${affectedRows} row${affectedRows === 1 ? '' : 's'} affected`;
    return new Array<string>(rows).fill(rows === 1 ? said : `${said}, of ${rows} together`);
  }

  #groups(sql: string, rows: readonly (readonly SqlValue[])[]): Insert[] {
    if (this.#insert.sql !== sql) this.#insert = { sql, insert: multiRowInsert(sql) };
    const { insert } = this.#insert;
    const most = insert ? Math.min(MOST_ROWS, Math.floor(MOST_VALUES / insert.width)) : 1;
    const groups: Insert[] = [];
    for (let start = 0; start < rows.length; ) {
      const count = countOf(rows, start, most);
      groups.push({
        sql: insert && count > 1 ? insert.statement(count) : sql,
        values: rows.slice(start, start + count).flatMap((row) => row.map(this.#encode)),
        rows: count,
      });
      start += count;
    }
    return groups;
  }

  /** A connection that failed otherwise than by the server's refusal is not used again. */
  async #withConnection<Result>(
    outer: AbortSignal,
    use: (connection: PoolConnection) => Promise<Result>,
  ): Promise<Result> {
    const signal = AbortSignal.any([outer, this.#work.closing]);
    signal.throwIfAborted();
    const connecting = this.#pool.getConnection();
    let connection: PoolConnection;
    try {
      connection = await untilAborted(connecting, signal);
    } catch (error) {
      connecting.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
    try {
      const result = await untilAborted(use(connection), signal);
      connection.release();
      return result;
    } catch (error) {
      const cause = error instanceof RowRefused ? error.cause : error;
      if (mysqlFailure(cause, this.#host, signal).kind === 'unavailable') connection.destroy();
      else connection.release();
      throw error;
    }
  }
}

interface Insert {
  readonly sql: string;
  readonly values: ExecuteValues[];
  readonly rows: number;
}

/** How many rows from `start` on go together: a power of two, at most `most`, and not too many bytes. */
function countOf(rows: readonly (readonly SqlValue[])[], start: number, most: number): number {
  let bytes = 0;
  let fitting = 0;
  for (let index = start; index < rows.length && fitting < most; index++) {
    for (const value of rows[index] ?? []) bytes += sizeOf(value);
    if (bytes > LARGEST_INSERT) break;
    fitting++;
  }
  return fitting < 2 ? 1 : 2 ** Math.floor(Math.log2(fitting));
}

function sizeOf(value: SqlValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return Buffer.isBuffer(value) ? value.length : 8;
}
