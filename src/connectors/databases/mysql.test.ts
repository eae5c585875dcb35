import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { realServer } from '../../../test/support/real-servers.ts';
import { TcpGate } from '../../../test/support/tcp-gate.ts';
import type { ConnectorHandle, Parcel } from '../connector.ts';
import type { Outcome } from '../outcome.ts';
import { mysql } from './mysql.ts';
import type { SqlParameter, SqlRequest } from './sql-request.ts';

const mariadb = realServer('mariadb');
const never = new AbortController().signal;
const place = mariadb.url ? new URL(mariadb.url) : undefined;
const settings = {
  server: place?.host,
  database: place?.pathname.slice(1),
  username: place?.username,
  password: place?.password,
};

let reader: Promise<Connection> | undefined;
after(async () => (await reader)?.end());

/** What the table holds is looked at past the connector. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
  reader ??= createConnection({ uri: mariadb.url, dateStrings: true });
  const [rows] = await (await reader).query<RowDataPacket[]>(sql);
  return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
}

let tables = 0;

async function makeTable(t: TestContext, columns: string): Promise<string> {
  const name = `mysql_${process.pid}_${++tables}`;
  await query(`CREATE TABLE ${name} (${columns}) CHARACTER SET utf8mb4`);
  t.after(() => query(`DROP TABLE ${name}`));
  return name;
}

async function open(t: TestContext, own: Record<string, unknown> = {}): Promise<ConnectorHandle<SqlRequest>> {
  const handle = await mysql.open(mysql.settings.parse({ ...settings, ...own }));
  t.after(() => handle.close());
  return handle as ConnectorHandle<SqlRequest>;
}

function parcels(sql: string, rows: readonly (readonly SqlParameter[])[]): Parcel<SqlRequest>[] {
  return rows.map((parameters, index) => ({ id: `d${index}`, request: { sql, parameters } }));
}

async function send(handle: ConnectorHandle<SqlRequest>, sql: string, ...parameters: SqlParameter[]) {
  return handle.send({ id: 'd0', request: { sql, parameters } }, never);
}

function kinds(outcomes: readonly Outcome[] = []): string[] {
  return outcomes.map(({ kind }) => kind);
}

test('a row arrives, whatever its text says', mariadb, async (t) => {
  const table = await makeTable(t, 'a text, b text');
  const handle = await open(t);
  const evil = `'); DROP TABLE ${table}; -- \\'`;
  const outcome = await send(handle, `INSERT INTO ${table} VALUES (?, ?)`, evil, '中文 😀 "\\\' ? \n\0');
  assert.deepEqual(outcome, { kind: 'delivered', answer: { status: 0, excerpt: '1 row affected' } });
  assert.deepEqual(await query(`SELECT * FROM ${table}`), [{ a: evil, b: '中文 😀 "\\\' ? \n\0' }]);
});

test('values fit the types of the columns', mariadb, async (t) => {
  const table = await makeTable(
    t,
    'i int, l bigint, n decimal(10,2), d double, b boolean, t text, j json, y varbinary(9), z datetime(3)',
  );
  const handle = await open(t);
  const sql = `INSERT INTO ${table} VALUES (?,?,?,?,?,?,?,?,FROM_UNIXTIME(?/1000))`;
  const bytes = { bytes: Buffer.from([0, 255, 92]).toString('base64') };
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const outcome = await send(handle, sql, 7, '9007199254740993', 1.5, 4.25, true, 7, '{"a":[1]}', bytes, at);
  assert.equal(outcome.kind, 'delivered', JSON.stringify(outcome));
  assert.equal(
    (await send(handle, sql, null, null, null, null, false, true, null, null, null)).kind,
    'delivered',
  );
  const [one, two] = await query(
    `SELECT i, CAST(l AS CHAR) l, n, d, b, t, CONCAT(j, '') j, hex(y) y, UNIX_TIMESTAMP(z)*1000 z FROM ${table}`,
  );
  assert.deepEqual(
    { ...one, z: Number(one?.z) },
    { i: 7, l: '9007199254740993', n: '1.50', d: 4.25, b: 1, t: '7', j: '{"a":[1]}', y: '00FF5C', z: at },
  );
  assert.deepEqual([two?.i, two?.b, two?.t], [null, 0, '1']);
});

test('a batch is written whole and in order, over one statement or several', mariadb, async (t) => {
  const table = await makeTable(t, 'id int auto_increment primary key, a int');
  const handle = await open(t);
  const count = 300;
  const insert = parcels(
    `INSERT INTO ${table} (a) VALUES (?)`,
    Array.from({ length: count }, (_, a) => [a]),
  );
  const update = parcels(`UPDATE ${table} SET a = a + ? WHERE a = ?`, [
    [1000, 2],
    [5, 99_999],
  ]);
  const outcomes = await handle.sendBatch?.([...insert, ...update], never);
  assert.deepEqual(new Set(kinds(outcomes)), new Set(['delivered']));
  const rows = await query(`SELECT a FROM ${table} ORDER BY id`);
  assert.deepEqual(
    rows.map(({ a }) => a),
    Array.from({ length: count }, (_, a) => (a === 2 ? 1002 : a)),
  );
});

test('a bad row does not take the others of its batch with it', mariadb, async (t) => {
  const table = await makeTable(t, 'a int PRIMARY KEY CHECK (a < 100), b varchar(9) NOT NULL');
  const handle = await open(t);
  const rows: SqlParameter[][] = [
    [1, 'x'],
    [1, 'again'],
    ['no number', 'x'],
    [2, null],
    [3, 'longer than nine'],
    [200, 'x'],
    [4, 'x'],
  ];
  const codes = ['ok', '1062', '1366', '1048', '1406', '4025', 'ok'];
  for (const tail of ['', ' ON DUPLICATE KEY UPDATE b = IF(1, ?, 1/0)']) {
    const sql = `INSERT INTO ${table} VALUES (?, ?)${tail}`;
    const outcomes = await handle.sendBatch?.(
      parcels(sql, tail ? rows.map((row) => [...row, 'y']) : rows),
      never,
    );
    assert.deepEqual(
      outcomes?.map((outcome) => (outcome.kind === 'rejected' ? outcome.answer?.code : 'ok')),
      tail ? codes.with(1, 'ok') : codes,
    );
    assert.deepEqual(await query(`SELECT a FROM ${table} ORDER BY a`), [{ a: 1 }, { a: 4 }]);
    await query(`DELETE FROM ${table}`);
  }
});

test('what only somebody there or here can put right is told apart', mariadb, async (t) => {
  const table = await makeTable(t, 'a int');
  const handle = await open(t);
  const cases: [sql: string, code: string, cause: string][] = [
    ['INSERT INTO no_such_table VALUES (?)', '1146', 'config'],
    [`INSERT INTO ${table} (no_such_column) VALUES (?)`, '1054', 'config'],
    [`INSERT INTO ${table} VALUES (?`, '1064', 'config'],
    [`INSERT INTO ${table} VALUES (?, 2)`, '1136', 'config'],
  ];
  for (const [sql, code, cause] of cases) {
    const outcome = await send(handle, sql, 1);
    assert.ok(outcome.kind === 'rejected', sql);
    assert.deepEqual([outcome.cause, outcome.answer?.code], [cause, code], sql);
  }
  assert.equal((await send(handle, `INSERT INTO ${table} VALUES (?)`, 1)).kind, 'delivered');
});

test('a wrong password and a database that is not there are said so', mariadb, async (t) => {
  const cases = [
    [{ password: 'wrong' }, /Access denied for user 'tocsin'.* \(1045 ER_ACCESS_DENIED_ERROR\)/],
    [{ database: 'nowhere' }, /Unknown database 'nowhere'/],
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

test('a server that goes away is unavailable, and is used again when it is back', mariadb, async (t) => {
  const table = await makeTable(t, 'a int');
  const gate = await TcpGate.open(t, mariadb.url);
  const handle = await open(t, { server: gate.server, pool_size: 2 });
  const insert = () => send(handle, `INSERT INTO ${table} VALUES (?)`, 1);
  assert.deepEqual(await handle.probe(never), { reachable: true });
  assert.equal((await insert()).kind, 'delivered');
  await gate.shut();
  for (const _ of [1, 2]) {
    const outcome = await insert();
    assert.ok(outcome.kind === 'unavailable' && outcome.cause === 'network', JSON.stringify(outcome));
    assert.match(outcome.reason, /connection refused|was closed before/);
  }
  assert.equal((await handle.probe(never)).reachable, false);
  await gate.reopen();
  assert.equal((await insert()).kind, 'delivered');
});

test('a connection that is killed there is tried again later', mariadb, async (t) => {
  const handle = await open(t, { pool_size: 1 });
  const outcome = await send(handle, 'KILL CONNECTION_ID()');
  assert.equal(outcome.kind, 'unavailable', JSON.stringify(outcome));
  assert.equal((await send(handle, 'SELECT 1')).kind, 'delivered');
});

test('an aborted batch ends at once, and its connection is not used again', mariadb, async (t) => {
  const handle = await open(t, { pool_size: 1 });
  const abort = new AbortController();
  const sending = handle.send(
    { id: 'a', request: { sql: 'SELECT SLEEP(60)', parameters: [] } },
    abort.signal,
  );
  const waiting = handle.send({ id: 'b', request: { sql: 'SELECT 2', parameters: [] } }, abort.signal);
  abort.abort(new Error('no answer within 15 s'));
  const reason = { kind: 'unavailable', cause: 'network', reason: 'no answer within 15 s' };
  assert.deepEqual(await Promise.all([sending, waiting]), [reason, reason]);
  assert.equal((await send(handle, 'SELECT 1')).kind, 'delivered');
});

test('drain waits for what runs, close does not', mariadb, async (t) => {
  const one = await open(t);
  const sending = send(one, 'SELECT SLEEP(0.2)');
  await one.drain();
  assert.equal((await sending).kind, 'delivered');
  const other = await open(t);
  await send(other, 'SELECT 1');
  const cut = send(other, 'SELECT SLEEP(60)');
  await other.close();
  assert.equal((await cut).kind, 'unavailable');
  assert.equal((await send(other, 'SELECT 1')).kind, 'unavailable');
});
