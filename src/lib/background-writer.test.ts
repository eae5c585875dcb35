import assert from 'node:assert/strict';
import fs, { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BackgroundWriter } from './background-writer.ts';

function openFile(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-writer-'));
  const file = join(directory, 'log');
  const descriptor = openSync(file, 'a');
  t.after(() => {
    closeSync(descriptor);
    rmSync(directory, { recursive: true });
  });
  return { descriptor, content: () => readFileSync(file, 'utf8') };
}

test('what is written in one turn waits for its end, and a flush does not', (t) => {
  const { descriptor, content } = openFile(t);
  const writer = new BackgroundWriter(descriptor, 1000);
  writer.write('one\n');
  writer.write('two\n');
  assert.equal(content(), '');
  writer.flushSync();
  assert.equal(content(), 'one\ntwo\n');
  writer.flushSync();
  assert.equal(content(), 'one\ntwo\n', 'and once');
});

test('what does not fit into the backlog is dropped, the rest is kept in order', (t) => {
  const { descriptor, content } = openFile(t);
  const writer = new BackgroundWriter(descriptor, 10);
  for (const line of ['12345\n', 'too long\n', '678\n']) writer.write(line);
  writer.flushSync();
  assert.equal(content(), '12345\n678\n');
});

test('once nobody reads any more, nothing is tried again', async (t) => {
  const error = Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
  const attempts: string[] = [];
  const refuse = (_descriptor: number, bytes: Buffer, done: (error: Error) => void) => {
    if (bytes.length > 0) attempts.push(String(bytes)); // writers of other tests find nothing to write
    done(error);
  };
  const { mock } = t.mock.method(fs, 'write', refuse as typeof fs.write);
  syncBuiltinESMExports();
  t.after(() => {
    mock.restore();
    syncBuiltinESMExports();
  });
  const { descriptor, content } = openFile(t);
  const writer = new BackgroundWriter(descriptor, 1000);
  for (const line of ['lost\n', 'lost too\n']) {
    writer.write(line);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }
  writer.flushSync();
  assert.deepEqual(attempts, ['lost\n']);
  assert.equal(content(), '');
});
