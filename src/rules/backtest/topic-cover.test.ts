import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coversFilter } from './topic-cover.ts';

const table: ReadonlyArray<[filter: string, wanted: string, covers: boolean]> = [
  ['#', 't/#', true],
  ['#', '#', true],
  ['+', '#', false],
  ['#', '$SYS/#', false],
  ['+/x', '$SYS/x', false],
  ['$SYS/#', '$SYS/brokers/+', true],
  ['t/#', 't', true],
  ['t/#', 't/+/x', true],
  ['t/+', 't/#', false],
  ['t/+', 't/1', true],
  ['t/1', 't/+', false],
  ['t/+/x', 't/+', false],
  ['t/+', 't/1/2', false],
  ['+/+', 't/1', true],
  ['t/+/#', 't/#', false],
];

for (const [filter, wanted, covers] of table) {
  test(`${filter} ${covers ? 'matches' : 'does not match'} all that ${wanted} matches`, () => {
    assert.equal(coversFilter(filter, wanted), covers);
  });
}
