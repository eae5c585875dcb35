import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { JournalDatabase } from './journal-database.ts';

test('a journal that is there is opened without writing, for which a full disk has no room', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-journal-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'journal.db');
  JournalDatabase.open(file, 2 ** 31).close();
  const again = JournalDatabase.open(file, 2 ** 31);
  t.after(() => again.close());
  assert.equal(again.number('PRAGMA auto_vacuum'), 2, 'free pages can be given back');
  assert.equal(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0);
});
