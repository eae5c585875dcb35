import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
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

test('a descriptor that takes nothing is given up without an error', async () => {
  const noSuchDescriptor = 2 ** 20;
  const writer = new BackgroundWriter(noSuchDescriptor, 1000);
  writer.write('lost\n');
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  writer.write('lost too\n');
  writer.flushSync();
});
