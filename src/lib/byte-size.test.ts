import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatByteSize, parseByteSize } from './byte-size.ts';

const readings: Array<[text: string | number, bytes: number | undefined]> = [
  ['256MB', 268_435_456],
  ['4KB', 4096],
  ['1gb', 1_073_741_824],
  ['1.5KB', 1536],
  ['12B', 12],
  ['1024', 1024],
  [1024, 1024],
  ['infinity', Infinity],
  ['', undefined],
  ['MB', undefined],
  ['-1KB', undefined],
  ['1.5', undefined],
  [1.5, undefined],
  ['1 MB', undefined],
  ['9999999999999999TB', undefined],
];

for (const [text, bytes] of readings) {
  test(`the size ${JSON.stringify(text)} is ${bytes} bytes`, () => {
    assert.equal(parseByteSize(text), bytes);
  });
}

test('a size is written with the largest unit that divides it', () => {
  assert.equal(formatByteSize(4096), '4KB');
  assert.equal(formatByteSize(1_048_576), '1MB');
  assert.equal(formatByteSize(1500), '1500');
  assert.equal(formatByteSize(0), '0');
  assert.equal(formatByteSize(Infinity), 'infinity');
});
