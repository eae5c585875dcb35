import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBoundedFile, readBoundedFileSync } from './bounded-file.ts';

test('a file is read up to its bound, and nothing that is no file or does not end', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-file-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'text');
  writeFileSync(path, 'naïve');
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = [
    readBoundedFile,
    async (name: string, most: number): Promise<string> => readBoundedFileSync(name, most),
  ];
  for (const readText of read) {
    assert.equal(await readText(path, 6), 'naïve');
    await assert.rejects(readText(path, 5), { code: 'larger than 5 bytes' });
    for (const other of [pipe, directory, '/dev/zero'])
      await assert.rejects(readText(other, 100), { code: 'not a regular file' });
    await assert.rejects(readText(join(directory, 'nothing'), 100), { code: 'ENOENT' });
  }
});
