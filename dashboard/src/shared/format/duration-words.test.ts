import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationWords } from './duration-words.ts';

test('a duration of a setting is told in words, and anything else as it is written', () => {
  const formats = { duration: (milliseconds: number) => `${milliseconds} ms` };
  for (const [written, words] of [
    ['60s', '60000 ms'],
    ['5m', '300000 ms'],
    ['250ms', '250 ms'],
    ['1h30m', '1h30m'],
    ['plant/#', 'plant/#'],
    ['', ''],
  ] as const)
    assert.equal(durationWords(written, formats), words);
});
