import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeBuckets } from './time-buckets.ts';

const DAY = 86_400_000;

for (const [range, size] of [
  [1, 1000],
  [3 * 60_000, 1000],
  [3_600_000, 60_000],
  [DAY, 900_000],
  [7 * DAY, 3_600_000],
  [30 * DAY, 3 * 3_600_000],
  [3650 * DAY, 21 * DAY],
] as const) {
  test(`${range} ms are cut into buckets of ${size} ms, which hold each moment once`, () => {
    const from = Date.UTC(2026, 0, 1) + 123;
    const buckets = new TimeBuckets(from, from + range);
    assert.equal(buckets.size, size);
    for (const at of [from, from + range]) {
      const bucket = buckets.at(at);
      assert.ok(bucket && bucket.from <= at && at < bucket.from + size);
    }
    assert.ok(buckets.read().length <= 252);
    assert.equal(buckets.at(from - size), undefined);
    assert.equal(buckets.at(from + range + size), undefined);
  });
}
