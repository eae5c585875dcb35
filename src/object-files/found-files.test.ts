import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { foldersOf } from './found-files.ts';

const ruleFolders = (directory: string, most: number) =>
  foldersOf({ base: '', patterns: [], named: [directory], except: [] }, most);

test('folders of rules are listed the nearest first, without packages and copies, and never more than asked for', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-folders-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const path of ['a/deep', 'b', 'node_modules/x', '.git/objects'])
    mkdirSync(join(directory, path), { recursive: true });
  const below = (...paths: string[]) => [directory, ...paths.map((path) => join(directory, path))];
  assert.deepEqual(ruleFolders(directory, 4), { folders: below('a', 'b', 'a/deep'), isCut: false });
  assert.deepEqual(ruleFolders(directory, 3), { folders: below('a', 'b'), isCut: true });
  symlinkSync(directory, join(directory, 'b', 'again'));
  assert.equal(ruleFolders(directory, 20).folders.length, 20, 'a loop ends too');
});

test('of a folder that is not there the one is watched in which it would come', () => {
  assert.deepEqual(ruleFolders('/nowhere/at/all', 4), { folders: ['/'], isCut: false });
});
