import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf, exampleColumns, resultOf, ruleOf } from '../../../../test/support/sql-event.ts';

const results: readonly (readonly [expression: string, result: string])[] = [
  ["jq('.[]', '[1, 1.0, 2.5, 12345678901234567890]')", '[1,1,2.5,12345678901234567000]'],
  ["jq('.', 'not json')", 'error: jq(): the text is not JSON'],
  ["jq('.a', 5)", 'error: jq(): Cannot index number with string "a"'],
  ['jq(\'error("x")\', 5)', 'error: jq(): x'],
  ["jq('empty', 5)", '[]'],
  ["jq('[range(1000000000000)]', 1, 20)", 'error: jq(): the program took longer than 20 ms'],
  ["jq('.a |', 1)", 'refused: jq(): the program is not jq: unexpected the end of the program at character 5'],
  ['jq(payload.o.k, \'{"v":1}\')', 'error: jq(): the program is not jq: v/0 is not defined'],
];

for (const [expression, result] of results) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}

test('a program that ran out of time rests, so that the broker does not wait for it again and again', () => {
  const evaluate = evaluationOf("jq('last(range(1000000000000))', 1, 20)");
  assert.equal(evaluate(), 'error: jq(): the program took longer than 20 ms');
  const rests = 'error: jq(): the program ran out of time just now, and rests for 9 times as long';
  assert.deepEqual([evaluate(), evaluate()], [rests, rests]);
});

/** One call of one rule, for event after event. */
function evaluationOf(expression: string): () => string {
  const rule = ruleOf(`SELECT ${expression} AS result FROM "t/#"`);
  return () => {
    try {
      return JSON.stringify(rule.evaluate(eventOf(exampleColumns)));
    } catch (error) {
      return `error: ${error instanceof Error ? error.message : ''}`;
    }
  };
}
