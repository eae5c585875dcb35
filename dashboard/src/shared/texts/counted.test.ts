import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted } from './counted.ts';

test('one of a thing is told in the singular', () => {
  assert.equal(counted('0', 'message'), '0 messages');
  assert.equal(counted('1', 'message'), '1 message');
  assert.equal(counted('1,284', 'message'), '1,284 messages');
});
