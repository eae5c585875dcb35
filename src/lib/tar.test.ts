import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readTar, readTarGz, TarError, writeTarGz } from './tar.ts';

const LIMITS = { unpacked: 1024 * 1024, files: 10 };
const text = (value: string) => Buffer.from(value);

/** A header block by hand, with whatever somebody may write into it. */
function entry(path: string, draft: { type?: string; body?: string; size?: string } = {}): Buffer {
  const { type = '0', body = '', size = body.length.toString(8) } = draft;
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write(size.padStart(11, '0'), 124);
  header.write(`        ${type}ustar\0`, 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, text(body), Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

test('what is written is read again, also by the tar of the system, and the other way round', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-tar-'));
  try {
    const files = [
      { path: 'x/META.hocon', bytes: text('version = "5.10.0"\n') },
      { path: 'x/empty', bytes: text('') },
      { path: 'x/512', bytes: Buffer.alloc(512, 7) },
    ];
    const archive = await writeTarGz(files, 1_700_000_000_000);
    assert.deepEqual(await readTarGz(archive, LIMITS), files);
    writeFileSync(join(directory, 'a.tar.gz'), archive);
    execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: directory });
    assert.equal(readFileSync(join(directory, 'x/META.hocon'), 'utf8'), 'version = "5.10.0"\n');

    const long = `${'a'.repeat(90)}/${'b'.repeat(90)}/c.txt`;
    for (const format of ['ustar', 'gnu', 'pax']) {
      mkdirSync(join(directory, format, long, '..'), { recursive: true });
      writeFileSync(join(directory, format, long), 'deep');
      execFileSync('tar', [`--format=${format}`, '-czf', `${format}.tgz`, '-C', format, '.'], {
        cwd: directory,
      });
      const [file] = await readTarGz(readFileSync(join(directory, `${format}.tgz`)), LIMITS);
      assert.deepEqual([file?.path, file?.bytes.toString()], [long, 'deep'], format);
    }
    symlinkSync('/etc/passwd', join(directory, 'pax', 'link'));
    execFileSync('tar', ['-czf', 'link.tgz', '-C', 'pax', 'link'], { cwd: directory });
    await assert.rejects(
      readTarGz(readFileSync(join(directory, 'link.tgz')), LIMITS),
      /link is no plain file/,
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('what leads out of the archive, is too much, or is cut off is refused with a sentence', async () => {
  const refusals: [Buffer, RegExp][] = [
    [entry('/etc/passwd'), /leads out of it/],
    [entry('a/../../b'), /leads out of it/],
    [entry('C:\\x'), /leads out of it/],
    [entry('a', { type: '2' }), /links and devices are not taken/],
    [entry('a', { type: '3' }), /links and devices are not taken/],
    [entry('a', { size: '77777777777' }), /no usable size/],
    [entry('a', { body: 'x'.repeat(600) }).subarray(0, 700), /cut off inside a file/],
    [entry('a', { body: 'x' }).subarray(0, 300), /cut off inside a header/],
    [Buffer.concat([entry('a'), entry('a')]), /holds a twice/],
    [Buffer.concat(Array.from({ length: 11 }, (_, index) => entry(`f${index}`))), /more than 10 files/],
    [Buffer.alloc(0), /cut off/],
    [Buffer.alloc(1024, 65), /no tar archive/],
    [entry('a', { type: 'x', body: '999 path=b\n' }), /extended header/],
  ];
  for (const [bytes, sentence] of refusals) assert.throws(() => readTar(bytes, LIMITS), sentence);
  await assert.rejects(readTarGz(text('hello'), LIMITS), /no gzip file/);
  await assert.rejects(readTarGz(gzipSync(Buffer.alloc(2 * 1024 * 1024)), LIMITS), /more than 1 MB/);
  const whole = gzipSync(entry('a', { body: 'some text' }));
  await assert.rejects(readTarGz(whole.subarray(0, whole.length - 20), LIMITS), /cut off/);
  await assert.rejects(
    readTarGz(Buffer.concat([whole.subarray(0, 12), Buffer.alloc(50, 255)]), LIMITS),
    TarError,
  );
});

test('whatever bytes come, nothing but its own refusal is thrown', () => {
  const seed = entry('a/b', { body: 'some text' });
  let state = 42;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % below;
  };
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.concat([seed, entry('p', { type: 'x', body: '10 path=c\n' }), seed]);
    for (let change = 0; change < 4; change++) bytes[random(bytes.length)] = random(256);
    try {
      readTar(bytes.subarray(0, random(bytes.length)), LIMITS);
    } catch (error) {
      assert.ok(error instanceof TarError, String(error));
    }
  }
});
