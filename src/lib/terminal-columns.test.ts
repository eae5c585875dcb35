import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalColumns } from './terminal-columns.ts';

const cases: [text: string, columns: number][] = [
  ['', 0],
  ['pump-7', 6],
  ['客户端', 6],
  ['离线:kicked', 11],
  ['🔔', 2],
];
for (const [text, columns] of cases) {
  test(`${JSON.stringify(text)} takes ${columns} columns`, () =>
    assert.equal(terminalColumns(text), columns));
}
