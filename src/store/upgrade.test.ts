import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { silentLogger } from '../lib/logger.ts';
import { migrate, migrations } from './migrations.ts';
import { DATABASE_FILE, Store } from './store.ts';

function directoryFor(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-upgrade-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** A data directory as a program left it that knew so many steps of the schema, with something in the tables of the first. */
function writtenAtSchema(t: TestContext, version: number): string {
  const directory = directoryFor(t);
  const file = join(directory, DATABASE_FILE);
  const database = new DatabaseSync(file);
  migrate(database, file, migrations.slice(0, version));
  database.exec(`INSERT INTO definitions VALUES ('rule', 'r1', '{"sql":"SELECT * FROM \\"t\\""}', 1, 2);
    INSERT INTO deliveries (id, connector, action, state, created_at, due_at, request, bytes)
      VALUES ('d1', 'http:hook', 'http:tell', 'queued', 3, 3, '{}', 2)`);
  database.close();
  return directory;
}

const open = (directory: string) =>
  Store.open({ directory, durability: 'normal', logger: silentLogger, environment: {} });
const backups = (directory: string) => readdirSync(directory).filter((name) => name.includes('schema'));
const now = migrations.length;

for (let version = 1; version <= now; version++) {
  test(`a directory of schema ${version} opens with what is in it${version < now ? ', and a copy lies beside it' : ''}`, (t) => {
    const directory = writtenAtSchema(t, version);
    const store = open(directory);
    assert.equal(store.prepare('PRAGMA user_version').get()?.user_version, now);
    assert.equal(store.prepare('SELECT count(*) AS n FROM definitions').get()?.n, 1);
    assert.equal(store.prepare("SELECT state FROM deliveries WHERE id = 'd1'").get()?.state, 'queued');
    store.close();
    assert.deepEqual(backups(directory), version < now ? [`tocsin.db.schema-${version}`] : []);
  });
}

test('the copy is of the schema of before, readable by its owner only, and can be put back', (t) => {
  const directory = writtenAtSchema(t, 3);
  open(directory).close();
  const file = join(directory, DATABASE_FILE);
  const copy = `${file}.schema-3`;
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  const database = new DatabaseSync(copy, { readOnly: true });
  assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, 3);
  assert.equal(database.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  database.close();
  for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
  copyFileSync(copy, file);
  const store = open(directory);
  assert.equal(store.prepare('SELECT count(*) AS n FROM deliveries').get()?.n, 1);
  store.close();
});

test('a copy that was not finished is made anew, and a new directory has none', (t) => {
  const directory = writtenAtSchema(t, 2);
  copyFileSync(join(directory, DATABASE_FILE), join(directory, `${DATABASE_FILE}.schema-2.unfinished`));
  open(directory).close();
  assert.deepEqual(backups(directory), ['tocsin.db.schema-2']);
  const fresh = directoryFor(t);
  open(fresh).close();
  assert.deepEqual(backups(fresh), []);
});

test('a newer directory is refused, untouched, with the copy that this version can read', (t) => {
  const directory = writtenAtSchema(t, now);
  const file = join(directory, DATABASE_FILE);
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA user_version = ${now + 2}`);
  database.close();
  const newer = `tocsin.db was written by a newer version of Tocsin: its schema is ${now + 2}, this version knows schemas up to ${now}.`;
  assert.throws(
    () => open(directory),
    (error: Error) => {
      assert.ok(error.message.includes(newer), error.message);
      assert.match(error.message, /Start that version, or choose another data directory\.$/);
      return true;
    },
  );
  copyFileSync(file, `${file}.schema-${now}`);
  assert.throws(
    () => open(directory),
    new RegExp(`or go back to the copy of before the upgrade, .*tocsin\\.db\\.schema-${now}`),
  );
  assert.ok(existsSync(file));
  const again = new DatabaseSync(file);
  assert.equal(again.prepare('PRAGMA user_version').get()?.user_version, now + 2);
  again.close();
});
