import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { realServer } from '../../../test/support/real-servers.ts';
import { TcpGate } from '../../../test/support/tcp-gate.ts';
import type { ConnectorHandle, Parcel } from '../connector.ts';
import type { Outcome } from '../outcome.ts';
import { pgsql } from './pgsql.ts';
import type { SqlParameter, SqlRequest } from './sql-request.ts';

const postgres = realServer('postgres');
const never = new AbortController().signal;
const place = postgres.url ? new URL(postgres.url) : undefined;
const settings = {
  server: place?.host,
  database: place?.pathname.slice(1),
  username: place?.username,
  password: place?.password,
};

let reader: Promise<Client> | undefined;
after(async () => (await reader)?.end());

/** What the table holds is looked at past the connector. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
  reader ??= (async () => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    return client;
  })();
  return (await (await reader).query(sql)).rows;
}

let tables = 0;

async function makeTable(t: TestContext, columns: string): Promise<string> {
  const name = `pgsql_${process.pid}_${++tables}`;
  await query(`CREATE TABLE ${name} (${columns})`);
  t.after(() => query(`DROP TABLE ${name}`));
  return name;
}

async function open(t: TestContext, own: Record<string, unknown> = {}): Promise<ConnectorHandle<SqlRequest>> {
  const handle = await pgsql.open(pgsql.settings.parse({ ...settings, ...own }));
  t.after(() => handle.close());
  return handle as ConnectorHandle<SqlRequest>;
}

function parcels(sql: string, rows: readonly (readonly SqlParameter[])[]): Parcel<SqlRequest>[] {
  return rows.map((parameters, index) => ({ id: `d${index}`, request: { sql, parameters } }));
}

async function send(handle: ConnectorHandle<SqlRequest>, sql: string, ...parameters: SqlParameter[]) {
  return handle.send({ id: 'd0', request: { sql, parameters } }, never);
}

function kinds(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ kind }) => kind);
}

test('a row arrives, whatever its text says', postgres, async (t) => {
  const table = await makeTable(t, 'a text, b text');
  const handle = await open(t);
  const evil = `'); DROP TABLE ${table}; --`;
  const outcome = await send(handle, `INSERT INTO ${table} VALUES ($1, $2)`, evil, '中文 "\\\' $1 \n');
  assert.deepEqual(outcome, { kind: 'delivered', answer: { status: 0, excerpt: 'INSERT 0 1' } });
  assert.deepEqual(await query(`SELECT * FROM ${table}`), [{ a: evil, b: '中文 "\\\' $1 \n' }]);
});

test('values fit the types of the columns', postgres, async (t) => {
  const columns =
    'i int, l bigint, n numeric, d double precision, b boolean, t text, j jsonb, y bytea, z timestamptz, s timestamp';
  const table = await makeTable(t, columns);
  const handle = await open(t);
  const sql = `INSERT INTO ${table} VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`;
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const bytes = { bytes: Buffer.from([0, 255, 92]).toString('base64') };
  const first = await send(handle, sql, true, '9007199254740993', 1.5, 4, 1, 7, '{"a":[1]}', bytes, at, at);
  assert.equal(first.kind, 'delivered');
  const text = await send(
    handle,
    sql,
    null,
    null,
    null,
    null,
    false,
    true,
    null,
    'a\\b',
    '2026-01-02T03:04:05+08:00',
    null,
  );
  assert.equal(text.kind, 'delivered');
  const [one, two] = await query(
    `SELECT i, l, n, d, b, t, j, encode(y,'hex') y, extract(epoch from z)*1000 z, s::text FROM ${table}`,
  );
  assert.deepEqual(one, {
    i: 1,
    l: '9007199254740993',
    n: '1.5',
    d: 4,
    b: true,
    t: '7',
    j: { a: [1] },
    y: '00ff5c',
    z: `${at}.000000`,
    s: '2026-01-02 03:04:05.678',
  });
  assert.deepEqual([two?.b, two?.t, two?.y, two?.j], [false, 'true', '615c62', null]);
});

test('a batch is written whole, in order, over one statement or several', postgres, async (t) => {
  const table = await makeTable(t, 'id serial, a int');
  const handle = await open(t);
  const insert = parcels(`INSERT INTO ${table} (a) VALUES ($1)`, [[1], [2], [3]]);
  const update = parcels(`UPDATE ${table} SET a = a + $1 WHERE a = $2`, [
    [10, 2],
    [5, 99],
  ]);
  const outcomes = await handle.sendBatch?.([...insert, ...update, ...insert], never);
  assert.deepEqual(
    outcomes?.map((outcome) => outcome.kind === 'delivered' && outcome.answer.excerpt),
    [
      'INSERT 0 1',
      'INSERT 0 1',
      'INSERT 0 1',
      'UPDATE 1',
      'UPDATE 0',
      'INSERT 0 1',
      'INSERT 0 1',
      'INSERT 0 1',
    ],
  );
  const rows = await query(`SELECT a FROM ${table} ORDER BY id`);
  assert.deepEqual(
    rows.map(({ a }) => a),
    [1, 12, 3, 1, 2, 3],
  );
});

test('a bad row does not take the others of its batch with it', postgres, async (t) => {
  const table = await makeTable(t, 'a int PRIMARY KEY CHECK (a < 100), b text NOT NULL');
  const handle = await open(t);
  const sql = `INSERT INTO ${table} VALUES ($1, $2)`;
  const outcomes = await handle.sendBatch?.(
    parcels(sql, [
      [1, 'x'],
      [1, 'again'],
      ['no number', 'x'],
      [2, null],
      [3, 'nul \0'],
      [200, 'x'],
      [4, 'x'],
    ]),
    never,
  );
  assert.deepEqual(kinds(outcomes ?? []), [
    'delivered',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'delivered',
  ]);
  const codes = outcomes?.map((outcome) => (outcome.kind === 'rejected' ? outcome.answer?.code : 'ok'));
  assert.deepEqual(codes, ['ok', '23505', '22P02', '23502', '22021', '23514', 'ok']);
  assert.deepEqual(await query(`SELECT a FROM ${table} ORDER BY a`), [{ a: 1 }, { a: 4 }]);
});

test('a constraint that is looked at when the transaction ends refuses its row only', postgres, async (t) => {
  const table = await makeTable(t, 'a int UNIQUE DEFERRABLE INITIALLY DEFERRED');
  const handle = await open(t);
  const outcomes = await handle.sendBatch?.(
    parcels(`INSERT INTO ${table} VALUES ($1)`, [[1], [2], [1], [3]]),
    never,
  );
  assert.deepEqual(kinds(outcomes ?? []), ['delivered', 'delivered', 'rejected', 'delivered']);
});

test('who sends a delivery again can see by its id that it is there', postgres, async (t) => {
  const table = await makeTable(t, 'id text PRIMARY KEY, a int');
  const handle = await open(t);
  const request: SqlRequest = {
    sql: `INSERT INTO ${table} VALUES ($1, $2) ON CONFLICT DO NOTHING`,
    parameters: [{ delivery: 'id' }, 5],
  };
  for (const _ of [1, 2]) {
    assert.equal((await handle.send({ id: 'same', request }, never)).kind, 'delivered');
  }
  assert.deepEqual(await query(`SELECT * FROM ${table}`), [{ id: 'same', a: 5 }]);
});

test('what only somebody there or here can put right is told apart', postgres, async (t) => {
  const table = await makeTable(t, 'a int');
  const handle = await open(t);
  const cases: [sql: string, code: string, kind: string, cause: string][] = [
    ['INSERT INTO no_such_table VALUES ($1)', '42P01', 'rejected', 'config'],
    [`INSERT INTO ${table} (no_such_column) VALUES ($1)`, '42703', 'rejected', 'config'],
    [`INSERT INTO ${table} VALUES ($1`, '42601', 'rejected', 'config'],
    [`INSERT INTO ${table} VALUES ($1); SELECT 1`, '42601', 'rejected', 'config'],
    ['SELECT 1 / $1::int', '22012', 'rejected', 'message'],
  ];
  for (const [sql, code, kind, cause] of cases) {
    const outcome = await send(handle, sql, ...(sql.includes('$1') ? [0] : []));
    assert.equal(outcome.kind, kind, sql);
    if (outcome.kind !== 'rejected') continue;
    assert.deepEqual([outcome.cause, outcome.answer?.code], [cause, code], sql);
  }
  // No action lets it through; the connection must not wait for data for ever.
  assert.equal((await send(handle, 'COPY pg_class FROM STDIN')).kind, 'unavailable');
  assert.equal((await send(handle, `INSERT INTO ${table} VALUES ($1)`, 1)).kind, 'delivered');
});

test('a wrong password and a database that is not there are said so', postgres, async (t) => {
  const cases = [
    [{ password: 'wrong' }, /password authentication failed for user "tocsin" \(28P01\)/],
    [{ password: undefined }, /asks for a password/],
    [{ database: 'nowhere' }, /database "nowhere" does not exist \(3D000\)/],
    [{ ssl: { enable: true } }, /does not speak TLS/],
  ] as const;
  for (const [own, reason] of cases) {
    const handle = await open(t, own);
    const probe = await handle.probe(never);
    assert.match(probe.reachable ? 'reachable' : probe.reason, reason);
    const outcome = await send(handle, 'SELECT 1');
    assert.ok(outcome.kind === 'rejected' && outcome.cause === 'config', JSON.stringify(outcome));
    assert.match(outcome.reason, reason);
  }
});

test('a server that goes away is unavailable, and is used again when it is back', postgres, async (t) => {
  const table = await makeTable(t, 'a int');
  const gate = await TcpGate.open(t, postgres.url);
  const handle = await open(t, { server: gate.server, pool_size: 2 });
  const insert = () => send(handle, `INSERT INTO ${table} VALUES ($1)`, 1);
  assert.deepEqual(await handle.probe(never), { reachable: true });
  assert.equal((await insert()).kind, 'delivered');
  await gate.shut();
  const outcome = await insert();
  assert.ok(outcome.kind === 'unavailable' && outcome.cause === 'network', JSON.stringify(outcome));
  assert.match(((await insert()) as { reason: string }).reason, /connection refused|was closed before/);
  assert.equal((await handle.probe(never)).reachable, false);
  await gate.reopen();
  assert.equal((await insert()).kind, 'delivered');
});

test(
  'a statement that is cancelled there, or waits for a lock, is tried again later',
  postgres,
  async (t) => {
    const handle = await open(t);
    const [first] = await query('SELECT pg_backend_pid() pid');
    assert.ok(first);
    const outcome = await send(handle, 'SELECT pg_terminate_backend(pg_backend_pid())');
    assert.deepEqual(
      [outcome.kind, outcome.kind === 'unavailable' && outcome.cause],
      ['unavailable', 'remote'],
    );
    assert.equal((await send(handle, 'SELECT 1')).kind, 'delivered');
  },
);

test('an aborted batch ends at once, and its connection is not used again', postgres, async (t) => {
  const handle = await open(t, { pool_size: 1 });
  const abort = new AbortController();
  const sending = handle.send(
    { id: 'a', request: { sql: 'SELECT pg_sleep(60)', parameters: [] } },
    abort.signal,
  );
  const waiting = handle.send({ id: 'b', request: { sql: 'SELECT 2', parameters: [] } }, abort.signal);
  abort.abort(new Error('no answer within 15 s'));
  const reason = { kind: 'unavailable', cause: 'network', reason: 'no answer within 15 s' };
  assert.deepEqual(await Promise.all([sending, waiting]), [reason, reason]);
  assert.equal((await send(handle, 'SELECT 1')).kind, 'delivered');
});

test('without prepared statements values are parameters all the same', postgres, async (t) => {
  const table = await makeTable(t, 'a text, b bytea');
  const handle = await open(t, { disable_prepared_statements: true });
  const sql = `INSERT INTO ${table} VALUES ($1, $2)`;
  for (const _ of [1, 2]) {
    const outcomes = await handle.sendBatch?.(
      parcels(sql, [
        ["'x", 'y'],
        ['z', { bytes: '/w==' }],
      ]),
      never,
    );
    assert.deepEqual(kinds(outcomes ?? []), ['delivered', 'delivered']);
  }
  assert.equal((await query(`SELECT a FROM ${table} WHERE a = '''x'`)).length, 2);
});

test('drain waits for what runs, close does not', postgres, async (t) => {
  const one = await open(t);
  const sending = send(one, 'SELECT pg_sleep(0.2)');
  await Promise.all([one.drain(), sending]);
  assert.equal((await sending).kind, 'delivered');
  const other = await open(t);
  await send(other, 'SELECT 1');
  const cut = send(other, 'SELECT pg_sleep(60)');
  await other.close();
  assert.equal((await cut).kind, 'unavailable');
  assert.equal((await send(other, 'SELECT 1')).kind, 'unavailable');
});
