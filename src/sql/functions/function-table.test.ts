import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf, ruleOf } from '../../../test/support/sql-event.ts';
import { fromJsonText, toJsonText } from '../json.ts';
import { printSqlError, SqlError } from '../sql-error.ts';
import { functionGroups } from './function-groups.ts';
import { functionTable } from './function-table.ts';
import { arityOf, parametersOf } from './signature.ts';

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
    assert.ok(Object.hasOwn(functionGroups, entry.group));
    assert.notEqual(entry.meaning.en, '');
    assert.match(entry.meaning.zh, /\p{Script=Han}/u);
    for (const form of entry.forms) assert.doesNotThrow(() => parametersOf(form), `${entry.name}(${form})`);
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
    "ai_completion('p', a)",
    'ai_completion() is not available: a rule does not wait for a model; send the row there by an HTTP action, and let the answer come back as a message',
  ],
  [
    "format_date('days', 'Z', '%Y', 1)",
    "format_date(): expected 'second', 'millisecond', 'microsecond', 'nanosecond', got 'days'",
  ],
  [
    "now_timestamp('ms')",
    "now_timestamp(): expected 'second', 'millisecond', 'microsecond', 'nanosecond', got 'ms'; did you mean 'millisecond'?",
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
  [
    "pad(a, 3, 'laeding')",
    "pad(): expected 'trailing', 'leading', 'both', got 'laeding'; did you mean 'leading'?",
  ],
  ['pad(a, 3, 5)', 'pad(): expected text, got an integer'],
  ["substr(a, '1')", 'substr(): expected an integer, got text; write 1'],
  ['substr(a, 2.0)', 'substr(): expected an integer, got a float; write int(2.0)'],
  ['upper(5)', "upper(): expected text, got an integer; write '5'"],
  ['upper([a])', 'upper(): expected text, got a list'],
  ['concat(a)[1] + concat(1)', 'concat(): expected a list, got an integer'],
  ['float2str(strlen(a), 2)', 'float2str(): expected a float, got an integer'],
  ['substr(a, b = 1)', 'substr(): expected an integer, got a boolean'],
  ['substr(a, [1..2])', 'substr(): expected an integer, got a list'],
  ["join_to_string(1, 'a')", "join_to_string(): expected text, got an integer; write '1'"],
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

test('a call whose argument cannot be right is refused in Chinese too', () => {
  const sql = `SELECT substr(topic, '1') as x FROM "t"`;
  assert.throws(
    () => ruleOf(sql),
    (error) => {
      assert.ok(error instanceof SqlError);
      assert.equal(
        printSqlError(sql, error, 'zh'),
        '第 1 行，第 22 列：substr()：此处应为整数，实际是文本；请写成 1\n\n' +
          `  ${sql}\n                       ^^^`,
      );
      return true;
    },
  );
});

test('a call may name the module of EMQX', () => {
  assert.equal(resultOf("emqx_rule_funcs.upper('a')"), '"A"');
});

test('the number of arguments comes from the forms', () => {
  assert.deepEqual(arityOf(['a: any, b: any', 'list: list']), { counts: [1, 2], more: false });
  assert.deepEqual(arityOf(['format: text, …: any']), { counts: [1], more: true });
  assert.deepEqual(arityOf(['']), { counts: [0], more: false });
});
