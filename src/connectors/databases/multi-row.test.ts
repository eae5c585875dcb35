import assert from 'node:assert/strict';
import { test } from 'node:test';
import { multiRowInsert } from './multi-row.ts';

const several: [sql: string, twoRows: string][] = [
  ['INSERT INTO t VALUES (?, ?)', 'INSERT INTO t VALUES (?, ?),(?, ?)'],
  [
    'insert ignore into t (a, b) value(?, FROM_UNIXTIME(?/1000)) ON DUPLICATE KEY UPDATE a = VALUES(a) -- ?',
    'insert ignore into t (a, b) value(?, FROM_UNIXTIME(?/1000)),(?, FROM_UNIXTIME(?/1000)) ON DUPLICATE KEY UPDATE a = VALUES(a) -- ?',
  ],
  [
    "REPLACE INTO `values(` VALUES (CONCAT('(', ?))",
    "REPLACE INTO `values(` VALUES (CONCAT('(', ?)),(CONCAT('(', ?))",
  ],
];
for (const [sql, twoRows] of several) {
  test(`${sql} takes several rows`, () => assert.equal(multiRowInsert(sql)?.statement(2), twoRows));
}

for (const sql of [
  'UPDATE t SET a = ?',
  'INSERT INTO t SELECT ?, ?',
  'INSERT INTO t VALUES (?), (?)',
  'INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = ?',
  'INSERT INTO t VALUES (1)',
  'INSERT INTO t SET a = ?',
  'INSERT INTO t VALUES (?',
  "INSERT INTO t VALUES ('?",
  'CALL p(?)',
]) {
  test(`${sql} is executed once for each row`, () => assert.equal(multiRowInsert(sql), undefined));
}
