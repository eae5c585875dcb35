import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finishInSlices, inSlices } from './in-slices.ts';

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

/** A work of steps that take a millisecond each. */
function* laborious(name: string, steps: number, seen: string[]): Generator<undefined, string, undefined> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    yield;
  }
  seen.push(name);
  return name;
}

test('long works take turns with the event loop, one after the other; a short one does not wait for them', async () => {
  const seen: string[] = [];
  const look = setImmediate(() => seen.push('somebody else'));
  const works = [laborious('long', 20, seen), laborious('longer', 30, seen), laborious('short', 1, seen)];
  assert.deepEqual(await Promise.all(works.map(finishInSlices)), ['long', 'longer', 'short']);
  clearImmediate(look);
  assert.deepEqual(seen, ['short', 'somebody else', 'long', 'longer']);
});

test('a work that fails says so, and the next one goes on', async () => {
  function* failing(): Generator<undefined, string, undefined> {
    yield* laborious('failing', 5, []);
    throw new Error('no');
  }
  const works = [finishInSlices(failing()), finishInSlices(laborious('next', 5, []))];
  await assert.rejects(works[0] as Promise<string>, /no/);
  assert.equal(await works[1], 'next');
});
