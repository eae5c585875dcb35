import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from './suggest.ts';

const known = ['port', 'host', 'path', 'listeners', 'max_packet_size', 'retainer', 'json_encode'];

const guesses: Array<[word: string, meant: string | undefined]> = [
  ['prot', 'port'],
  ['Port', 'port'],
  ['listener', 'listeners'],
  ['max_packetsize', 'max_packet_size'],
  ['retain', 'retainer'],
  ['json_endcode', 'json_encode'],
  ['hsot', 'host'],
  ['max', 'max_packet_size'],
  ['ma', undefined],
  ['colour', undefined],
  ['x', undefined],
  ['x'.repeat(100_000), undefined],
];

for (const [word, meant] of guesses) {
  test(`who writes ${word.slice(0, 20)} probably meant ${meant}`, () =>
    assert.equal(suggest(word, known), meant));
}

test('of several known words that begin with what was written none is suggested', () => {
  assert.equal(suggest('data', ['data_dir', 'data_file']), undefined);
});

test('of two known words the nearer one is suggested', () => {
  assert.equal(suggest('topics', ['topic_x', 'topic']), 'topic');
});
