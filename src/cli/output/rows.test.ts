import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from './rows.ts';

const header = ['ID', 'STATE', 'TITLE'];
const rows = [
  ['水泵-1', 'open', 'nothing was heard of this pump'],
  ['a-pump-with-a-quite-long-name', 'resolved', '恢复'],
];

test('columns stand below each other, also where characters take two columns', () => {
  assert.equal(
    tableOf(header, rows),
    [
      'ID                             STATE     TITLE',
      '水泵-1                         open      nothing was heard of this pump',
      'a-pump-with-a-quite-long-name  resolved  恢复',
      '',
    ].join('\n'),
  );
});

test('in a narrow terminal names are cut to half of it, and the sentence at the end goes on in the next line', () => {
  const room = { columns: 48, whole: new Set([1]), cutsLast: false };
  assert.equal(
    tableOf(header, rows, { room }),
    [
      'ID                        STATE     TITLE',
      '水泵-1                    open      nothing was heard of this pump',
      'a-pump-with-a-quite-lon…  resolved  恢复',
      '',
    ].join('\n'),
  );
});

test('on a screen that is written anew it is cut, too', () => {
  const room = { columns: 48, whole: new Set([1]), cutsLast: true };
  assert.equal(
    tableOf(header, rows, { room }),
    [
      'ID                        STATE     TITLE',
      '水泵-1                    open      nothing was…',
      'a-pump-with-a-quite-lon…  resolved  恢复',
      '',
    ].join('\n'),
  );
});
