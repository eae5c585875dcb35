import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, percentile } from './statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test('the median is the middle value, whatever the order', () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([7]), 7);
});

test('the median of an even count lies between the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('numbers are compared as numbers', () => {
  assert.equal(median([10, 9, 100]), 10);
});

for (const [percent, expected] of [
  [0, 1],
  [1, 1],
  [50, 50],
  [90, 90],
  [99, 99],
  [99.5, 100],
  [100, 100],
] as const) {
  test(`percentile ${percent} of 1…100 is ${expected}`, () => {
    assert.equal(percentile(oneToHundred, percent), expected);
  });
}

test('a percentile is always a measured value', () => {
  assert.equal(percentile([1, 1000], 90), 1000);
  assert.equal(percentile([1, 1000], 50), 1);
});

test('nothing measured is not a number', () => {
  assert.ok(Number.isNaN(median([])));
  assert.ok(Number.isNaN(percentile([], 99)));
});

test('the values are left in their order', () => {
  const values = [3, 1, 2];
  median(values);
  percentile(values, 50);
  assert.deepEqual(values, [3, 1, 2]);
});
