import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRateLimit, perSecond } from './rate-text.ts';

const rates: ReadonlyArray<[text: string, perSecond: number | undefined]> = [
  ['1000/s', 1000],
  ['500/10s', 50],
  ['60/m', 1],
  ['10MB/s', 10 * 1024 * 1024],
  ['1KB/500ms', 2048],
  ['infinity', Number.POSITIVE_INFINITY],
  ['1000', undefined],
  ['0/s', undefined],
  ['-1/s', undefined],
  ['10/infinity', undefined],
  ['10/0s', undefined],
  ['ten/s', undefined],
  ['10/s/s', undefined],
  ['', undefined],
];

for (const [text, expected] of rates) {
  test(`${JSON.stringify(text)} is ${expected === undefined ? 'no rate' : `${expected} per second`}`, () => {
    const rate = parseRateLimit(text);
    assert.equal(rate && perSecond(rate), expected);
  });
}
