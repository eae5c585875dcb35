import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderedId } from './ids.ts';

test('an ordered id is a UUID of version 7 that begins with its time', () => {
  const now = Date.UTC(2031, 0, 1);
  const id = orderedId(now);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), now);
});

test('ids are unique and in order, inside one millisecond and when the clock is set back', () => {
  const now = Date.UTC(2032, 0, 1);
  const ids = Array.from({ length: 10_000 }, (_, index) => orderedId(index < 9_000 ? now : now - 60_000));
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
});
