import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delivered, startLane } from '../../../test/support/lane-scenario.ts';

const MEGABYTE = 'x'.repeat(1_000_000);

test('of large requests only some megabytes are in memory at a time, and all arrive', async (t) => {
  const lane = startLane(t, { concurrency: 16 });
  const held: (() => void)[] = [];
  lane.answer = () => new Promise((resolve) => held.push(() => resolve(delivered)));
  for (let n = 0; n < 40; n++) lane.add(MEGABYTE);
  await lane.rest();
  assert.ok(lane.lane.taken.size <= 30, `${lane.lane.taken.size} of 40 are in memory`);
  while (lane.settled.length < 40) {
    for (const answer of held.splice(0)) answer();
    await lane.rest();
  }
  assert.equal(lane.sent.length, 40);
});
