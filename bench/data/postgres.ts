import pg from 'pg';
import type { ConnectorHandle } from '../../src/connectors/connector.ts';
import { pgsql } from '../../src/connectors/databases/pgsql.ts';
import type { SqlRequest } from '../../src/connectors/databases/sql-request.ts';
import { type Measured, runAction } from './by-action.ts';

const CONNECTIONS = 8;
const BATCH = 100;

const row = (index: number) => ({
  clientid: `meter-${index % 1000}`,
  temp: 20 + (index % 100) / 10,
  payload: `{"device":"meter-${index % 1000}","n":${index}}`,
  timestamp: 1_700_000_000_000 + index,
});

const valuesOf = (index: number): unknown[] => {
  const { clientid, temp, payload, timestamp } = row(index);
  return [clientid, temp, payload, timestamp];
};

/** Writes so many rows by each way in turn, and looks that they are there. */
export async function measurePostgres(url: string, count: number): Promise<Measured[]> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const run = async (what: string, write: (table: string) => Promise<void>): Promise<Measured> => {
    const table = `bench_${Math.round(performance.now() * 1000)}`;
    await pool.query(`CREATE TABLE ${table} (clientid text, temp float8, payload jsonb, at bigint)`);
    const start = performance.now();
    await write(table);
    const seconds = (performance.now() - start) / 1000;
    const found = Number((await pool.query(`SELECT COUNT(*) n FROM ${table}`)).rows[0].n);
    if (found !== count) throw new Error(`${what}: ${found} of ${count} rows arrived`);
    await pool.query(`DROP TABLE ${table}`);
    return { what, rowsPerSecond: count / seconds };
  };
  try {
    return [
      await run(`pg, an INSERT each, ${CONNECTIONS} connections`, (table) => plain(pool, table, count, 1)),
      await run(`pg, an INSERT of ${BATCH} rows each`, (table) => plain(pool, table, count, BATCH)),
      await run(`connector, batches of ${BATCH}`, (table) => byConnector(url, table, count)),
      await run(`action: template, outbox on disk, batches of ${BATCH}`, (table) =>
        byAction(url, table, count),
      ),
    ];
  } finally {
    await pool.end();
  }
}

/** Prepared statements of the driver; of the rows of one INSERT as many as there are. */
async function plain(pool: pg.Pool, table: string, count: number, batch: number): Promise<void> {
  const tuple = (i: number): string => `($${4 * i + 1},$${4 * i + 2},$${4 * i + 3},$${4 * i + 4})`;
  const text = `INSERT INTO ${table} VALUES ${Array.from({ length: batch }, (_, i) => tuple(i)).join(',')}`;
  await inParallel(count / batch, async (index) => {
    const values = Array.from({ length: batch }, (_, i) => valuesOf(index * batch + i)).flat();
    await pool.query({ name: `${table}_${batch}`, text, values });
  });
}

async function byConnector(url: string, table: string, count: number): Promise<void> {
  const handle = (await pgsql.open(pgsql.settings.parse(settingsOf(url)))) as ConnectorHandle<SqlRequest>;
  const sql = `INSERT INTO ${table} VALUES ($1,$2,$3,$4)`;
  const { signal } = new AbortController();
  await inParallel(count / BATCH, async (index) => {
    const parcels = Array.from({ length: BATCH }, (_, i) => ({
      id: String(i),
      request: { sql, parameters: valuesOf(index * BATCH + i) as SqlRequest['parameters'] },
    }));
    const outcomes = await handle.sendBatch?.(parcels, signal);
    const failed = outcomes?.find(({ kind }) => kind !== 'delivered');
    if (failed) throw new Error(JSON.stringify(failed));
  });
  await handle.close();
}

async function byAction(url: string, table: string, count: number): Promise<void> {
  const sql = `INSERT INTO ${table} VALUES (\${clientid}, \${temp}, \${payload}, \${timestamp})`;
  await runAction('pgsql', settingsOf(url), { sql }, count, row);
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

function settingsOf(url: string): Record<string, unknown> {
  const { host, username, password, pathname } = new URL(url);
  return { server: host, username, password, database: pathname.slice(1), pool_size: CONNECTIONS };
}
