import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customHeadersField } from './custom-headers.ts';

const values: [value: string, isTaken: boolean][] = [
  ['Bearer a b', true],
  ['告警\té', true],
  ['a\r\nX-Evil: 1', false],
  ['a\u0000', false],
  ['a\u0001', false],
  ['a\u007f', false],
];
for (const [value, isTaken] of values) {
  test(`a header ${JSON.stringify(value)} is ${isTaken ? 'taken' : 'refused when it is saved'}`, () =>
    assert.equal(customHeadersField.safeParse({ 'X-Site': value }).success, isTaken));
}
