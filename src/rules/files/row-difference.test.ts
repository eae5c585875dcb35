import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText, isMap, type Row } from '../../sql/door.ts';
import { sayOfFile } from './file-problem.ts';
import { rowDifferences } from './row-difference.ts';

const cases: ReadonlyArray<[expected: string, got: string, others: boolean, differences: readonly string[]]> =
  [
    ['{"a":1,"b":{"c":[1,2]}}', '{"b":{"c":[1,2]},"a":1}', false, []],
    ['{"a":1}', '{"a":2}', false, ['a: expected 1, got 2']],
    ['{"a":1}', '{"a":"1"}', false, ['a: expected 1, got "1"']],
    ['{"a":3}', '{"a":3.0}', false, ['a: expected 3, got 3.0']],
    [
      '{"a":12345678901234567890}',
      '{"a":12345678901234567891}',
      false,
      ['a: expected 12345678901234567890, got 12345678901234567891'],
    ],
    ['{"a":null}', '{}', false, ['a: expected null, and it is not there']],
    ['{}', '{"a":{"b":1}}', false, ['a: not expected, got {"b":1}']],
    ['{"a":{"b":1}}', '{"a":{"b":1,"c":2},"d":3}', true, []],
    ['{"a":{"b":1}}', '{"a":[1]}', true, ['a: expected {"b":1}, got [1]']],
    [
      '{"a":[{"b":1},2]}',
      '{"a":[{"b":2},2,3]}',
      false,
      ['a[1].b: expected 1, got 2', 'a[3]: not expected, got 3'],
    ],
    ['{"a":[1,2]}', '{"a":[1]}', false, ['a[2]: expected 2, and it is not there']],
    ['{"a b":{"c-d":1}}', '{"a b":{"c-d":2}}', false, ['"a b".c-d: expected 1, got 2']],
  ];

function row(json: string): Row {
  const value = fromJsonText(json);
  return isMap(value) ? value : {};
}

for (const [expected, got, others, differences] of cases) {
  test(`${got} against ${expected}${others ? ' and others' : ''}`, () => {
    const found = rowDifferences(row(expected), row(got), others);
    assert.deepEqual(
      found.map((difference) => sayOfFile('en', difference)),
      differences,
    );
  });
}

test('what is undefined is compared as it is sent', () => {
  assert.deepEqual(rowDifferences({ a: 'undefined' }, { a: undefined }, false), []);
});

test('a row of a thousand differences is not a thousand lines', () => {
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`c${i}`, i]));
  assert.equal(rowDifferences({}, wide, false).length, 20);
});
