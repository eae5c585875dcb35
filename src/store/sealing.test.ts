import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { Definitions } from './definitions.ts';
import { sealAll } from './sealing.ts';
import { Store } from './store.ts';

const TOKEN = 'very-secret-token-4711';
const connector = {
  url: `https://chat.example/send?key=${TOKEN}`,
  headers: { Authorization: `Bearer ${TOKEN}`, accept: 'json' },
  pool: [{ url: `https://chat.example/send?key=${TOKEN}-2` }],
};
const request = { method: 'post', path: `/send?key=${TOKEN}`, headers: { 'x-token': TOKEN }, body: '{}' };

function temporary(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-sealing-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

function open(directory: string, environment: Record<string, string> = {}): Store {
  return Store.open({ directory, durability: 'normal', logger: silentLogger, environment });
}

const definitionsOf = (store: Store): Definitions => new Definitions(store, new FakeClock());

/** Every byte that lies in the directory, but for the key. */
function filesOf(directory: string): string {
  return readdirSync(directory)
    .filter((name) => name.startsWith('tocsin.db'))
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('');
}

function queue(store: Store, id: string, text: string): void {
  store
    .prepare(
      `INSERT INTO deliveries (id, connector, action, state, created_at, due_at, request, bytes)
       VALUES (?, 'http:a', 'http:a', 'queued', 0, 0, ?, 0)`,
    )
    .run(id, text);
}

const queued = (store: Store, id: string): string =>
  String(store.prepare('SELECT request FROM deliveries WHERE id = ?').get(id)?.request);

test('what is secret in a definition or a request does not stand in the files, and comes back as it was', (t) => {
  const directory = temporary(t);
  const store = open(directory);
  definitionsOf(store).put('connector', 'http:a', connector);
  queue(store, 'd1', store.secrets.stringifyRequest(request));
  store.commit();
  assert.doesNotMatch(filesOf(directory), /4711/);
  store.close();
  assert.doesNotMatch(filesOf(directory), /4711/);
  assert.match(filesOf(directory), /chat\.example|"accept":"json"/);
  const again = open(directory);
  assert.deepEqual(definitionsOf(again).get('connector', 'http:a')?.body, connector);
  assert.deepEqual(again.secrets.parse(queued(again, 'd1')), request);
  again.close();
});

test('the key lies in a file that only its owner may read, made when it is needed first', (t) => {
  const directory = temporary(t);
  const store = open(directory);
  const file = join(directory, 'secret.key');
  definitionsOf(store).put('rule', 'r1', { sql: 'SELECT 1' });
  assert.throws(() => statSync(file), { code: 'ENOENT' });
  definitionsOf(store).put('connector', 'http:a', connector);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  store.close();
});

test('data that reaches no disk is not sealed', (t) => {
  const store = open(':memory:');
  t.after(() => store.close());
  assert.equal(store.secrets.stringify(connector), JSON.stringify(connector));
});

test('a request without a token on its way is stored as it is', (t) => {
  const store = open(temporary(t));
  t.after(() => store.close());
  const plain = {
    method: 'post',
    path: '/hook',
    headers: { accept: 'json' },
    body: '{"password":"of a row"}',
  };
  assert.equal(store.secrets.stringifyRequest(plain), JSON.stringify(plain));
});

test('rows of a version that did not seal are sealed once, and wiped from the files', async (t) => {
  const directory = temporary(t);
  const before = open(directory);
  const put = before.prepare(
    "INSERT INTO definitions (kind, id, body, created_at, updated_at) VALUES ('connector', ?, ?, 1, 2)",
  );
  put.run('http:a', JSON.stringify(connector));
  put.run('http:b', JSON.stringify(connector));
  before.prepare("DELETE FROM definitions WHERE id = 'http:b'").run();
  for (let n = 0; n < 1200; n++)
    queue(before, `d${n}`, JSON.stringify({ ...request, body: 'x'.repeat(100) }));
  before.close();
  assert.match(filesOf(directory), /4711/);

  const store = open(directory);
  await sealAll(store, silentLogger);
  assert.doesNotMatch(filesOf(directory), /4711/);
  assert.equal(queued(store, 'd1199').includes(TOKEN), false);
  const { body, createdAt, updatedAt } = definitionsOf(store).get('connector', 'http:a') ?? {};
  assert.deepEqual([body, createdAt, updatedAt], [connector, 1, 2]);
  assert.deepEqual(store.secrets.parse(queued(store, 'd7')), { ...request, body: 'x'.repeat(100) });
  store.close();
});

test('a lost key is told, and nothing is sealed with another one', async (t) => {
  const directory = temporary(t);
  const store = open(directory);
  await sealAll(store, silentLogger);
  definitionsOf(store).put('connector', 'http:a', connector);
  store.close();
  const file = join(directory, 'secret.key');
  const key = readFileSync(file);
  rmSync(file);
  const without = open(directory);
  assert.throws(
    () => definitionsOf(without).list('connector'),
    /their key is gone: .*secret\.key does not exist/,
  );
  await assert.rejects(sealAll(without, silentLogger), /Restore the file, or set TOCSIN_SECRET_KEY/);
  assert.throws(() => definitionsOf(without).put('connector', 'http:b', connector), /is gone/);
  assert.throws(() => statSync(file), { code: 'ENOENT' });
  without.close();

  const other = open(directory, { TOCSIN_SECRET_KEY: 'ab'.repeat(32) });
  assert.throws(() => definitionsOf(other).list('connector'), /another key than that of TOCSIN_SECRET_KEY/);
  other.close();

  writeFileSync(file, key);
  const restored = open(directory);
  assert.deepEqual(definitionsOf(restored).get('connector', 'http:a')?.body, connector);
  restored.close();
});

test('a key is lost without harm when nothing is sealed', async (t) => {
  const directory = temporary(t);
  const store = open(directory);
  await sealAll(store, silentLogger);
  store.close();
  rmSync(join(directory, 'secret.key'));
  const again = open(directory);
  await sealAll(again, silentLogger);
  definitionsOf(again).put('connector', 'http:a', connector);
  again.close();
});

test('with a new key of the operator in front, all is sealed anew and the old one can go', async (t) => {
  const directory = temporary(t);
  const [old, young] = ['11'.repeat(32), Buffer.alloc(32, 7).toString('base64')];
  const store = open(directory, { TOCSIN_SECRET_KEY: old });
  await sealAll(store, silentLogger);
  definitionsOf(store).put('connector', 'http:a', connector);
  queue(store, 'd1', store.secrets.stringifyRequest(request));
  store.close();
  const both = open(directory, { TOCSIN_SECRET_KEY: `${young},${old}` });
  await sealAll(both, silentLogger);
  both.close();
  const after = open(directory, { TOCSIN_SECRET_KEY: young });
  assert.deepEqual(definitionsOf(after).get('connector', 'http:a')?.body, connector);
  assert.deepEqual(after.secrets.parse(queued(after, 'd1')), request);
  after.close();
  assert.throws(() => statSync(join(directory, 'secret.key')), { code: 'ENOENT' });
});

test('a key may come from a file of the operator; what is no key is told', (t) => {
  const directory = temporary(t);
  const file = join(directory, 'mounted');
  writeFileSync(file, `# ours\n${'cd'.repeat(32)}\n`);
  const store = open(directory, { TOCSIN_SECRET_KEY_FILE: file });
  assert.match(store.secrets.stringify(connector), /\$sealed/);
  store.close();
  const short = open(directory, { TOCSIN_SECRET_KEY: 'too-short' });
  assert.throws(() => short.secrets.stringify(connector), /TOCSIN_SECRET_KEY holds something that is no key/);
  short.close();
});

test('a sealed secret that was changed is not read as another', (t) => {
  const directory = temporary(t);
  const store = open(directory);
  definitionsOf(store).put('connector', 'http:a', { token: TOKEN });
  store.close();
  const database = new DatabaseSync(join(directory, 'tocsin.db'));
  database.exec(
    `UPDATE definitions SET body = replace(body, '="}', 'A"}'), body = substr(body, 1, 60) || 'AAAA' || substr(body, 65)`,
  );
  database.close();
  const changed = open(directory);
  assert.throws(() => definitionsOf(changed).get('connector', 'http:a'), /was changed by somebody/);
  changed.close();
});
