import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadingTurns } from './reading-turns.ts';

/** Turns in which everybody who is read on says more again, at so many milliseconds each. */
function runTurns(readers: number, cost: number, turns: number) {
  const queue = new ReadingTurns<number>();
  let now = 0;
  for (let reader = 0; reader < readers; reader++) {
    queue.add(reader, now);
    now += cost;
  }
  const served: number[] = [];
  const lengths: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const begin = now;
    for (const reader of queue.take(now)) {
      served.push(reader);
      now += cost;
      queue.add(reader, now);
    }
    lengths.push(now - begin);
  }
  return { served, lengths };
}

test('a few readers are all read on in each turn', () => {
  const { served } = runTurns(5, 1, 3);
  assert.deepEqual(served, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
});

test('a thousand are read in turns of about 20 ms, each in its order', () => {
  const { served, lengths } = runTurns(1000, 0.6, 200);
  assert.ok(Math.max(...lengths.slice(1)) <= 30, `${Math.max(...lengths.slice(1))} ms`);
  assert.deepEqual(
    served.slice(0, 2000),
    Array.from({ length: 2000 }, (_, i) => i % 1000),
  );
});

test('somebody is read in each turn, however long one takes', () => {
  const { lengths } = runTurns(100, 50, 10);
  assert.ok(lengths.every((length) => length > 0));
});
