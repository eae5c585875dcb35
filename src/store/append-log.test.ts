import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { silentLogger } from '../lib/logger.ts';
import { AppendLog } from './append-log.ts';
import { RECORD_HEAD } from './log-record.ts';
import { StoreError } from './store-error.ts';

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'sessions');
}

/** What the log holds, and the log, opened for more. */
async function open(t: TestContext, directory: string) {
  const records: string[] = [];
  const log = AppendLog.open({ directory, durability: 'normal', logger: silentLogger }, (contents, segment) =>
    records.push(`${segment}:${contents}`),
  );
  t.after(() => log.close());
  const append = (text: string) => log.append(Buffer.from('\0'.repeat(RECORD_HEAD) + text));
  return { log, records, append };
}

const segments = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.log'));

test('what was appended is read again, in order, with the number of its segment', async (t) => {
  const directory = temporaryDirectory(t);
  const first = await open(t, directory);
  first.append('a');
  first.append('');
  first.log.startSegment();
  first.append('x'.repeat(100_000));
  assert.deepEqual((await open(t, directory)).records, ['1:a', '1:', `2:${'x'.repeat(100_000)}`]);
});

test('files and directory are for their owner alone', async (t) => {
  const directory = temporaryDirectory(t);
  await open(t, directory);
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  assert.equal(statSync(join(directory, '00000001.log')).mode & 0o777, 0o600);
});

test('a record that was not written to its end is cut off', async (t) => {
  const directory = temporaryDirectory(t);
  const { append } = await open(t, directory);
  append('whole');
  append('cut off');
  const file = join(directory, '00000001.log');
  for (let size = statSync(file).size - 1; size >= 8 + RECORD_HEAD + 5; size--) {
    truncateSync(file, size);
    assert.deepEqual((await open(t, directory)).records, ['1:whole'], `${size} bytes`);
  }
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.startsWith('damaged')),
    [],
  );
});

test('a flipped bit costs its record alone, which is set aside', async (t) => {
  const directory = temporaryDirectory(t);
  const { append } = await open(t, directory);
  for (const text of ['one', 'two', 'three']) append(text);
  const file = join(directory, '00000001.log');
  const whole = readFileSync(file);
  const second = 8 + RECORD_HEAD + 3;
  for (let offset = second; offset < second + RECORD_HEAD + 3; offset++) {
    const damaged = Buffer.from(whole);
    damaged[offset] = (damaged[offset] as number) ^ 0x10;
    writeFileSync(file, damaged);
    const { records } = await open(t, directory);
    assert.deepEqual(records, ['1:one', '1:three'], `byte ${offset}`);
    const aside = join(directory, `damaged-1-${second}`);
    assert.deepEqual(readFileSync(aside), damaged.subarray(second, second + RECORD_HEAD + 3));
    rmSync(aside);
  }
});

test('a base makes what lies before it superfluous', async (t) => {
  const directory = temporaryDirectory(t);
  const first = await open(t, directory);
  first.append('old');
  const segment = first.log.startSegment();
  first.append('new');
  await first.log.makeBase(segment);
  first.append('newer');
  assert.deepEqual(segments(directory), ['00000002.base.log']);
  const second = await open(t, directory);
  assert.deepEqual(second.records, ['2:new', '2:newer']);
  assert.equal(second.log.segment, 3);
});

test('earlier files that a crash left behind are not read when there is a base', async (t) => {
  const directory = temporaryDirectory(t);
  const first = await open(t, directory);
  first.append('old');
  const old = readFileSync(join(directory, '00000001.log'));
  await first.log.makeBase(first.log.startSegment());
  first.append('new');
  writeFileSync(join(directory, '00000001.log'), old);
  assert.deepEqual((await open(t, directory)).records, ['2:new']);
  assert.equal(segments(directory).includes('00000001.log'), false);
});

test('a file of a newer version is left as it is', async (t) => {
  const directory = temporaryDirectory(t);
  await open(t, directory);
  appendFileSync(join(directory, '00000009.log'), 'TOCSINL\x02...');
  await assert.rejects(open(t, directory), StoreError);
  assert.equal(readFileSync(join(directory, '00000009.log'), 'latin1'), 'TOCSINL\x02...');
});
