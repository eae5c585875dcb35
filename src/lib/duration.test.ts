import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from './duration.ts';

const readings: Array<[text: string | number, milliseconds: number | undefined]> = [
  ['15s', 15_000],
  ['500ms', 500],
  ['1m30s', 90_000],
  ['7d', 604_800_000],
  ['1w', 604_800_000],
  ['1.5h', 5_400_000],
  ['2H', 7_200_000],
  ['0s', 0],
  ['250', 250],
  [250, 250],
  ['infinity', Infinity],
  [Infinity, Infinity],
  ['', undefined],
  ['s', undefined],
  ['-1s', undefined],
  ['30s1m', undefined],
  ['1s1s', undefined],
  ['1.5', undefined],
  [1.5, undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  ['15 s', undefined],
  ['99999999999999999999d', undefined],
];

for (const [text, milliseconds] of readings) {
  test(`the duration ${JSON.stringify(text)} is ${milliseconds} ms`, () => {
    assert.equal(parseDuration(text), milliseconds);
  });
}

test('a duration is written so that reading it gives the same', () => {
  const texts: Array<[number, string]> = [
    [0, '0s'],
    [500, '500ms'],
    [90_000, '1m30s'],
    [604_800_000, '7d'],
    [90_061_001, '1d1h1m1s1ms'],
    [Infinity, 'infinity'],
  ];
  for (const [milliseconds, text] of texts) {
    assert.equal(formatDuration(milliseconds), text);
    assert.equal(parseDuration(text), milliseconds);
  }
});
