import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from './payload-format.ts';

test('a payload is written as text, JSON, hex or base64, and what is none of it is refused', () => {
  assert.deepEqual([...(bytesOf('é', 'text') ?? [])], [0xc3, 0xa9]);
  assert.deepEqual([...(bytesOf('00 ff:0x10', 'hex') ?? [])], [0, 255, 16]);
  assert.deepEqual([...(bytesOf('/wA=\n', 'base64') ?? [])], [255, 0]);
  assert.equal(bytesOf('{"a":1}', 'json')?.length, 7);
  for (const [text, format] of [
    ['{a}', 'json'],
    ['0', 'hex'],
    ['zz', 'hex'],
    ['*', 'base64'],
  ] as const)
    assert.equal(bytesOf(text, format), undefined, text);
});
