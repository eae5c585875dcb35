import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fittingLines } from './fitting-lines.ts';

const measure = (line: string): number => line.length + 1;

const cases: [lines: string[], limit: number, expected: string[]][] = [
  [[], 0, []],
  [['aaa', 'bbb'], 8, ['aaa', 'bbb']],
  [['aaaaaaaa', 'bbbbbbbb', 'cc'], 20, ['aaaaaaaa', '… (2 more)']],
  [['a'.repeat(30), 'b'], 12, ['… (2 more)']],
  [['设备', '二'.repeat(12)], 13, ['设备', '…（另有 1 项）']],
  [['aaa', 'bbb'], 7, []],
];
for (const [lines, limit, expected] of cases) {
  test(`of ${JSON.stringify(lines)}, ${JSON.stringify(expected)} fit into ${limit}`, () =>
    assert.deepEqual(fittingLines(lines, limit, measure), expected));
}
