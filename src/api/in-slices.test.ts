import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSlices } from './in-slices.ts';

test('the event loop turns while a long list is worked off in order', async () => {
  const items = Array.from({ length: 250 }, (_, index) => index);
  const done: number[] = [];
  const seen: number[] = [];
  const look = setInterval(() => seen.push(done.length), 0);
  setImmediate(() => seen.push(done.length));
  await inSlices(items, (item) => done.push(item));
  clearInterval(look);
  assert.deepEqual(done, items);
  assert.equal(seen[0], 100, 'somebody else had a turn after the first slice');
});
