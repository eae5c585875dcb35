import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { mysqlDialect, pgsqlDialect, type SqlDialect } from '../../connectors/databases/sql-dialect.ts';
import { SqlTextError } from '../../connectors/databases/sql-tokens.ts';
import { compileSql, describeSqlMistake } from './sql-template.ts';

const row = {
  id: 'x1',
  clientid: "o'brien'); DROP TABLE t; --",
  temp: 21.5,
  qos: 1,
  retain: false,
  payload: { deep: { n: 5 }, list: [1, 2] },
  nothing: null,
  quote: 'say "hi"\n\\',
};

function compile(text: string, dialect: SqlDialect = pgsqlDialect, missingAsNull = true) {
  const template = compileSql(text, dialect, missingAsNull);
  return { sql: template.sql, values: template.values(rowOf(row)) };
}

test('placeholders become parameters, in their order, each of its own', () => {
  const text = 'INSERT INTO t(a, b, c) VALUES (${clientid}, ${payload.deep.n}, ${clientid})';
  const values = [row.clientid, 5, row.clientid];
  assert.deepEqual(compile(text), { sql: 'INSERT INTO t(a, b, c) VALUES ($1, $2, $3)', values });
  assert.deepEqual(compile(text, mysqlDialect), { sql: 'INSERT INTO t(a, b, c) VALUES (?, ?, ?)', values });
});

test('values keep their kind; maps and lists are JSON texts, what is missing is NULL', () => {
  const { values } = compile(
    'SELECT ${temp}, ${qos}, ${retain}, ${nothing}, ${absent}, ${payload.list}, ${.payload.deep}, ${payload.no.such}',
  );
  assert.deepEqual(values, [21.5, 1, false, null, null, '[1,2]', '{"n":5}', null]);
});

test('a missing value is the text undefined for those who ask for it', () => {
  assert.deepEqual(compile('SELECT ${absent}', pgsqlDialect, false).values, ['undefined']);
});

test('the id of the delivery can be stored, unless the row has a value of this name', () => {
  const text = 'INSERT INTO t VALUES (${delivery.id})';
  assert.deepEqual(compile(text).values, [{ delivery: 'id' }]);
  const template = compileSql(text, pgsqlDialect, true);
  assert.deepEqual(template.values(rowOf({ delivery: { id: 7 } })), [7]);
});

test('integers beyond 2^53, floats without a fraction and bytes arrive exactly', () => {
  const template = compileSql('SELECT ${big}, ${bytes}', pgsqlDialect, true);
  const values = template.values(rowOf({ big: 9007199254740993n, bytes: Buffer.from([0xff, 0]) }));
  assert.deepEqual(values, ['9007199254740993', { bytes: '/wA=' }]);
});

test('defaults and filters of placeholders hold, also inside of quotes', () => {
  const text =
    "SELECT ${absent:-7}, ${absent:-'7'}, ${temp:-0}, ${absent:-none}, ${payload.list | json}, 'at ${time | date('UTC')}'";
  const template = compileSql(text, pgsqlDialect, true);
  assert.equal(template.sql, 'SELECT $1, $2, $3, $4, $5, $6');
  assert.deepEqual(template.values(rowOf({ ...row, time: 0 })), [
    7,
    '7',
    21.5,
    'none',
    '[1,2]',
    'at 1970-01-01 00:00:00 +00:00',
  ]);
});

const kept: [what: string, text: string, sql: string, values: unknown[]][] = [
  ['a cast', 'SELECT ${payload}::jsonb', 'SELECT $1::jsonb', ['{"deep":{"n":5},"list":[1,2]}']],
  [
    'a spaced cast',
    'SELECT to_timestamp((${qos} :: bigint)/1000)',
    'SELECT to_timestamp(($1 :: bigint)/1000)',
    [1],
  ],
  [
    'a tail',
    'INSERT INTO t VALUES (${qos}) ON CONFLICT (a) DO UPDATE SET b = ${temp} RETURNING id;',
    'INSERT INTO t VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = $2 RETURNING id',
    [1, 21.5],
  ],
  ['quotes around a placeholder', "SELECT '${qos}'", 'SELECT $1', [1]],
  ['text around it', "SELECT 'a ''${id}'' b'", 'SELECT $1', ["a 'x1' b"]],
  [
    'JSON around it',
    `SELECT '{"q":"\${quote}","n":\${temp}}'::jsonb`,
    'SELECT $1::jsonb',
    ['{"q":"say \\"hi\\"\\n\\\\","n":21.5}'],
  ],
  ['a comment', 'SELECT ${qos} -- ${id}\n, /* ${id} */ 1', 'SELECT $1 -- ${id}\n, /* ${id} */ 1', [1]],
  ['a text without placeholders', "SELECT 'it''s $1 ?' , ${qos}", "SELECT 'it''s $1 ?' , $1", [1]],
  [
    'a name in quotes',
    'INSERT INTO "my table" ("a b") VALUES (${qos})',
    'INSERT INTO "my table" ("a b") VALUES ($1)',
    [1],
  ],
  ['dollar quotes', "SELECT $tag$ it's $tag$, ${qos}", "SELECT $tag$ it's $tag$, $1", [1]],
  [
    'an update',
    'UPDATE t SET a = ${temp} WHERE id=${id} AND b IN (${qos},${qos})',
    'UPDATE t SET a = $1 WHERE id=$2 AND b IN ($3,$4)',
    [21.5, 'x1', 1, 1],
  ],
  ['a question mark of jsonb', "SELECT data ? 'a', ${qos}", "SELECT data ? 'a', $1", [1]],
  [
    'an insert of a query',
    'INSERT INTO t (a, b) SELECT ${id}, ${qos}',
    'INSERT INTO t (a, b) SELECT $1, $2',
    ['x1', 1],
  ],
  ['a call', 'CALL p(${id}, ${qos})', 'CALL p($1, $2)', ['x1', 1]],
];
for (const [what, text, sql, values] of kept) {
  test(`${what} is understood`, () => assert.deepEqual(compile(text), { sql, values }));
}

test('MySQL: a backslash escapes, double quotes hold text, # begins a comment', () => {
  assert.deepEqual(compile(`SELECT 'it\\'s \${id}', "\${qos}", "a\${id}" # \${id}`, mysqlDialect), {
    sql: 'SELECT ?, ?, ? # ${id}',
    values: ["it's x1", 1, 'ax1'],
  });
});

const refused: [what: string, text: string, message: RegExp, dialect?: SqlDialect][] = [
  [
    'a table',
    'INSERT INTO ${table} VALUES (1)',
    /^line 1, column 13: \$\{table\} stands where a name stands/,
  ],
  ['part of a table', 'INSERT INTO t_${id} VALUES (1)', /column 15: .*name stands/],
  ['a schema', 'INSERT INTO ${s}.t VALUES (1)', /name stands/],
  ['a column', 'INSERT INTO t (a, ${col}) VALUES (1, 2)', /column 19: .*name stands/],
  ['a column of an update', 'UPDATE t SET ${col} = 1', /name stands/],
  ['a name in quotes', 'INSERT INTO t ("${col}") VALUES (1)', /"\$\{col\}" is a name/],
  ['a name in backticks', 'INSERT INTO `${t}` VALUES (1)', /is a name/, mysqlDialect],
  ['dollar quotes', 'SELECT\n  $$ ${id} $$', /^line 2, column 6: placeholders between \$\$/],
  ['an interval', "SELECT now() - INTERVAL '${n} s'", /CAST\(\$\{…\} AS INTERVAL\)/],
  ['an escape string', "SELECT E'${n}\\n'", /E'…'/],
  ['two statements', 'SELECT ${id}; SELECT 1', /more than one statement/],
  ['a parameter', 'SELECT $1, ${id}', /\$1 stands where a value goes/],
  ['a question mark', 'SELECT ?, ${id}', /\? stands where/, mysqlDialect],
  ['two that touch', 'SELECT ${a}${b}', /name stands/],
  ['a hyphen', 'SELECT ${a-b}', /write a placeholder as/],
  ['a text without end', "SELECT 'abc", /no end/],
  ['a comment without end', 'SELECT 1 /* /* */', /no end/],
  ['the beginning of a transaction', 'BEGIN', /begin the statement with one of INSERT, /],
  ['a filter that is not there', 'SELECT ${a | jsn}', /no filter jsn/],
  ['a default without end', 'SELECT ${a:-b', /column 1\d: /],
  ['nothing', ' ; ', /no statement/],
];
for (const [what, text, message, dialect = pgsqlDialect] of refused) {
  test(`${what} is refused, with its place`, () => {
    assert.throws(
      () => compileSql(text, dialect, true),
      (error: unknown) => {
        assert.ok(error instanceof SqlTextError);
        assert.match(describeSqlMistake(error, text), message);
        return true;
      },
    );
  });
}
