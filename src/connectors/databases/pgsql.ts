import { Socket } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { ClientConfig, Pool, PoolClient, PoolConfig } from 'pg';
import { z } from 'zod';
import { lookup, refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { parseServer, type ServerAddress } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { untilAborted } from '../driver-failures.ts';
import { excerptOf, type Outcome } from '../outcome.ts';
import { databaseMembers } from './database-settings.ts';
import { pgsqlFailure } from './pgsql-failures.ts';
import { execute, prepare, RowRefused, toParameter } from './pgsql-pipeline.ts';
import { RunningWork } from './running-work.ts';
import { type RowsFailure, settleRows } from './settle-rows.ts';
import { describeSql, type SqlRequest, type SqlValue, sqlValues } from './sql-request.ts';
import { runsOf } from './statement-runs.ts';

const DEFAULT_PORT = 5432;

const settings = z.strictObject({
  ...databaseMembers(DEFAULT_PORT),
  disable_prepared_statements: z.boolean().default(false).meta({
    description:
      'For poolers such as PgBouncer that hand each transaction another connection: the server reads the statement anew for each batch. Values are parameters all the same.',
  }),
});

type PgsqlSettings = z.output<typeof settings>;

/** PostgreSQL, and what speaks its protocol: TimescaleDB and others. */
export const pgsql = defineConnector<typeof settings, SqlRequest>({
  type: 'pgsql',
  aliases: ['postgres', 'postgresql', 'timescale', 'timescaledb'],
  settings,
  async open(all) {
    const server = parseServer(all.server, DEFAULT_PORT) ?? { host: all.server, port: DEFAULT_PORT };
    const { enable, server_name_indication: expected } = all.ssl;
    const tls = enable ? await toTlsOptions(all.ssl) : undefined;
    const { Pool } = (await import('pg')).default;
    const sockets = new Set<Socket>();
    // `pg` asks for a server by its host name; where another is expected, the certificate is compared with that.
    const named = tls && expected !== 'auto' && expected !== 'disable';
    const options: PoolConfig & ClientConfig = {
      host: server.host,
      port: server.port,
      database: all.database,
      user: all.username,
      // A function, so that no environment variable or file of the machine is looked at in its place.
      password: () => all.password ?? '',
      ssl: tls
        ? ({
            ...tls,
            ...(named && { checkServerIdentity: (_, found) => checkServerIdentity(expected, found) }),
          } as ClientConfig['ssl'])
        : false,
      client_encoding: 'UTF8',
      application_name: 'tocsin',
      max: all.pool_size,
      connectionTimeoutMillis: parseDuration(all.connect_timeout) ?? 0,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      stream: () => checkedSocket(server, sockets),
    };
    return new PgsqlHandle(new Pool(options), sockets, all);
  },
  describe: (all, request) => describeSql(all, request),
});

/** One that connects by the rules of addresses when `pg` tells it to. */
function checkedSocket({ host, port }: ServerAddress, sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  const connect = socket.connect.bind(socket);
  socket.connect = () => {
    try {
      refuseHost(host);
      connect({ host, port, lookup });
    } catch (error) {
      process.nextTick(() => socket.destroy(error as Error));
    }
    return socket;
  };
  return socket;
}

/** Prepared on a connection, after which it is given up for a fresh one. */
const MOST_STATEMENTS = 100;

interface Prepared {
  readonly name: string;
  readonly types: readonly number[];
}

class PgsqlHandle implements ConnectorHandle<SqlRequest> {
  readonly concurrency: number;
  readonly #pool: Pool;
  readonly #sockets: ReadonlySet<Socket>;
  readonly #host: string;
  readonly #named: boolean;
  readonly #prepared = new WeakMap<PoolClient, Map<string, Prepared>>();
  readonly #work = new RunningWork();
  #ending: Promise<void> | undefined;

  constructor(
    pool: Pool,
    sockets: ReadonlySet<Socket>,
    { pool_size, server, disable_prepared_statements }: PgsqlSettings,
  ) {
    this.#pool = pool;
    this.#sockets = sockets;
    this.concurrency = pool_size;
    this.#host = server;
    this.#named = !disable_prepared_statements;
    // A connection that breaks while nobody uses it: the pool lets go of it by itself.
    pool.on('error', () => undefined);
  }

  async send(parcel: Parcel<SqlRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome as Outcome;
  }

  async sendBatch(parcels: readonly Parcel<SqlRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    try {
      return await this.#work.run(() => this.#writeAll(parcels, signal));
    } catch (error) {
      return parcels.map(() => pgsqlFailure(error, this.#host, signal));
    }
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      await this.#work.run(() => this.#withClient(signal, (client) => client.query('SELECT 1')));
      return { reachable: true };
    } catch (error) {
      return { reachable: false, reason: pgsqlFailure(error, this.#host, signal).reason };
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
    const tags = new Array<string>(rows.length).fill('');
    const failures = await settleRows(rows.length, async (start, end) => {
      try {
        const said = await this.#withClient(signal, (client) =>
          this.#execute(client, sql, rows.slice(start, end)),
        );
        said.forEach((tag, index) => {
          tags[start + index] = tag;
        });
        return undefined;
      } catch (error) {
        return this.#failureOf(error, end - start, signal);
      }
    });
    return failures.map(
      (failure, index) =>
        failure ?? { kind: 'delivered', answer: { status: 0, excerpt: excerptOf(tags[index] ?? '') } },
    );
  }

  #failureOf(error: unknown, count: number, signal: AbortSignal): RowsFailure {
    if (!(error instanceof RowRefused)) return { outcome: pgsqlFailure(error, this.#host, signal) };
    const outcome = pgsqlFailure(error.cause, this.#host, signal);
    return error.row < count ? { outcome, row: error.row } : { outcome };
  }

  async #execute(
    client: PoolClient,
    sql: string,
    rows: readonly (readonly SqlValue[])[],
  ): Promise<readonly string[]> {
    const known = this.#statementsOf(client);
    let prepared = known.get(sql);
    if (!prepared) {
      const name = this.#named ? `tocsin_${known.size + 1}` : '';
      prepared = { name, types: await prepare(client, name, sql) };
      known.set(sql, prepared);
    }
    const { name, types } = prepared;
    const parameters = rows.map((values) => values.map((value, index) => toParameter(value, types[index])));
    return execute(client, { name, sql, rows: parameters });
  }

  #statementsOf(client: PoolClient): Map<string, Prepared> {
    const known = this.#prepared.get(client) ?? new Map<string, Prepared>();
    this.#prepared.set(client, known);
    return known;
  }

  /** A connection that failed otherwise than by the server's refusal is not used again. */
  async #withClient<Result>(
    outer: AbortSignal,
    use: (client: PoolClient) => Promise<Result>,
  ): Promise<Result> {
    const signal = AbortSignal.any([outer, this.#work.closing]);
    signal.throwIfAborted();
    const connecting = this.#pool.connect();
    let client: PoolClient;
    try {
      client = await untilAborted(connecting, signal);
    } catch (error) {
      connecting.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
    // What breaks while nothing is asked; what is asked is told as well.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    let spent = true;
    try {
      const result = await untilAborted(use(client), signal);
      spent = this.#statementsOf(client).size >= MOST_STATEMENTS;
      return result;
    } catch (error) {
      const cause = error instanceof RowRefused ? error.cause : error;
      const outcome = pgsqlFailure(cause, this.#host, signal);
      spent = outcome.kind === 'unavailable';
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(spent);
    }
  }
}
