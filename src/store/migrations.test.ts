import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { migrate } from './migrations.ts';

const steps = ['CREATE TABLE a (n)', 'CREATE TABLE b (n)'];

function open() {
  const database = new DatabaseSync(':memory:');
  const version = () => database.prepare('PRAGMA user_version').get()?.user_version;
  const tables = () =>
    database
      .prepare('SELECT name FROM sqlite_schema ORDER BY name')
      .all()
      .map(({ name }) => name);
  return { database, version, tables };
}

test('only the steps that a database has not taken are run', (t) => {
  const { database, version, tables } = open();
  t.after(() => database.close());
  migrate(database, 'x', steps.slice(0, 1));
  migrate(database, 'x', steps);
  migrate(database, 'x', steps);
  assert.equal(version(), 2);
  assert.deepEqual(tables(), ['a', 'b']);
});

test('a step that fails leaves nothing behind, the steps before it stay', (t) => {
  const { database, version, tables } = open();
  t.after(() => database.close());
  assert.throws(
    () => migrate(database, 'x', [...steps, 'CREATE TABLE c (n); CREATE TABLE a (n)']),
    /already exists/,
  );
  assert.equal(version(), 2);
  assert.deepEqual(tables(), ['a', 'b']);
});
