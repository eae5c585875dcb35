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

/** Works of steps that take a millisecond each, of a time that passes only by them. */
function startWorks(seen: string[] = []) {
  let now = 0;
  return {
    *laborious(name: string, steps: number): Generator<undefined, string, undefined> {
      for (let step = 0; step < steps; step++) {
        now++;
        yield;
      }
      seen.push(name);
      return name;
    },
    finish: (work: Generator<undefined, string, undefined>) => finishInSlices(work, () => now),
  };
}

test('long works take turns with the event loop, one after the other; a short one does not wait for them', async () => {
  const seen: string[] = [];
  const { laborious, finish } = startWorks(seen);
  const look = setImmediate(() => seen.push('somebody else'));
  const works = [laborious('long', 20), laborious('longer', 30), laborious('short', 1)];
  assert.deepEqual(await Promise.all(works.map(finish)), ['long', 'longer', 'short']);
  clearImmediate(look);
  assert.deepEqual(seen, ['short', 'somebody else', 'long', 'longer']);
});

test('a work that fails says so, and the next one goes on', async () => {
  const { laborious, finish } = startWorks();
  function* failing(): Generator<undefined, string, undefined> {
    yield* laborious('failing', 5);
    throw new Error('no');
  }
  const works = [finish(failing()), finish(laborious('next', 5))];
  await assert.rejects(works[0] as Promise<string>, /no/);
  assert.equal(await works[1], 'next');
});
