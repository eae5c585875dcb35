import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzBroker } from './broker-fuzz.ts';
import { Random } from './random.ts';

/** Fixed, so that a failure is the change's and not the day's; `npm run fuzz` looks at others. */
const RUNS = 150;

test('whatever clients say, by turns and together, the broker answers as it may and everybody is accounted for', async () => {
  for (let seed = 1; seed <= RUNS; seed++) await fuzzBroker(seed);
});

test('a seed repeats its choices', () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.below(1000));
  };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});
