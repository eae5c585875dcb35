import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf, ruleOf } from '../../../test/support/sql-event.ts';
import { fromJsonText, toJsonText } from '../json.ts';
import { SqlError } from '../sql-error.ts';
import { arityOf } from './function-entry.ts';
import { functionTable } from './function-table.ts';

process.env.TZ = 'UTC'; // the reference's results are those of a server in UTC

for (const { name, examples } of functionTable.values()) {
  for (const [expression, result] of examples) {
    test(`${name}: ${expression} gives ${result}`, () => {
      assert.equal(resultOf(expression), result === 'undefined' ? result : toJsonText(fromJsonText(result)));
    });
  }
}

test('every function is described, and each of its forms has a use', () => {
  for (const entry of functionTable.values()) {
    assert.match(entry.name, /^[a-z][a-z0-9_]*$/);
    assert.notEqual(entry.meaning, '');
    assert.ok(entry.examples.length > 0, entry.name);
    const shown = entry.examples.map(([expression]) => expression).join(' ');
    assert.ok(shown.includes(`${entry.name}(`), entry.name);
  }
});

const calls: readonly (readonly [call: string, refusal: string])[] = [
  ['uper(a)', 'unknown function uper(); did you mean upper?'],
  ['UPPER(a)', 'unknown function UPPER(); did you mean upper?'],
  ['frobnicate()', 'unknown function frobnicate()'],
  ['upper()', 'upper() takes 1 argument, 0 given'],
  ['upper(a, b)', 'upper() takes 1 argument, 2 given'],
  ['split(a)', 'split() takes 2 or 3 arguments, 1 given'],
  ['null(1)', 'null() takes no arguments, 1 given'],
  ['concat(a, b, c)', 'concat() takes 1 or 2 arguments, 3 given'],
  ['sprintf()', 'sprintf() takes at least 1 argument, 0 given'],
  ['erlang.halt(1)', 'unknown module erlang'],
  [
    "format_date('days', 'Z', '%Y', 1)",
    "format_date(): expected 'second', 'millisecond', 'microsecond', 'nanosecond', got 'days'",
  ],
  [
    "format_date('second', 'Asia/Shanghai', '%Y', 1)",
    "format_date(): expected an offset such as '+08:00', 'Z' or 'local', got 'Asia/Shanghai'",
  ],
  ["date_to_unix_ts('second', '%Y', 'x')", 'date_to_unix_ts(): missing part %m in the format'],
  ["date_to_unix_ts('second', 'Z', '%Y', 'x')", 'date_to_unix_ts(): missing part %m in the format'],
  ["regex_match(a, '(')", 'regex_match(): the pattern is not a regular expression: Unterminated group'],
  ["sprintf('~q', a)", 'sprintf(): unknown directive ~q'],
  [
    "split(a, '/', 'all')",
    "split(): expected 'notrim', 'leading', 'trailing', 'leading_notrim', 'trailing_notrim', got 'all'",
  ],
];

for (const [call, message] of calls) {
  test(`a rule with ${call} is refused: ${message}`, () => {
    assert.throws(
      () => ruleOf(`SELECT ${call} as x FROM "t"`),
      (error) => {
        assert.ok(error instanceof SqlError);
        assert.equal(error.message, message);
        return true;
      },
    );
  });
}

test('a call may name the module of EMQX', () => {
  assert.equal(resultOf("emqx_rule_funcs.upper('a')"), '"A"');
});

test('the number of arguments comes from the forms', () => {
  assert.deepEqual(arityOf({ forms: ['a, b', 'list'] }), { counts: [1, 2], more: false });
  assert.deepEqual(arityOf({ forms: ['format, …'] }), { counts: [1], more: true });
  assert.deepEqual(arityOf({ forms: [''] }), { counts: [0], more: false });
});
