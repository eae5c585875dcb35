import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf, runSql } from '../../test/support/sql-event.ts';

const arithmetic: readonly (readonly [string, string])[] = [
  ['1 + 2', '3'],
  ["1 + 'a' + 2", '"1a2"'],
  ["nosuch + 'a'", '"undefineda"'],
  ["payload.n + 'a'", '"nulla"'],
  ['1 + true', 'error: + needs numbers, got a boolean'],
  ["'a' - 1", 'error: - needs numbers, got text'],
  ['6 / 2', '3.0'],
  ['7 / 2', '3.5'],
  ['1 / 0', 'error: division by zero'],
  ['1 div 0', 'error: division by zero'],
  ['-17 div 5', '-3'],
  ['-17 mod 5', '-2'],
  ['4 mod -2', '0'],
  ['4.0 div 2', 'error: div needs integers, got a float'],
  ['2 + 3 * 4', '14'],
  ['(2 + 3) * 4', '20'],
  ['10 - 3 - 2', '5'],
  ['-2 * -3', '6'],
  ['+payload.x', '7'],
  ['-payload.x', '-7'],
  ["-'a'", 'error: - needs numbers, got text'],
  ['1.5 + 1.5', '3.0'],
  ['2 * 1.5', '3.0'],
  ['0.5 * 3', '1.5'],
  ['9007199254740991 + 2', '9007199254740993'],
  ['9007199254740993 - 9007199254740992', '1'],
  ['123456789012 * 987654321098', '121932631136585886175176'],
  ['1.5e308 * 10.0', 'error: the result is too large for a float'],
  ['1--comment\n+ 1', '2'],
];

for (const [expression, result] of arithmetic) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}

const comparisons: readonly (readonly [string, string])[] = [
  // A missing side.
  ['nosuch = nosuch2', 'true'],
  ['nosuch != nosuch2', 'false'],
  ['nosuch = 1', 'false'],
  ['nosuch != 1', 'false'],
  ["nosuch < 'a'", 'false'],
  ["'a' > nosuch", 'false'],
  ["nosuch =~ 't/#'", 'false'],
  // JSON null is a value.
  ['payload.n = payload.n', 'true'],
  ["payload.n = 'null'", 'true'],
  ['payload.n != 1', 'true'],
  ['payload.n > 1', 'true'],
  // Numbers, and text beside them.
  ['2 = 2.0', 'true'],
  ['1.5 < 2', 'true'],
  ["'10' > 9", 'true'],
  ["9 < '10.5'", 'true'],
  ["1 = 'a'", "error: a number cannot be compared with the text 'a'"],
  ["qos = '1'", 'true'],
  ['9007199254740993 > 9007199254740992', 'true'],
  // Booleans.
  ["true = 'true'", 'true'],
  ["'false' != false", 'false'],
  ['false < true', 'true'],
  ['payload.b = true', 'true'],
  // Text by bytes.
  ["'a' < 'b'", 'true'],
  ["'B' < 'a'", 'true'],
  ["'a' < 'aa'", 'true'],
  ["'\uffee' < '😀'", 'true'],
  ["'a' <> 'b'", 'true'],
  // Structures.
  ['payload.arr = [10, 20, 30]', 'true'],
  ['payload.arr = [10.0, 20, 30]', 'true'],
  ['[1, 2] < [1, 3]', 'true'],
  ['[1] < [1, 0]', 'true'],
  ['payload.o = map(\'{"k":"v"}\')', 'true'],
  ['payload.o = payload.flat', 'false'],
  // Other mixtures by type: number < word < map < list < text.
  ['1 < true', 'true'],
  ['true < payload.o', 'true'],
  ['payload.o < payload.arr', 'true'],
  ["payload.arr < ''", 'true'],
  ['99 < payload.n', 'true'],
  // Topics.
  ["topic =~ '#'", 'true'],
  ["topic =~ 'x'", 'false'],
  ["1 =~ 'x'", 'error: =~ needs a topic and a topic filter, got an integer'],
  // Membership is strict.
  ['1 IN (1, 2)', 'true'],
  ['1 IN (1.0, 2)', 'false'],
  ["5 IN ('5')", 'false'],
  ["'5' IN ('5', 6)", 'true'],
  ['payload.x IN (6, qos + 6)', 'true'],
  ['payload.arr IN ([10, 20, 30], 1)', 'true'],
  ['nosuch IN (1)', 'false'],
  ['1 NOT IN (1, 2)', 'false'],
  ["'x' NOT IN ('a', 'b')", 'true'],
  // Logic.
  ['NOT 1 = 2', 'true'],
  ['NOT (1 = 1 AND 2 = 2)', 'false'],
  ['NOT (1 = 2 OR 2 = 3)', 'true'],
  ['NOT NOT true', 'true'],
  ['NOT 5', 'false'],
  ['NOT nosuch', 'false'],
  ['true OR false AND false', 'true'],
  ['(true OR false) AND false', 'false'],
  ["true OR 1 = 'a'", 'true'],
  ["false AND 1 = 'a'", 'false'],
  ["qos = 1 OR qos = 'a'", 'true'],
  ['5 AND true', 'error: a condition must be true or false, got an integer'],
];

for (const [expression, result] of comparisons) {
  test(`${expression} is ${result}`, () => assert.equal(resultOf(expression), result));
}

const conditions: readonly (readonly [string, 'matches' | 'does not match' | 'fails'])[] = [
  ['true', 'matches'],
  ['false', 'does not match'],
  ['payload.b', 'matches'],
  ['NOT payload.b', 'does not match'],
  ['is_str(clientid)', 'matches'],
  ['payload.x', 'fails'],
  ['nosuch', 'fails'],
  ['TRUE', 'fails'],
  ["upper(clientid) = 'C1'", 'matches'],
  ['is_null(nosuch) OR nosuch != 1', 'matches'],
];

for (const [condition, outcome] of conditions) {
  test(`WHERE ${condition} ${outcome}`, () => {
    const rows = runSql(`SELECT qos FROM "t/#" WHERE ${condition}`);
    const expected = {
      matches: /^\[\{"qos":1\}\]$/,
      'does not match': /^\[\]$/,
      fails: /^error: a condition/,
    };
    assert.match(rows, expected[outcome]);
  });
}

const cases: readonly (readonly [string, string])[] = [
  ["CASE qos WHEN 0 THEN 'no' WHEN 1 THEN 'one' END", '"one"'],
  ["CASE qos WHEN 1.0 THEN 'float' ELSE 'other' END", '"other"'],
  ["CASE qos WHEN '1' THEN 'text' END", 'undefined'],
  ["CASE WHEN qos = '1' THEN 'text' END", '"text"'],
  ["CASE WHEN payload.x > 10 THEN 'high' WHEN payload.x > 5 THEN 'middle' ELSE 'low' END", '"middle"'],
  ['CASE WHEN qos > 5 THEN 1 END', 'undefined'],
  ["CASE WHEN true THEN CASE qos WHEN 1 THEN 'inner' END END", '"inner"'],
  ["CASE WHEN qos = 1 THEN 'a' WHEN qos = 'x' THEN 'never reached' END", '"a"'],
];

for (const [expression, result] of cases) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}
