import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mqtt } from '../../../test/support/rule-scenario.ts';
import { eventOf, ruleOf, sqlHost } from '../../../test/support/sql-event.ts';
import { compileStatement } from '../rule-compiler.ts';

const BOTH = '* FROM "$events/client/connected", "$events/client/disconnected"';
const MESSAGES = '* FROM "t/#"';

const cases: ReadonlyArray<[from: string, condition: string, codes: readonly string[], place?: string]> = [
  [BOTH, "reason = 'x'", ['columnOfSomeEvents'], 'reason'],
  [BOTH, "'x' != reason", ['columnOfSomeEvents'], 'reason'],
  [BOTH, "clientid = 'a' AND reason IN ('x')", ['columnOfSomeEvents'], 'reason'],
  [
    'reason as why FROM "$events/client/connected", "$events/client/disconnected"',
    "why = 'x'",
    ['columnOfSomeEvents'],
  ],
  [`${MESSAGES}, "$events/client/connected"`, 'payload.x > 5', ['columnOfSomeEvents'], 'payload.x'],
  [BOTH, "clientid = 'x'", []],
  [BOTH, "event = 'client.disconnected' AND reason = 'x'", []],
  [BOTH, "is_not_null(reason) AND reason = 'x'", []],
  [BOTH, 'reason = username', ['columnOfSomeEvents'], 'reason'],
  [BOTH, 'reason = disconnected_at', []],
  ['* FROM "$events/client/disconnected"', "reason != 'normal'", []],
  ['* FROM "$events/#"', "reason = 'x'", []],
  [MESSAGES, 'payload.x != 5', ['falseWhereMissing'], 'payload.x'],
  ['payload.x as x FROM "t/#"', 'x != 5', ['falseWhereMissing'], 'x'],
  [MESSAGES, 'NOT payload.x > 5', ['trueWhereMissing'], 'payload.x'],
  [MESSAGES, "NOT (clientid = 'a' OR payload.x = 5)", ['trueWhereMissing'], 'payload.x'],
  [MESSAGES, 'NOT payload.x != 5', ['trueWhereMissing']],
  [MESSAGES, 'payload.x NOT IN (1, 2)', ['trueWhereMissing']],
  [MESSAGES, 'NOT NOT payload.x > 5', []],
  [MESSAGES, 'payload.x > 5', []],
  [MESSAGES, 'payload.x = 5 OR payload.y < 3', []],
  [MESSAGES, 'is_not_null(payload.x) AND payload.x != 5', []],
  [MESSAGES, 'is_null(payload.x) OR payload.x != 5', []],
  [MESSAGES, 'payload.x > 3 AND payload.x != 5', []],
  [MESSAGES, 'payload.x > 3 OR payload.x != 2', ['falseWhereMissing']],
  [MESSAGES, "payload != 'x'", []],
  ['upper(payload.x) as x FROM "t/#"', "x != 'A'", []],
];

for (const [from, condition, codes, place] of cases) {
  test(`${condition} of ${from} is ${codes.length === 0 ? 'nothing to warn about' : codes.join()}`, () => {
    const sql = `SELECT ${from} WHERE ${condition}`;
    const { warnings } = compileStatement(sql, { mqtt, host: sqlHost });
    assert.deepEqual(
      warnings.map(({ code }) => code),
      codes,
    );
    for (const { line, column = 0, excerpt, message_zh } of warnings) {
      assert.equal(line, 1);
      if (place !== undefined) assert.equal(sql.slice(column - 1, column - 1 + place.length), place);
      assert.match(excerpt ?? '', /\^$/);
      assert.match(message_zh ?? '', /[一-鿿]/);
    }
  });
}

test('a warning names the events without the column', () => {
  const [warning] = compileStatement(`SELECT ${BOTH} WHERE reason = 'x'`, { mqtt, host: sqlHost }).warnings;
  assert.equal(
    warning?.message,
    'client.connected has no column reason; there it is undefined and the comparison false',
  );
});

test('what the warnings say of a missing field is so', () => {
  const rows = (condition: string) =>
    ruleOf(`SELECT 1 as one FROM "t" WHERE ${condition}`).evaluate(eventOf({ payload: '{}' })).length;
  assert.equal(rows('payload.x != 5'), 0);
  assert.equal(rows('is_null(payload.x) OR payload.x != 5'), 1);
  assert.equal(rows('NOT payload.x > 5'), 1);
  assert.equal(rows('payload.x NOT IN (1, 2)'), 1);
  assert.equal(rows('is_not_null(payload.x) AND NOT payload.x > 5'), 0);
});
