import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mqtt } from '../../../test/support/rule-scenario.ts';
import { sqlHost } from '../../../test/support/sql-event.ts';
import { compileStatement } from '../rule-compiler.ts';

const OFFLINE = '"$events/client/disconnected"';

const cases: ReadonlyArray<[from: string, condition: string, code: string | undefined, message?: RegExp]> = [
  ['"t/#"', "topic = 't/+/x'", 'wildcardCompared', /never true; write topic =~ 't\/\+\/x'$/],
  ['"t/#"', "'t/#' != topic", 'wildcardCompared', /always true; write NOT topic =~ 't\/#'$/],
  ['"t/#"', "topic = 't/a+b'", undefined],
  ['"t/#"', "topic =~ 't/+/x'", undefined],
  ['"$events/session/subscribed"', "topic = 't/#'", undefined],
  [OFFLINE, 'clientid = 5', 'textComparedWithNumber', /write '5' if the text is meant$/],
  [OFFLINE, 'clientid > 5', 'textComparedWithNumber'],
  [OFFLINE, "clientid = '5'", undefined],
  ['"t/#"', 'payload > 5', undefined],
  ['"t/#"', 'payload.x > 5', undefined],
  ['"t/#"', "qos = 'one'", 'numberComparedWithText', /qos is a number/],
  ['"t/#"', "qos = '1'", undefined],
  [OFFLINE, "disconnected_at > '2026-01-01'", 'numberComparedWithText'],
  [OFFLINE, "reason = 'keepalive_timout'", 'unknownReason', /did you mean 'keepalive_timeout'\?$/],
  [OFFLINE, "reason NOT IN ('normal', 'takeover')", 'unknownReason', /did you mean 'takenover'\?$/],
  [OFFLINE, "reason = 'ws_close_1001'", undefined],
  ['"$events/message/dropped"', "reason = 'no_subscriber'", undefined],
  ['"$events/#"', "reason = 'kiked'", undefined],
];

for (const [from, condition, code, message] of cases) {
  test(`${condition} of ${from} ${code === undefined ? 'is nothing to warn about' : `is ${code}`}`, () => {
    const { warnings } = compileStatement(`SELECT 1 as one FROM ${from} WHERE ${condition}`, {
      mqtt,
      host: sqlHost,
    });
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      code === undefined ? [] : [code],
    );
    if (message) assert.match(warnings[0]?.message ?? '', message);
    if (code !== undefined) {
      assert.match(warnings[0]?.excerpt ?? '', /\^$/);
      assert.match(warnings[0]?.message_zh ?? '', /[一-鿿]/);
    }
  });
}

test('a name that the statement gives is not the column of that name', () => {
  const sql = 'SELECT strlen(clientid) as clientid FROM "t/#" WHERE clientid > 5';
  assert.deepEqual(compileStatement(sql, { mqtt, host: sqlHost }).warnings, []);
});

test('the example rule has no warning', () => {
  const directory = new URL('../../../examples/', import.meta.url);
  const names = readdirSync(directory).filter((name) => name.endsWith('-rule.json'));
  assert.ok(names.length > 0);
  for (const name of names) {
    const { sql } = JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as { sql: string };
    const { warnings } = compileStatement(sql, { mqtt, host: sqlHost });
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['quotedText'],
    );
  }
});
