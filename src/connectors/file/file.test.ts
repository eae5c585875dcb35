import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ConnectorHandle } from '../connector.ts';
import { type FileRequest, file } from './file.ts';
import { allowedFolder, allowFolders, mistakeInPath } from './file-folders.ts';

allowFolders(undefined, [tmpdir()]);

const never = new AbortController().signal;

async function open(t: TestContext, rotate: object = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-file-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const handle = (await file.open(
    file.settings.parse({ directory, rotate }),
  )) as ConnectorHandle<FileRequest>;
  t.after(() => handle.close());
  const write = (...records: string[]) => writeTo('a.jsonl', ...records);
  const writeTo = async (path: string, ...records: string[]) =>
    handle.sendBatch?.(
      records.map((record, index) => ({ id: `${index}`, request: { path, record } })),
      never,
    ) ?? [];
  const read = (name = 'a.jsonl') => readFileSync(join(directory, name), 'utf8');
  return {
    directory,
    handle,
    write,
    writeTo,
    read,
    old: () =>
      readdirSync(directory)
        .filter((name) => name !== 'a.jsonl')
        .sort(),
  };
}

test('records are lines, in their order', async (t) => {
  const { write, read } = await open(t);
  const outcomes = await write('{"a":1}', '{"a":"设备"}');
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['delivered', 'delivered'],
  );
  await write('{"a":3}');
  assert.equal(read(), '{"a":1}\n{"a":"设备"}\n{"a":3}\n');
});

test('a file that is full is put away, and the oldest are deleted', async (t) => {
  const { write, read, old, directory } = await open(t, { max_size: '1KB', max_files: 3 });
  const record = 'x'.repeat(399);
  for (let i = 0; i < 10; i++) await write(record);
  assert.equal(read().length, 800);
  assert.equal(old().length, 2);
  assert.ok(old().every((name) => /^a\.jsonl\.\d{4}-.*Z(-\d+)?$/.test(name)));
  for (const name of old()) assert.equal(readFileSync(join(directory, name), 'utf8').length, 800);
});

test('a batch that is larger than a file goes into several, no record is cut', async (t) => {
  const { write, read, old, directory } = await open(t, { max_size: '1KB', max_files: 10 });
  const records = Array.from({ length: 7 }, (_, i) => `${i}`.repeat(399));
  await write(...records, 'y'.repeat(5000));
  const all = [...old().map((name) => readFileSync(join(directory, name), 'utf8')), read()].join('');
  assert.equal(all, [...records, 'y'.repeat(5000)].map((line) => `${line}\n`).join(''));
});

test('a new file is begun with a new stretch of time', async (t) => {
  const { directory, handle, write, old } = await open(t, { interval: '1d' });
  await write('today');
  assert.deepEqual(old(), []);
  await handle.close();
  const yesterday = Date.now() / 1000 - 86_400;
  utimesSync(join(directory, 'a.jsonl'), yesterday, yesterday);
  const other = await file.open(file.settings.parse({ directory, rotate: { interval: '1d' } }));
  t.after(() => other.close());
  await other.send({ id: 'x', request: { path: 'a.jsonl', record: 'later' } }, never);
  assert.equal(old().length, 1);
  assert.equal(readFileSync(join(directory, 'a.jsonl'), 'utf8'), 'later\n');
});

test('a file that somebody else moved or deleted is made anew', async (t) => {
  const { directory, write, read } = await open(t);
  await write('1');
  renameSync(join(directory, 'a.jsonl'), join(directory, 'moved'));
  await write('2');
  assert.equal(read(), '2\n');
  assert.equal(read('moved'), '1\n');
  unlinkSync(join(directory, 'a.jsonl'));
  await write('3');
  assert.equal(read(), '3\n');
  rmSync(directory, { recursive: true });
  await write('4');
  assert.equal(read(), '4\n');
});

test('half a record that a killed process left does not join with the next', async (t) => {
  const { directory, write, read } = await open(t);
  writeFileSync(join(directory, 'a.jsonl'), '{"a":1}\n{"b":');
  await write('{"c":3}');
  assert.equal(read(), '{"a":1}\n{"b":\n{"c":3}\n');
});

test('no path leads out of the directory, not by links either', async (t) => {
  const { directory, writeTo } = await open(t);
  const outside = mkdtempSync(join(tmpdir(), 'tocsin-outside-'));
  t.after(() => rmSync(outside, { recursive: true, force: true }));
  symlinkSync(outside, join(directory, 'link'));
  writeFileSync(join(outside, 'target'), '');
  symlinkSync(join(outside, 'target'), join(directory, 'file-link'));
  mkdirSync(join(directory, 'folder'));
  for (const path of [
    '../x',
    'a/../../x',
    '/etc/x',
    'link/x',
    'file-link',
    'a\\..\\x',
    'folder',
    'nul\0',
    '',
  ]) {
    const [outcome] = await writeTo(path, 'no');
    assert.equal(outcome?.kind, 'rejected', path);
  }
  assert.equal(readFileSync(join(outside, 'target'), 'utf8'), '');
  assert.ok(!existsSync(join(outside, 'x')));
});

test('a file that stands where a folder is to be is said', async (t) => {
  const { directory, writeTo } = await open(t);
  appendFileSync(join(directory, 'a.jsonl'), 'before\n');
  const [outcome] = await writeTo('a.jsonl/x', 'no');
  assert.ok(outcome?.kind === 'rejected' && outcome.cause === 'config', JSON.stringify(outcome));
  assert.match(outcome.reason, /a file stands where a folder is to be/);
});

test('relative directories lie in files/ of the data directory; others have to be allowed', () => {
  allowFolders('/data/files', ['/var/log/tocsin', tmpdir()]);
  assert.equal(allowedFolder(''), '/data/files');
  assert.equal(allowedFolder('a/b'), '/data/files/a/b');
  assert.equal(allowedFolder('/data/files/c'), '/data/files/c');
  assert.equal(allowedFolder('/var/log/tocsin/x'), '/var/log/tocsin/x');
  for (const directory of ['../x', '/data', '/etc', '/var/log/tocsin2', '/var/log/tocsin/../x']) {
    assert.throws(() => allowedFolder(directory), /nothing may be written to|leads out of/, directory);
  }
  allowFolders(undefined, [tmpdir()]);
  assert.throws(() => allowedFolder(''), /there is no data directory/);
});

test('paths are told apart', () => {
  for (const path of ['a.jsonl', 'a/b-c_d.é', '..a']) assert.equal(mistakeInPath(path), undefined, path);
  for (const path of ['', 'a/', '/a', 'a//b', './a', 'a/..', 'c:\\x', 'a/b/c/d/e/f/g/h/i']) {
    assert.notEqual(mistakeInPath(path), undefined, path);
  }
});
