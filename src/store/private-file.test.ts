import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createPrivately } from './private-file.ts';

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-private-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

test('missing directories are created, and only the owner may look into them', (t) => {
  const directory = join(temporaryDirectory(t), 'a/b');
  const file = join(directory, 'data');
  createPrivately(directory, file);
  createPrivately(directory, file);
  assert.deepEqual([modeOf(directory), modeOf(file)], [0o700, 0o600]);
});

test('a file where the directory should be is an error', (t) => {
  const file = join(temporaryDirectory(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => createPrivately(file, join(file, 'data')), { code: 'EEXIST' });
  assert.throws(() => createPrivately(join(file, 'x'), join(file, 'x/data')), { code: 'ENOTDIR' });
});

test('a place where nothing can be created is an error, at once', {
  skip: process.platform !== 'linux' && 'no /proc here',
}, () => {
  assert.throws(() => createPrivately('/proc/tocsin', '/proc/tocsin/data'), { code: 'ENOENT' });
});
