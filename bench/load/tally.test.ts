import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from './tally.ts';

interface Case {
  title: string;
  /** Pairs of publisher and sequence number, in order of arrival. */
  arrivals: [publisher: number, sequence: number][];
  sent: number[];
  expected: { missing: number; duplicated: number; reordered: number };
}

const cases: Case[] = [
  {
    title: 'everything once and in order is clean',
    arrivals: [
      [0, 1],
      [1, 1],
      [0, 2],
    ],
    sent: [2, 1],
    expected: { missing: 0, duplicated: 0, reordered: 0 },
  },
  {
    title: 'a gap is missing',
    arrivals: [
      [0, 1],
      [0, 4],
    ],
    sent: [4],
    expected: { missing: 2, duplicated: 0, reordered: 0 },
  },
  {
    title: 'what did not come at the end is missing',
    arrivals: [[0, 1]],
    sent: [3, 2],
    expected: { missing: 4, duplicated: 0, reordered: 0 },
  },
  {
    title: 'an overtaken message that comes late is reordered, not missing',
    arrivals: [
      [0, 2],
      [0, 1],
    ],
    sent: [2],
    expected: { missing: 0, duplicated: 0, reordered: 1 },
  },
  {
    title: 'the latest message again is a duplicate',
    arrivals: [
      [0, 1],
      [0, 1],
    ],
    sent: [1],
    expected: { missing: 0, duplicated: 1, reordered: 0 },
  },
  {
    title: 'an old message again is a duplicate, and hides no missing one',
    arrivals: [
      [0, 1],
      [0, 3],
      [0, 1],
    ],
    sent: [3],
    expected: { missing: 1, duplicated: 1, reordered: 0 },
  },
];

for (const { title, arrivals, sent, expected } of cases) {
  test(title, () => {
    const tally = new Tally(sent.length);
    for (const [publisher, sequence] of arrivals) tally.receive(publisher, sequence);
    const { duplicated, reordered, received } = tally;
    assert.deepEqual({ missing: tally.missing(sent), duplicated, reordered }, expected);
    assert.equal(received, arrivals.length);
  });
}
