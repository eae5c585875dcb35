import assert from 'node:assert/strict';
import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryDirectory } from '../demo/broker-process.ts';
import { readTarGz, writeTarGz } from '../src/lib/tar.ts';
import { startTestApp, type TestApp } from './support/running-app.ts';

const DATABASE = 'password_based:built_in_database';
const LIMITS = { unpacked: 16 * 1024 * 1024, files: 100 };

interface FileRow {
  readonly filename: string;
  readonly node: string;
  readonly size: number;
  readonly created_at: string;
  readonly created_at_sec: number;
}

/** Asks with whatever is in the header; the answer as bytes. */
async function ask(
  { app }: TestApp,
  method: string,
  path: string,
  init: { body?: BodyInit; authorization?: string; json?: unknown } = {},
) {
  const response = await fetch(`http://127.0.0.1:${app.ready.dashboard.port}/api/v5${path}`, {
    method,
    headers: {
      authorization: init.authorization ?? `Basic ${btoa('test:test-secret')}`,
      ...(init.json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(init.json !== undefined ? { body: JSON.stringify(init.json) } : init.body && { body: init.body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') && bytes.length > 0;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    body: isJson ? JSON.parse(bytes.toString()) : undefined,
  };
}

function upload(app: TestApp, name: string, bytes: Uint8Array, authorization?: string) {
  const body = new FormData();
  body.set('filename', new Blob([new Uint8Array(bytes)]), name);
  return ask(app, 'POST', '/data/files', { body, ...(authorization && { authorization }) });
}

async function startConfigured(t: TestContext, directory = temporaryDirectory()): Promise<TestApp> {
  const app = await startTestApp(t, ['dashboard.bootstrap_password=a-long-passw0rd'], directory);
  const { api } = app;
  await api.must('POST', '/connectors', { type: 'http', name: 'erp', url: 'http://127.0.0.1:9/' });
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'tell',
    connector: 'erp',
    parameters: { method: 'post', path: '/events', body: '${.}' },
  });
  await api.must('POST', '/rules', {
    id: 'hot',
    sql: 'SELECT * FROM "t/#"',
    actions: ['http:tell'],
    description: 'd',
  });
  await api.must('POST', '/authentication', { mechanism: 'password_based', backend: 'built_in_database' });
  await api.must('POST', `/authentication/${DATABASE}/users`, { user_id: 'meter-7', password: 'a-good-one' });
  await api.must('POST', '/banned', { as: 'clientid', who: 'dev-9', reason: 'scanner' });
  await api.must('POST', '/publish', { topic: 'state/1', payload: 'on', retain: true });
  return app;
}

async function signIn(app: TestApp): Promise<string> {
  const { body } = await ask(app, 'POST', '/login', {
    json: { username: 'admin', password: 'a-long-passw0rd' },
  });
  return `Bearer ${body.token}`;
}

const archiveOf = async (app: TestApp, { filename }: FileRow) =>
  new Map(
    (await readTarGz((await ask(app, 'GET', `/data/files/${filename}`)).bytes, LIMITS)).map(
      ({ path, bytes }) => [path.slice(path.indexOf('/') + 1), bytes.toString()],
    ),
  );

test('an export is a .tar.gz in the layout of EMQX that is listed, fetched, brought to another broker, imported and deleted', async (t) => {
  const directory = temporaryDirectory();
  const app = await startConfigured(t, directory);
  const { status, body } = await ask(app, 'POST', '/data/export');
  const row = body as FileRow;
  assert.equal(status, 200);
  assert.match(row.filename, /^tocsin-export-\d{4}(-\d\d){5}\.\d{3}\.tar\.gz$/);
  assert.match(row.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  assert.equal(row.created_at_sec, Math.floor(Date.parse(row.created_at) / 1000));
  const path = join(directory, 'backup', row.filename);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(path).size, row.size);

  const file = await ask(app, 'GET', `/data/files/${row.filename}?node=${row.node}`);
  assert.equal(file.headers.get('content-type'), 'application/octet-stream');
  assert.equal(file.bytes.length, row.size);
  const files = await archiveOf(app, row);
  assert.match(files.get('META.hocon') ?? '', /edition = "tocsin"/);
  const cluster = JSON.parse(files.get('cluster.hocon') ?? '');
  assert.equal(cluster.rule_engine.rules.hot.sql, 'SELECT * FROM "t/#"');
  assert.equal(cluster.actions.http.tell.connector, 'erp');

  await ask(app, 'POST', '/data/export', { json: {} });
  const page = (await ask(app, 'GET', '/data/files?limit=1')).body;
  assert.deepEqual(page.meta, { page: 1, limit: 1, count: 2, hasnext: true });
  assert.notEqual(page.data[0].filename, row.filename, 'the last one first');

  const empty = await startTestApp(t);
  assert.equal((await upload(empty, row.filename, file.bytes)).status, 204);
  const imported = await ask(empty, 'POST', '/data/import', { json: { filename: row.filename } });
  assert.equal(imported.status, 204, imported.bytes.toString());
  assert.equal(((await empty.api.must('GET', '/rules/hot')) as { description: string }).description, 'd');
  const client = await empty.connect({ username: 'meter-7', password: 'a-good-one' });
  assert.ok(client.connected, 'the hash of the password came along');
  const kept = (await empty.api.must('GET', '/mqtt/retainer/message/state%2F1')) as { payload: string };
  assert.equal(Buffer.from(kept.payload, 'base64').toString(), 'on');

  assert.equal((await ask(app, 'DELETE', `/data/files/${row.filename}`)).status, 204);
  assert.equal((await ask(app, 'DELETE', `/data/files/${row.filename}`)).status, 404);
  assert.equal((await ask(app, 'GET', `/data/files/${row.filename}`)).status, 404);
});

test('table sets and root keys choose, and words that are none are refused', async (t) => {
  const app = await startConfigured(t);
  const only = await ask(app, 'POST', '/data/export', {
    json: { table_sets: ['banned'], root_keys: ['rule_engine'] },
  });
  const { objects } = JSON.parse((await archiveOf(app, only.body)).get('tocsin.json') ?? '');
  assert.deepEqual(Object.keys(objects).toSorted(), ['bans', 'rule_engine', 'rules']);
  for (const [json, sentence] of [
    [{ table_sets: ['banned', 'nosuch'] }, /^Invalid table sets: nosuch/],
    [{ root_keys: ['__proto__'] }, /^Invalid root keys: __proto__/],
  ] as const) {
    const { status, body } = await ask(app, 'POST', '/data/export', { json });
    assert.equal(status, 400);
    assert.equal(body.code, 'BAD_REQUEST');
    assert.match(body.message, sentence);
  }
  assert.equal((await ask(app, 'POST', '/data/export', { json: { tables: [] } })).status, 400);
});

test('users of the dashboard and API keys go with an administrator who signed in, and never with an API key', async (t) => {
  const app = await startConfigured(t);
  const authorization = await signIn(app);
  const all = (await ask(app, 'POST', '/data/export', { authorization })).body as FileRow;
  const { objects } = JSON.parse((await archiveOf(app, all)).get('tocsin.json') ?? '');
  assert.deepEqual(
    objects.dashboard_users.map((user: { username: string }) => user.username),
    ['admin'],
  );
  const byKey = (
    await ask(app, 'POST', '/data/export', { json: { table_sets: ['dashboard_users', 'api_keys'] } })
  ).body as FileRow;
  const few = JSON.parse((await archiveOf(app, byKey)).get('tocsin.json') ?? '').objects;
  assert.ok(!('dashboard_users' in few) && !('api_keys' in few));
  const refused = await ask(app, 'POST', '/data/import', { json: { filename: all.filename } });
  assert.deepEqual([refused.status, refused.body.code], [403, 'FORBIDDEN']);

  const other = await startTestApp(t, ['dashboard.bootstrap_password=another-passw0rd']);
  const bytes = (await ask(app, 'GET', `/data/files/${all.filename}`)).bytes;
  assert.equal((await upload(other, all.filename, bytes)).status, 204);
  const { body } = await ask(other, 'POST', '/login', {
    json: { username: 'admin', password: 'another-passw0rd' },
  });
  const there = `Bearer ${body.token}`;
  const done = await ask(other, 'POST', '/data/import', {
    json: { filename: all.filename },
    authorization: there,
  });
  assert.equal(done.status, 204, done.bytes.toString());
  assert.equal(
    (await ask(other, 'GET', '/data/files', { authorization: there })).status,
    401,
    'its session is over',
  );
  await signIn(other);
});

test('names that lead elsewhere, links, foreign nodes and archives that are none are refused', async (t) => {
  const directory = temporaryDirectory();
  const app = await startConfigured(t, directory);
  const { body: row } = await ask(app, 'POST', '/data/export');
  symlinkSync('/etc', join(directory, 'backup', 'etc.tar.gz'));
  for (const name of [
    '..%2F..%2Ftocsin.db',
    '%2Fetc%2Fpasswd',
    '..%2Fx.tar.gz',
    'a%00.tar.gz',
    '.hidden.tar.gz',
    'x',
  ])
    for (const method of ['GET', 'DELETE'])
      assert.ok(
        [400, 404].includes((await ask(app, method, `/data/files/${name}`)).status),
        `${method} ${name}`,
      );
  assert.equal((await ask(app, 'GET', '/data/files/etc.tar.gz')).status, 404);
  assert.equal((await ask(app, 'GET', `/data/files/${row.filename}?node=other@host`)).status, 400);
  assert.equal((await ask(app, 'POST', '/data/import', { json: { filename: '../x.tar.gz' } })).status, 400);

  const good = (await ask(app, 'GET', `/data/files/${row.filename}`)).bytes;
  const archive = (path: string, text: string) => writeTarGz([{ path, bytes: Buffer.from(text) }], 0);
  for (const [name, bytes, sentence] of [
    ['../up.tar.gz', good, /file name/],
    ['a.zip', good, /file name/],
    ['a.tar.gz', Buffer.from('hello'), /no gzip file/],
    ['a.tar.gz', good.subarray(0, good.length - 30), /cut off|damaged/],
    ['a.tar.gz', gzipSync(Buffer.alloc(257 * 1024 * 1024), { level: 1 }), /more than 256 MB/],
    ['a.tar.gz', await archive('x/readme', 'hi'), /no META.hocon/],
    ['a.tar.gz', await archive('META.hocon', 'version = "1"'), /no cluster.hocon/],
    ['a.tar.gz', await archive('../META.hocon', 'version = "1"'), /leads out of it/],
  ] as const) {
    const { status, body } = await upload(app, name, bytes);
    assert.deepEqual([status, body?.code], [400, 'BAD_REQUEST'], String(sentence));
    assert.match(body.message, sentence);
  }
  const viewer = `Basic ${btoa('nobody:x')}`;
  assert.equal((await ask(app, 'GET', '/data/files', { authorization: viewer })).status, 401);
});

test('of fifty archives the oldest export gives way to the next one', async (t) => {
  const app = await startTestApp(t);
  const first = (await ask(app, 'POST', '/data/export')).body as FileRow;
  for (let count = 0; count < 50; count++) assert.equal((await ask(app, 'POST', '/data/export')).status, 200);
  const { data, meta } = (await ask(app, 'GET', '/data/files')).body;
  assert.equal(meta.count, 50);
  assert.ok(!data.some(({ filename }: FileRow) => filename === first.filename));
  const bytes = (await ask(app, 'GET', `/data/files/${data[0].filename}`)).bytes;
  const { status, body } = await upload(app, 'mine.tar.gz', bytes);
  assert.deepEqual([status, body.code], [400, 'EXCEED_LIMIT']);
});
