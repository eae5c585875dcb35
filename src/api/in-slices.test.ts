import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSlices } from './in-slices.ts';

test('the event loop turns while a long list is worked off in order, however long each item takes', async () => {
  const items = Array.from({ length: 250 }, (_, index) => index);
  const done: number[] = [];
  const seen: number[] = [];
  let now = 0;
  setImmediate(() => seen.push(done.length));
  await inSlices(
    items,
    (item) => {
      done.push(item);
      now += 0.5;
    },
    () => now,
  );
  assert.deepEqual(done, items);
  assert.equal(seen[0], 10, 'somebody else had a turn after 5 ms');
});
