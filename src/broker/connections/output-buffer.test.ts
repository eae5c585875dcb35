import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputBuffer } from './output-buffer.ts';

/** What was handed over, and in how many pieces. */
function drained(output: OutputBuffer): { text: string; pieces: number } {
  const result = { text: '', pieces: 0 };
  output.drain({
    write(parts) {
      result.text = Buffer.concat(parts).toString();
      result.pieces = parts.length;
      return true;
    },
  });
  return result;
}

test('copied and shared bytes leave in the order in which they came', () => {
  const output = new OutputBuffer();
  output.append(Buffer.from('a'));
  output.share(Buffer.from('b'));
  output.append(Buffer.from('c'));
  output.append(Buffer.from('d'));
  output.share(Buffer.from('e'));
  output.share(Buffer.from('f'));
  assert.equal(output.length, 6);
  assert.equal(drained(output).text, 'abcdef');
  assert.equal(output.length, 0);
  assert.deepEqual(drained(output), { text: '', pieces: 0 });
});

test('shared bytes that stand side by side are one piece for everybody, and the same memory', () => {
  const memory = Buffer.from('onetwothree');
  const outputs = [new OutputBuffer(), new OutputBuffer()];
  for (const [start, end] of [
    [0, 3],
    [3, 6],
    [6, 11],
  ])
    for (const output of outputs) output.share(memory.subarray(start, end));
  const pieces: Buffer[] = [];
  for (const output of outputs) output.drain({ write: (parts) => pieces.push(...parts) > 0 });
  assert.deepEqual(pieces.map(String), ['onetwothree', 'onetwothree']);
  assert.equal(pieces[0], pieces[1]);
  assert.equal(pieces[0]?.buffer, memory.buffer);
});

test('what does not fit a block goes on in larger ones, whole', () => {
  const output = new OutputBuffer();
  let expected = '';
  for (let i = 0; i < 3000; i++) {
    const piece = `${i},`.repeat(1 + (i % 20));
    expected += piece;
    output.append(Buffer.from(piece));
  }
  output.append(Buffer.alloc(200_000, 'x'));
  expected += 'x'.repeat(200_000);
  assert.equal(output.length, expected.length);
  assert.equal(drained(output).text, expected);
});

test('blocks that the system has not taken yet are not used again', () => {
  const first = new OutputBuffer();
  first.append(Buffer.from('first'));
  let waiting: readonly Buffer[] = [];
  first.drain({
    write(parts) {
      waiting = parts;
      return false;
    },
  });
  const second = new OutputBuffer();
  second.append(Buffer.from('other'));
  assert.equal(Buffer.concat(waiting).toString(), 'first');
  assert.equal(drained(second).text, 'other');
});
