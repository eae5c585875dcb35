import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plateauOf } from './memory-plateau.ts';

const MEBIBYTE = 2 ** 20;
const minutes = Array.from({ length: 120 }, (_, index) => index / 6);

test('memory that fills up and then stays is flat, whatever its saw teeth', () => {
  const samples = minutes.map(
    (minute, index) => (300 - 200 * Math.exp(-minute / 2) + 30 * (index % 5)) * MEBIBYTE,
  );
  assert.equal(plateauOf(samples).isFlat, true);
});

test('memory that grows by ten megabytes a minute for twenty minutes is not flat', () => {
  assert.equal(plateauOf(minutes.map((minute) => (200 + 10 * minute) * MEBIBYTE)).isFlat, false);
});
