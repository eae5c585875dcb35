import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createLogger, silentLogger } from '../lib/logger.ts';
import { Store } from './store.ts';
import { StoreError } from './store-error.ts';

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'data');
}

function openStore(t: TestContext, directory = ':memory:'): Store {
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  return store;
}

function openNumbers(t: TestContext) {
  const store = openStore(t);
  store.transact(() => store.prepare('CREATE TABLE numbers (n INTEGER PRIMARY KEY)').run());
  const numbers = () =>
    store
      .prepare('SELECT n FROM numbers ORDER BY rowid')
      .all()
      .map(({ n }) => n);
  const insert = (n: number) => () => {
    store.prepare('INSERT INTO numbers VALUES (?)').run(n);
  };
  return { store, numbers, insert };
}

test('queued writes are stored together and in order, at the end of the turn', async (t) => {
  const { store, numbers, insert } = openNumbers(t);
  const order: string[] = [];
  store.write(() => {
    order.push('first');
    insert(1)();
  });
  store.write(
    () => {
      order.push('second');
      insert(2)();
    },
    () => order.push('stored'),
  );
  assert.deepEqual(numbers(), []);
  await store.committed();
  assert.deepEqual(numbers(), [1, 2]);
  assert.deepEqual(order, ['first', 'second', 'stored']);
});

test('commit stores what is queued before it returns', (t) => {
  const { store, numbers, insert } = openNumbers(t);
  store.write(insert(1));
  assert.equal(store.commit(), true);
  assert.deepEqual(numbers(), [1]);
  assert.equal(store.commit(), true, 'and does nothing when nothing is queued');
});

test('a write that throws fails alone, the others of its batch are stored', async (t) => {
  const { store, numbers, insert } = openNumbers(t);
  const told: [number, boolean][] = [];
  for (const n of [1, 2, 2, 3]) store.write(insert(n), (error) => told.push([n, error !== undefined]));
  await assert.rejects(
    Promise.all([store.committed(), Promise.resolve(store.commit())]),
    /UNIQUE constraint failed/,
  );
  assert.deepEqual(numbers(), [1, 2, 3]);
  assert.deepEqual(told, [
    [1, false],
    [2, false],
    [2, true],
    [3, false],
  ]);
});

test('what could not be stored is logged with its reason', (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger });
  t.after(() => store.close());
  store.write(() => {
    throw new Error('no room');
  });
  store.commit();
  assert.match(lines.join(''), /"message":"no room".*"msg":"writes were not stored"/);
});

test('half of what a failing write did is taken back', (t) => {
  const { store, numbers, insert } = openNumbers(t);
  store.write(() => {
    insert(1)();
    throw new Error('no');
  });
  store.write(insert(2));
  assert.equal(store.commit(), false);
  assert.deepEqual(numbers(), [2]);
});

test('transact stores what was queued before it, returns a value, and takes everything back when it throws', (t) => {
  const { store, numbers, insert } = openNumbers(t);
  store.write(insert(1));
  assert.equal(
    store.transact(() => {
      insert(2)();
      return 'two';
    }),
    'two',
  );
  assert.throws(
    () =>
      store.transact(() => {
        insert(3)();
        throw new Error('no');
      }),
    /no/,
  );
  assert.deepEqual(numbers(), [1, 2]);
});

test('a write queued when the last one is told joins the next commit', async (t) => {
  const { store, numbers, insert } = openNumbers(t);
  store.write(insert(1), () => store.write(insert(2)));
  store.commit();
  assert.deepEqual(numbers(), [1]);
  await store.committed();
  assert.deepEqual(numbers(), [1, 2]);
});

test('the data directory and its files belong to their owner alone', (t) => {
  const directory = temporaryDirectory(t);
  const store = openStore(t, directory);
  store.transact(() => store.prepare('CREATE TABLE anything (n)').run());
  const modes = ['.', 'tocsin.db', 'tocsin.db-wal'].map(
    (name) => statSync(join(directory, name)).mode & 0o777,
  );
  assert.deepEqual(modes, [0o700, 0o600, 0o600]);
});

test('a second process on the same data directory is refused, and the first goes on', async (t) => {
  const directory = temporaryDirectory(t);
  const store = openStore(t, directory);
  const second = `
    import { Store } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
    try { Store.open({ directory: ${JSON.stringify(directory)}, durability: 'normal' }); console.log('opened'); }
    catch (error) { console.log(error.name + ': ' + error.message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', second]);
  assert.match(stdout, /^StoreError: .*tocsin\.db is in use by another process\. Stop that one, or choose/);
  store.transact(() => store.prepare('CREATE TABLE still_ours (n)').run());
});

test('what is stored is there after the store is opened again', (t) => {
  const directory = temporaryDirectory(t);
  const before = Store.open({ directory, durability: 'full', logger: silentLogger });
  before.transact(() => before.prepare('CREATE TABLE numbers (n)').run());
  before.write(() => {
    before.prepare('INSERT INTO numbers VALUES (7)').run();
  });
  before.close();
  assert.equal(openStore(t, directory).prepare('SELECT n FROM numbers').get()?.n, 7);
});

test('a database of a newer version is refused and left as it is', (t) => {
  const directory = temporaryDirectory(t);
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  store.prepare('PRAGMA user_version = 99').run();
  store.close();
  assert.throws(
    () => openStore(t, directory),
    (error) =>
      error instanceof StoreError &&
      /newer version of Tocsin: its schema is 99, .*Start that version/.test(error.message),
  );
});

test('a file that is not a database is reported and not touched', (t) => {
  const directory = temporaryDirectory(t);
  Store.open({ directory, durability: 'normal', logger: silentLogger }).close();
  const file = join(directory, 'tocsin.db');
  const damage = 'somebody else wrote this. '.repeat(100);
  writeFileSync(file, damage);
  assert.throws(
    () => openStore(t, directory),
    (error) => error instanceof StoreError && /is not a database\. It was left as it is/.test(error.message),
  );
  assert.equal(readFileSync(file, 'utf8'), damage);
});

test('a disk that takes nothing is known and told once, until it takes something again', async (t) => {
  let log = '';
  const destination = { write: (text: string) => (log += text) };
  const logger = createLogger({ level: 'info', format: 'json', destination });
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger });
  t.after(() => store.close());
  store.transact(() => store.prepare('CREATE TABLE texts (text TEXT UNIQUE)').run());
  const limit = (pages: number) => store.prepare(`PRAGMA max_page_count = ${pages}`).get();
  const write = (text: string) => {
    store.write(() => store.prepare('INSERT INTO texts VALUES (?)').run(text));
    return store.commit();
  };
  assert.equal(write('one'), true);
  assert.equal(write('one'), false);
  assert.equal(store.isFailing, false, 'a constraint is no fault of the disk');
  const pages = Number(store.prepare('PRAGMA page_count').get()?.page_count);
  limit(pages);
  for (const sign of ['a', 'b', 'c']) assert.equal(write(sign.repeat(20_000)), false);
  assert.equal(store.isFailing, true);
  assert.throws(() =>
    store.transact(() => store.prepare('INSERT INTO texts VALUES (?)').run('d'.repeat(20_000))),
  );
  assert.equal(log.split('full').length - 1 > 0 && log.match(/"writes were not stored"/g)?.length, 2);
  limit(pages + 100);
  assert.equal(write('e'.repeat(20_000)), true);
  assert.equal(store.isFailing, false);
  assert.match(log, /the database can be written again/);
});
