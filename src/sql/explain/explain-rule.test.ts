import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sqlExpression } from '../../../test/support/sql-arbitrary.ts';
import { eventOf, exampleColumns, ruleOf, sqlHost } from '../../../test/support/sql-event.ts';
import {
  explainRule,
  type Operand,
  parseRule,
  type RowSource,
  type RuleExplanation,
  SqlError,
  SqlRuntimeError,
  type Term,
  toJsonText,
  type Value,
} from '../door.ts';

function explain(sql: string, columns: Readonly<Record<string, Value>> = exampleColumns): RuleExplanation {
  return explainRule(parseRule(sql), { host: sqlHost }, eventOf(columns));
}

/** `(a = 1: false)`, parts in their order; what has a value with it. */
function shown(term: Term, sql: string): unknown {
  const text = sql.slice(term.span.start, term.span.end);
  switch (term.kind) {
    case 'and':
    case 'or':
    case 'not':
      return [term.kind, term.verdict, ...term.terms.map((part) => shown(part, sql))];
    case 'comparison':
      return [text, term.verdict, value(term.left), value(term.right)];
    case 'in':
      return [text, term.verdict, value(term.subject), ...term.items.map(value)];
    case 'value':
      return [text, term.verdict, value(term.operand)];
  }
}

function value({ isEvaluated, value, error }: Operand): string {
  if (error) return `error: ${error.message}`;
  if (!isEvaluated) return '–';
  return value === undefined ? 'undefined' : toJsonText(value);
}

const conditions: Array<[condition: string, tree: unknown]> = [
  ["clientid = 'c1'", ["clientid = 'c1'", 'true', '"c1"', '"c1"']],
  ['payload.nosuch != 1', ['payload.nosuch != 1', 'false', 'undefined', '1']],
  [
    "qos = 1 AND (clientid = 'c2' OR payload.x > 9) AND is_null(username)",
    [
      'and',
      'false',
      ['qos = 1', 'true', '1', '1'],
      ['or', 'false', ["clientid = 'c2'", 'false', '"c1"', '"c2"'], ['payload.x > 9', 'false', '7', '9']],
      ['is_null(username)', 'not_evaluated', '–'],
    ],
  ],
  [
    "qos = 2 OR clientid = 'c1'",
    ['or', 'true', ['qos = 2', 'false', '1', '2'], ["clientid = 'c1'", 'true', '"c1"', '"c1"']],
  ],
  ['NOT (qos = 1)', ['not', 'false', ['(qos = 1)', 'true', '1', '1']]],
  ['NOT payload.x', ['not', 'false', ['payload.x', 'not_boolean', '7']]],
  ["clientid NOT IN ('a', username)", ["clientid NOT IN ('a', username)", 'true', '"c1"', '"a"', '"u1"']],
  ['payload.b', ['payload.b', 'true', 'true']],
  ['clientid', ['clientid', 'error', 'error: a condition must be true or false, got text']],
  [
    'qos = 1 AND clientid > 5 AND true',
    [
      'and',
      'error',
      ['qos = 1', 'true', '1', '1'],
      ['clientid > 5', 'error', '"c1"', '5'],
      ['true', 'not_evaluated', 'true'],
    ],
  ],
];

for (const [condition, tree] of conditions) {
  test(`WHERE ${condition} is shown as a tree with values and verdicts`, () => {
    const sql = `SELECT clientid FROM "t/#" WHERE ${condition}`;
    const { where } = explain(sql);
    assert.deepEqual(where && shown(where, sql), tree);
  });
}

test('the parts of a side are shown with what they came to, constants left out', () => {
  const { where } = explain(
    `SELECT 1 as a FROM "t" WHERE upper(concat(clientid, 'x')) = str(payload.x + qos)`,
  );
  assert.equal(where?.kind, 'comparison');
  const flat = (operand: Operand): unknown[] => [operand.kind, value(operand), ...operand.parts.map(flat)];
  if (where?.kind !== 'comparison') return;
  assert.deepEqual(flat(where.left), ['call', '"C1X"', ['call', '"c1x"', ['path', '"c1"']]]);
  assert.deepEqual(flat(where.right), ['call', '"8"', ['binary', '8', ['path', '7'], ['path', '1']]]);
});

test('a failure names the innermost part that failed', () => {
  const sql = 'SELECT clientid FROM "t" WHERE abs(upper(payload.o) + 1) = 2';
  const { failure, rows, where } = explain(sql);
  assert.deepEqual(rows, []);
  assert.equal(sql.slice(failure?.span?.start, failure?.span?.end), 'upper(payload.o)');
  assert.equal(where?.verdict, 'error');
});

test('the items of a rule whose condition is false are shown all the same', () => {
  const sql = `SELECT clientid, payload.x as x, * FROM "t" WHERE qos = 2`;
  const { items, rows } = explain(sql);
  assert.deepEqual(rows, []);
  assert.deepEqual(
    items.map(({ span, operand }) => [sql.slice(span.start, span.end), operand && value(operand)]),
    [
      ['clientid', '"c1"'],
      ['payload.x as x', '7'],
      ['*', undefined],
    ],
  );
});

test('each element of a FOREACH has a tree of INCASE of its own', () => {
  const sql = 'FOREACH payload.arr as e DO e INCASE e > 10 AND e < 30 FROM "t"';
  const { foreach, rows } = explain(sql);
  assert.deepEqual([foreach?.elements, rows.map((row) => row.e)], [3, [20]]);
  assert.deepEqual(
    foreach?.incase.map(({ element, term }) => [element, shown(term, sql)]),
    [
      [10, ['and', 'false', ['e > 10', 'false', '10', '10'], ['e < 30', 'not_evaluated', '–', '30']]],
      [20, ['and', 'true', ['e > 10', 'true', '20', '10'], ['e < 30', 'true', '20', '30']]],
      [30, ['and', 'false', ['e > 10', 'true', '30', '10'], ['e < 30', 'false', '30', '30']]],
    ],
  );
});

test('without an event nothing is evaluated, and the tree is there', () => {
  const { where, rows } = explainRule(
    parseRule('SELECT clientid FROM "t" WHERE qos = 1 AND payload.x = 7'),
    { host: sqlHost },
    undefined,
  );
  assert.deepEqual([rows, where?.verdict], [[], 'not_evaluated']);
});

test('an explanation changes nothing that rules remember of a connection', () => {
  const connection = {};
  const sql = `SELECT proc_dict_put('k', 1) as before FROM "t"`;
  const real: RowSource = { ...eventOf(exampleColumns), connection };
  ruleOf(`SELECT proc_dict_put('k', 0) as before FROM "t"`).evaluate(real);
  const made = { ...eventOf(exampleColumns), connection, madeUp: true };
  assert.deepEqual(explainRule(parseRule(sql), { host: sqlHost }, made).rows[0]?.before, 0);
  assert.deepEqual(ruleOf(`SELECT proc_dict_get('k') as k FROM "t"`).evaluate(real)[0]?.k, 0);
});

/** What AND, OR and NOT must be by their parts. */
function fromParts(term: Term): boolean | undefined {
  if (term.kind !== 'and' && term.kind !== 'or' && term.kind !== 'not') return undefined;
  const verdicts = term.terms.map(({ verdict }) => verdict);
  if (verdicts.includes('error')) return undefined;
  if (term.kind === 'not') return verdicts[0] === 'false';
  const deciding = term.kind === 'or';
  return verdicts.includes(deciding ? 'true' : 'false') ? deciding : !deciding;
}

function checkTerm(term: Term): void {
  const expected = term.verdict === 'not_evaluated' ? undefined : fromParts(term);
  if (expected !== undefined) assert.equal(term.verdict, String(expected));
  if ('terms' in term) term.terms.forEach(checkTerm);
}

test('an explanation says what the rule does, whatever the statement and the event', () => {
  const verbs = fc.constantFrom('SELECT', 'FOREACH');
  const payloads = fc.oneof(fc.constant(exampleColumns.payload), fc.json({ maxDepth: 2 }), fc.string());
  const events = fc
    .record({ payload: payloads, qos: fc.nat(2) })
    .map((some) => ({ ...exampleColumns, ...some }));
  fc.assert(
    fc.property(
      verbs,
      sqlExpression,
      sqlExpression,
      sqlExpression,
      events,
      (verb, item, condition, incase, event) => {
        const middle = verb === 'FOREACH' ? `as e DO e, topic INCASE ${incase}` : 'as a, topic';
        const sql = `${verb} ${item} ${middle} FROM "t" WHERE (${condition}) OR (${incase})`;
        let rule: ReturnType<typeof ruleOf>;
        try {
          rule = ruleOf(sql);
        } catch (error) {
          assert.ok(error instanceof SqlError, String(error));
          assert.throws(() => explain(sql), { name: 'SqlError', message: error.message });
          return;
        }
        const { rows, failure, where } = explain(sql, event);
        if (where) checkTerm(where);
        try {
          const made = rule.evaluate(eventOf(event));
          assert.equal(failure?.error.message, undefined);
          assert.deepEqual(rows, made);
          if (verb === 'SELECT') assert.equal(where?.verdict, String(made.length > 0));
        } catch (error) {
          if (!(error instanceof SqlRuntimeError)) throw error;
          assert.equal(failure?.error.message, error.message);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
