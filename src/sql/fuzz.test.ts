import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sqlExpression as expression } from '../../test/support/sql-arbitrary.ts';
import { eventOf, exampleColumns, ruleOf } from '../../test/support/sql-event.ts';
import { fromJsonText, parseRule, SqlError, SqlRuntimeError, toJsonText } from './door.ts';
import { printStatement } from './printer.ts';

const words =
  'SELECT FOREACH DO INCASE FROM WHERE AND OR NOT IN CASE WHEN THEN ELSE END AS div mod true payload payload.x a.b "q" \'t\' 1 2.5 -1 ( ) [ ] , . .. + - * / = != < =~ upper( is_null( concat( sprintf( regex_match( [1..3] "t/#"'.split(
    ' ',
  );

const wordSalad = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join(' '));

function readOrRefuse(text: string) {
  try {
    return parseRule(text);
  } catch (error) {
    assert.ok(error instanceof SqlError, String(error));
    return undefined;
  }
}

test('any text is a statement or an SqlError within it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    wordSalad,
    wordSalad.map((rest) => `SELECT ${rest} FROM t`),
  );
  fc.assert(
    fc.property(text, (sql) => void readOrRefuse(sql)),
    { numRuns: 500 },
  );
});

test('a statement that is printed is read as the same again', () => {
  fc.assert(
    fc.property(expression, expression, (item, condition) => {
      const statement = readOrRefuse(`SELECT ${item}, * FROM "t" WHERE ${condition}`);
      if (!statement) return;
      const printed = printStatement(statement);
      assert.equal(printStatement(parseRule(printed)), printed);
    }),
    { numRuns: 500 },
  );
});

test('a rule is refused with an SqlError, fails with an SqlRuntimeError, or makes rows', () => {
  fc.assert(
    fc.property(fc.constantFrom('SELECT', 'FOREACH'), expression, expression, (verb, item, condition) => {
      try {
        const rows = ruleOf(`${verb} ${item} FROM "t" WHERE ${condition}`).evaluate(eventOf(exampleColumns));
        toJsonText(rows);
      } catch (error) {
        assert.ok(error instanceof SqlError || error instanceof SqlRuntimeError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

test('any JSON is read and written as JSON of the same value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const written = toJsonText(fromJsonText(text));
      assert.deepEqual(JSON.parse(written), JSON.parse(text));
      assert.equal(toJsonText(fromJsonText(written)), written);
    }),
    { numRuns: 500 },
  );
});
