import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Statement } from '../ast.ts';
import { printStatement } from '../printer.ts';
import { printSqlError, SqlError } from '../sql-error.ts';
import { parseRule } from './statement-parser.ts';

/** Each is read as the same as its twin, which is how it is printed. */
const statements: readonly (readonly [written: string, printed: string])[] = [
  ['select * from t', 'SELECT * FROM "t"'],
  [
    "SELECT a, 'b' AS c FROM 't/#', \"$events/client/connected\"",
    'SELECT a, \'b\' AS c FROM "t/#", "$events/client/connected"',
  ],
  [
    'SELECT a b, c AS "d e", f AS g.\'h i\'[0] FROM t',
    'SELECT a AS b, c AS "d e", f AS g.\'h i\'[0] FROM "t"',
  ],
  ['SELECT a as b[-0], a as b[-1] FROM t', 'SELECT a AS b[-0], a AS b[-1] FROM "t"'],
  ['SELECT 007, 1.5, 1.5e3, 1.0e30 FROM t', 'SELECT 7, 1.5, 1500.0, 1.0e+30 FROM "t"'],
  ['SELECT \'it\'\'s\', "a""b" FROM t', 'SELECT \'it\'\'s\', "a""b" FROM "t"'],
  ['SELECT a.b."c d".5.\'x\' FROM t', "SELECT a.b.'c d'.'5'.x FROM \"t\""],
  ['SELECT a[1][-1][b.c][2..-1] FROM t', 'SELECT a[1][-1][b.c][2..-1] FROM "t"'],
  ['SELECT f(x)[1].y, [1,2][1], (a)[1] FROM t', 'SELECT f(x)[1].y, [1, 2][1], (a)[1] FROM "t"'],
  ['SELECT emqx_rule_funcs.upper(x) FROM t', 'SELECT emqx_rule_funcs.upper(x) FROM "t"'],
  ['SELECT [], [1..3], [ -2 .. 2 ], [a, [b]] FROM t', 'SELECT [], [1..3], [-2..2], [a, [b]] FROM "t"'],
  [
    'SELECT a+b*c-d div e, (a+b)*c, a-(b-c) FROM t',
    'SELECT a + b * c - d div e, (a + b) * c, a - (b - c) FROM "t"',
  ],
  ['SELECT -a, +1, -(-1), - - 1, -(a+b) FROM t', 'SELECT -a, +1, -(-1), -(-1), -(a + b) FROM "t"'],
  [
    'SELECT a FROM t WHERE a=1 and b<>2 or not c>=3',
    'SELECT a FROM "t" WHERE a = 1 AND b != 2 OR NOT c >= 3',
  ],
  [
    'SELECT a FROM t WHERE a AND (b AND c) AND (d OR e)',
    'SELECT a FROM "t" WHERE a AND (b AND c) AND (d OR e)',
  ],
  ['SELECT a FROM t WHERE NOT (a AND b) OR NOT NOT c', 'SELECT a FROM "t" WHERE NOT (a AND b) OR NOT NOT c'],
  ['SELECT a FROM t WHERE (a = b) = true', 'SELECT a FROM "t" WHERE (a = b) = true'],
  ['SELECT a FROM t WHERE (not a) = b', 'SELECT a FROM "t" WHERE (NOT a) = b'],
  [
    'SELECT a FROM t WHERE a IN (1, b) AND c NOT IN (2)',
    'SELECT a FROM "t" WHERE a IN (1, b) AND c NOT IN (2)',
  ],
  ["SELECT a FROM t WHERE topic =~ 't/#'", 'SELECT a FROM "t" WHERE topic =~ \'t/#\''],
  [
    'SELECT CASE WHEN a=1 THEN 2 ELSE 3 END AS x FROM t',
    'SELECT CASE WHEN a = 1 THEN 2 ELSE 3 END AS x FROM "t"',
  ],
  [
    'SELECT case a when 1 then 2 when b then c end FROM t',
    'SELECT CASE a WHEN 1 THEN 2 WHEN b THEN c END FROM "t"',
  ],
  [
    'FOREACH a AS b, c.d DO e, f AS g INCASE h > 1 FROM t WHERE i',
    'FOREACH a AS b, c.d DO e, f AS g INCASE h > 1 FROM "t" WHERE i',
  ],
  ['FOREACH a FROM t', 'FOREACH a FROM "t"'],
  ['SELECT a -- the first\n, b FROM t -- no newline at the end', 'SELECT a, b FROM "t"'],
  ['SELECT a\tFROM\r\nt', 'SELECT a FROM "t"'],
  ['SELECT "select", a$b@c~d_e FROM t', 'SELECT "select", a$b@c~d_e FROM "t"'],
  ['SELECT TRUE, true FROM t', 'SELECT TRUE, true FROM "t"'],
];

for (const [written, printed] of statements) {
  test(`${written} is read as ${printed}`, () => {
    const statement = parseRule(written);
    assert.equal(printStatement(statement), printed);
    assert.deepEqual(withoutSpans(parseRule(printed)), withoutSpans(statement));
  });
}

function withoutSpans(statement: Statement): unknown {
  return JSON.parse(JSON.stringify(statement), (key, value: unknown) =>
    /^(s|nameS)pan$/.test(key) ? undefined : value,
  );
}

test('every expression knows its place in the text', () => {
  const text = 'SELECT upper( a.b ) AS c FROM t WHERE x = (1 + 2)';
  const statement = parseRule(text);
  const [item] = statement.items;
  assert.ok(item?.kind === 'output' && statement.where?.kind === 'binary');
  const placed = [
    item,
    item.expression,
    item.alias,
    statement.from[0],
    statement.where,
    statement.where.right,
  ];
  assert.deepEqual(
    placed.map((node) => text.slice(node?.span.start, node?.span.end)),
    ['upper( a.b ) AS c', 'upper( a.b )', 'c', 't', 'x = (1 + 2)', '(1 + 2)'],
  );
});

/** The whole picture: what, where, the line, the caret. */
const mistakes: readonly (readonly [text: string, picture: string])[] = [
  ['', 'line 1, column 1: expected SELECT or FOREACH, found the end of the statement\n\n  \n  ^'],
  [
    'SELECT FROM t',
    'line 1, column 8: expected something to select, found FROM\n\n  SELECT FROM t\n         ^^^^',
  ],
  ['SELECT a', 'line 1, column 9: expected FROM, found the end of the statement\n\n  SELECT a\n          ^'],
  ['SELECT a,\n  b +\nFROM t', 'line 3, column 1: expected an expression, found FROM\n\n  FROM t\n  ^^^^'],
  ["SELECT 'a FROM t", "line 1, column 8: this ' is never closed\n\n  SELECT 'a FROM t\n         ^"],
  ['SELECT a FROM "t', 'line 1, column 15: this " is never closed\n\n  SELECT a FROM "t\n                ^'],
  [
    'SELEC a FROM t',
    'line 1, column 1: expected SELECT or FOREACH, found SELEC; did you mean SELECT?\n\n  SELEC a FROM t\n  ^^^^^',
  ],
  [
    'foreah a FROM t',
    'line 1, column 1: expected SELECT or FOREACH, found foreah; did you mean FOREACH?\n\n  foreah a FROM t\n  ^^^^^^',
  ],
  [
    'SELECT * FORM t',
    'line 1, column 10: expected FROM, found FORM; did you mean FROM?\n\n  SELECT * FORM t\n           ^^^^',
  ],
  [
    'SELECT a FORM "t"',
    'line 1, column 10: expected FROM, found FORM; did you mean FROM?\n\n  SELECT a FORM "t"\n           ^^^^',
  ],
  [
    'SELECT a FROM t WHER a = 1',
    'line 1, column 17: expected the end of the statement, found WHER; did you mean WHERE?\n\n  SELECT a FROM t WHER a = 1\n                  ^^^^',
  ],
  [
    'SELECT a, FROM t',
    'line 1, column 9: nothing follows this comma; remove it\n\n  SELECT a, FROM t\n          ^',
  ],
  [
    'SELECT f(a, ) FROM t',
    'line 1, column 11: nothing follows this comma; remove it\n\n  SELECT f(a, ) FROM t\n            ^',
  ],
  [
    'SELECT a == 1 FROM t',
    'line 1, column 10: unexpected character ==; write =\n\n  SELECT a == 1 FROM t\n           ^^',
  ],
  [
    'SELECT a ~= 1 FROM t',
    'line 1, column 10: unexpected character ~=; write =~\n\n  SELECT a ~= 1 FROM t\n           ^^',
  ],
  [
    'SELECT `a` FROM t',
    'line 1, column 8: unexpected character `; write "name"\n\n  SELECT `a` FROM t\n         ^',
  ],
  [
    "SELECT '温度'， b FROM t",
    "line 1, column 12: unexpected character ，; write ,\n\n  SELECT '温度'， b FROM t\n          \u3000\u3000 ^",
  ],
  [
    'SELECT .5 FROM t',
    'line 1, column 8: expected an expression, found .; write 0.5\n\n  SELECT .5 FROM t\n         ^',
  ],
  [
    'SELECT 1e3 FROM t',
    'line 1, column 8: unexpected character 1e3; write 1.0e3\n\n  SELECT 1e3 FROM t\n         ^^^',
  ],
  [
    'SELECT 0x1F FROM t',
    'line 1, column 8: unexpected character 0x1F; write 31\n\n  SELECT 0x1F FROM t\n         ^^^^',
  ],
  [
    'SELECT a.1.100 FROM t',
    "line 1, column 10: 1.100 is read as one number here; write '1'.'100'\n\n  SELECT a.1.100 FROM t\n           ^^^^^",
  ],
  [
    "SELECT a AS 'b' FROM t",
    "line 1, column 13: an output cannot be named by the text 'b'; write \"b\"\n\n  SELECT a AS 'b' FROM t\n              ^^^",
  ],
  [
    'SELECT a AS FROM t',
    'line 1, column 13: expected a name for the output, found FROM; write "from"\n\n  SELECT a AS FROM t\n              ^^^^',
  ],
  [
    'SELECT a.end FROM t',
    "line 1, column 10: expected a name, found END; write 'end'\n\n  SELECT a.end FROM t\n           ^^^",
  ],
  [
    'SELECT a[0..2] FROM t',
    'line 1, column 10: elements are counted from 1, so 0 cannot bound a range\n\n  SELECT a[0..2] FROM t\n           ^',
  ],
  [
    'SELECT [4..1] FROM t',
    'line 1, column 8: the range 4..1 runs backwards\n\n  SELECT [4..1] FROM t\n         ^^^^^^',
  ],
  [
    'SELECT [1..99999] FROM t',
    'line 1, column 8: a range may have at most 10000 elements\n\n  SELECT [1..99999] FROM t\n         ^^^^^^^^^^',
  ],
  [
    'SELECT a FROM t WHERE 1 < 2 < 3',
    'line 1, column 29: comparisons cannot be chained; join them with AND\n\n  SELECT a FROM t WHERE 1 < 2 < 3\n                              ^',
  ],
  [
    'SELECT a FROM t WHERE a IS NULL',
    'line 1, column 25: IS is not part of the rule language; write is_null(x)\n\n  SELECT a FROM t WHERE a IS NULL\n                          ^^',
  ],
  [
    'SELECT a FROM t GROUP BY b',
    'line 1, column 17: GROUP is not part of the rule language; a rule sees one event at a time\n\n  SELECT a FROM t GROUP BY b\n                  ^^^^^',
  ],
  [
    'SELECT DISTINCT a FROM t',
    'line 1, column 8: DISTINCT is not part of the rule language; a rule sees one event at a time\n\n  SELECT DISTINCT a FROM t\n         ^^^^^^^^',
  ],
  [
    'SELECT a BETWEEN 1 AND 2 FROM t',
    'line 1, column 10: BETWEEN is not part of the rule language; write x >= 1 AND x <= 9\n\n  SELECT a BETWEEN 1 AND 2 FROM t\n           ^^^^^^^',
  ],
  [
    'SELECT a FROM t/x',
    'line 1, column 16: expected a topic in quotes, found /; write topics in quotes, as in "t/#"\n\n  SELECT a FROM t/x\n                 ^',
  ],
  [
    'SELECT a FROM ""',
    'line 1, column 15: expected a topic in quotes, found ""\n\n  SELECT a FROM ""\n                ^^',
  ],
  [
    'FOREACH a, * FROM t',
    'line 1, column 12: the last item of FOREACH must be a list; * is not one\n\n  FOREACH a, * FROM t\n             ^',
  ],
  [
    'SELECT CASE END FROM t',
    'line 1, column 13: expected an expression, found END\n\n  SELECT CASE END FROM t\n              ^^^',
  ],
  [
    'SELECT a FROM t;',
    'line 1, column 16: unexpected character ;; a rule is one statement, without a sign at its end\n\n  SELECT a FROM t;\n                 ^',
  ],
  [
    'SELECT a FROM t WHERE a IS NOT NULL',
    'line 1, column 25: IS is not part of the rule language; write is_not_null(x)\n\n  SELECT a FROM t WHERE a IS NOT NULL\n                          ^^',
  ],
  [
    'SELECT 5 DIV 2 FROM t',
    'line 1, column 10: DIV is not part of the rule language; write div\n\n  SELECT 5 DIV 2 FROM t\n           ^^^',
  ],
  [
    'SELECT 5 div FROM t',
    'line 1, column 14: expected an expression, found FROM\n\n  SELECT 5 div FROM t\n               ^^^^',
  ],
  [
    'SELECT a /* all */ FROM t',
    'line 1, column 11: expected an expression, found *; comments run from -- to the end of the line\n\n  SELECT a /* all */ FROM t\n            ^',
  ],
  [
    '/* all */ SELECT a FROM t',
    'line 1, column 1: expected SELECT or FOREACH, found /; comments run from -- to the end of the line\n\n  /* all */ SELECT a FROM t\n  ^',
  ],
  [
    'SELECT count(*) FROM t',
    'line 1, column 14: expected an expression, found *; a rule sees one event at a time\n\n  SELECT count(*) FROM t\n               ^',
  ],
  [
    'SELECT a FROM t WHERE a => 1',
    'line 1, column 26: expected an expression, found >; write >=\n\n  SELECT a FROM t WHERE a => 1\n                           ^',
  ],
  [
    'SELECT a FROM t WHERE a === 1',
    'line 1, column 25: unexpected character ===; write =\n\n  SELECT a FROM t WHERE a === 1\n                          ^^^',
  ],
  [
    'SELECT a FROM t AND a = 1',
    'line 1, column 17: expected the end of the statement, found AND; write WHERE\n\n  SELECT a FROM t AND a = 1\n                  ^^^',
  ],
  [
    'SELECT IF(a, b, c) FROM t',
    'line 1, column 8: expected an expression, found IF; write CASE WHEN a THEN b ELSE c END\n\n  SELECT IF(a, b, c) FROM t\n         ^^',
  ],
  [
    'SELECT _a FROM t',
    'line 1, column 8: unexpected character _a; write "_a"\n\n  SELECT _a FROM t\n         ^^',
  ],
  [
    'SELECT a || b FROM t',
    'line 1, column 10: unexpected character ||; write OR between conditions, and + between texts\n\n  SELECT a || b FROM t\n           ^^',
  ],
  [
    'SELECT 温度 FROM t',
    'line 1, column 8: unexpected character 温; write names with other than Latin letters in double quotes\n\n  SELECT 温度 FROM t\n         ^',
  ],
];

for (const [text, picture] of mistakes) {
  test(`the mistake in ${JSON.stringify(text)} is pointed at`, () => {
    assert.equal(printSqlError(text, refusal(text)), picture);
  });
}

test('a mistake can be said in Chinese', () => {
  const text = 'SELECT a FROM t WHERE 1 < 2 < 3';
  assert.match(printSqlError(text, refusal(text), 'zh'), /^第 1 行，第 29 列：比较不能连写；请用 AND 连接\n/);
  assert.match(printSqlError('SELECT', refusal('SELECT'), 'zh'), /：此处应为表达式，实际是语句结尾\n/);
});

test('a mistake in a long line is shown with its surroundings only', () => {
  const text = `SELECT ${'a, '.repeat(200)}, FROM t`;
  const [, , line = '', caret = ''] = printSqlError(text, refusal(text)).split('\n');
  assert.ok(line.length <= 102);
  assert.equal(line[caret.indexOf('^')], ',');
});

/** Each would exhaust the stack, the memory or the patience of a careless parser. */
const hostile: readonly (readonly [string, string, RegExp])[] = [
  ['parentheses', `SELECT ${'('.repeat(20_000)}a FROM t`, /nested more than/],
  ['lists', `SELECT ${'['.repeat(20_000)} FROM t`, /nested more than/],
  ['calls', `SELECT ${'f('.repeat(20_000)} FROM t`, /nested more than/],
  ['indices', `SELECT ${'a['.repeat(20_000)} FROM t`, /nested more than/],
  ['signs', `SELECT ${'- '.repeat(20_000)}1 FROM t`, /nested more than/],
  ['negations', `SELECT ${'NOT '.repeat(15_000)}1 FROM t`, /nested more than/],
  ['cases', `SELECT ${'CASE '.repeat(12_000)}1 FROM t`, /nested more than/],
  ['sums', `SELECT ${'1+'.repeat(20_000)}1 FROM t`, /more than 500 arithmetic operators/],
  ['path parts', `SELECT a${'.b'.repeat(20_000)} FROM t`, /at most 64 parts/],
  ['alias parts', `SELECT a AS a${'.b'.repeat(20_000)} FROM t`, /at most 64 parts/],
  ['digits', `SELECT ${'9'.repeat(60_000)} FROM t`, /at most 1000 digits/],
  ['size', `SELECT a FROM t --${' '.repeat(70_000)}`, /longer than 65536 characters/],
  ['a float', `SELECT 1.0e999 FROM t`, /too large/],
];

for (const [what, text, message] of hostile) {
  test(`a statement with too many or too much of ${what} is refused`, () => {
    assert.match(refusal(text).message, message);
  });
}

test('a condition with thousands of ORs is read', () => {
  const statement = parseRule(`SELECT a FROM t WHERE ${'b=1 OR '.repeat(5000)}b=2`);
  assert.equal(statement.where?.kind === 'logic' && statement.where.operands.length, 5001);
});

function refusal(text: string): SqlError {
  try {
    parseRule(text);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `${text} was accepted` });
}
