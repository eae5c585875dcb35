import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generatedPages } from '../scripts/docs/generated-pages.ts';
import { schemaFiles } from '../scripts/docs/schema-files.ts';
import type { Right } from '../src/api/authentication/right.ts';
import { rights } from '../src/api/authentication/rights.ts';
import { DASHBOARD_PAGES } from '../src/api/contract/dashboard-pages.ts';
import { reasonCodeName } from '../src/mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from '../src/mqtt/topics.ts';
import { compileStatement } from '../src/rules/rule-compiler.ts';
import { startScenario } from './support/rule-scenario.ts';
import { resultOf, runSql, sqlHost } from './support/sql-event.ts';

const pageNames = [
  'access',
  'configuration',
  'emqx',
  'events',
  'journal',
  'limits',
  'listeners',
  'migration-from-emqx',
  'mqtt',
  'rest-api',
  'rules',
  'sql',
];

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

for (const { path, text } of [...generatedPages(), ...schemaFiles()]) {
  test(`${path} says what the code says`, () => {
    assert.ok(read(path) === text, `${path} is out of date: run npm run docs`);
  });
}

/** `| GET | `/api/v5/rules/{id}` | viewer | …` */
const ROUTE_ROW = /^\| (GET|POST|PUT|DELETE|PATCH) \| `([^`]+)` \| ([^|]+) \|/gm;

test('docs/rest-api.md lists every route with who may call it, and no other', () => {
  const described = [...read('docs/rest-api.md').matchAll(ROUTE_ROW)].map(
    ([, method, path, who]) => `${method} ${path} (${who})`,
  );
  const dashboard = new Set([...DASHBOARD_PAGES, '/assets/*', '/bell.svg'].map((url) => `GET ${url}`));
  const actual = Object.entries(rights)
    .filter(([route]) => !dashboard.has(route))
    .map(([route, right]) => `${route.replace(/:(\w+)/g, '{$1}')} (${wordFor(right)})`);
  const missing = actual.filter((route) => !described.includes(route));
  const surplus = described.filter(
    (route, index) => !actual.includes(route) || described.indexOf(route) < index,
  );
  assert.deepEqual({ missing, surplus }, { missing: [], surplus: [] });
});

/** As the section "Who may call" explains it. */
function wordFor(right: Right): string {
  if (right === 'open') return 'everybody';
  const role = right.roles.find((name) => name !== 'administrator') ?? 'administrator';
  return right.signedInOnly ? `${role}, signed in` : role;
}

for (const page of ['rules', 'events', 'sql']) {
  test(`every SQL example of docs/${page}.md is a rule, and none makes a warning`, () => {
    const mqtt = { isValidTopicFilter, isValidTopicName, topicMatchesFilter, reasonCodeName };
    const examples = [...read(`docs/${page}.md`).matchAll(/```sql\n(.+?)```/gs)].map(([, sql = '']) => sql);
    assert.ok(examples.length > 0);
    for (const sql of examples) {
      const { warnings } = compileStatement(sql, { host: sqlHost, mqtt });
      assert.deepEqual(warnings, [], sql);
    }
  });
}

/** `| `1 + 2` | `3` |` below a head that says what the first cell is. */
function tableRows(text: string, head: string): Array<[string, string]> {
  const tables = text.split('\n\n').filter((part) => part.startsWith(`${head}\n`));
  return tables.flatMap((table) =>
    [...table.matchAll(/^\| `(.+?)` \| `?(.+?)`? \|$/gm)].map(
      ([, left = '', right = '']): [string, string] => [left, right],
    ),
  );
}

test('every expression of docs/sql.md has the result that it tells', () => {
  const rows = tableRows(read('docs/sql.md'), '| expression | result |');
  assert.ok(rows.length > 40);
  for (const [expression, result] of rows) {
    const actual = resultOf(expression);
    if (result === 'error' || result === 'refused')
      assert.match(actual, new RegExp(`^${result}: `), expression);
    else assert.equal(actual, result, expression);
  }
});

test('every list of select items of docs/sql.md makes the row that it tells', () => {
  const rows = tableRows(read('docs/sql.md'), '| items | row |');
  assert.ok(rows.length > 10);
  for (const [items, row] of rows) assert.equal(runSql(`SELECT ${items} FROM "t/#"`), `[${row}]`, items);
});

test('the FOREACH of docs/sql.md makes the rows that it tells', () => {
  const shown = /```sql\n(FOREACH.+?)```.+?```json\n(.+?)\n```.+?```json\n(.+?)\n```/s.exec(
    read('docs/sql.md'),
  );
  const [, sql = '', payload = '', rows = ''] = shown ?? [];
  assert.equal(runSql(sql, { payload, qos: 1 }), rows);
});

test('the explanation of docs/rules.md is what the engine answers', async (t) => {
  const { engine } = startScenario(t);
  const section = /## Why a rule fires.+?```json\n(.+?)```.+?```json\n(.+?)```/s.exec(read('docs/rules.md'));
  const [, request = '', answer = ''] = section ?? [];
  const actual = JSON.parse(
    await engine.explain(JSON.parse(request), {
      language: 'en',
      signal: new AbortController().signal,
      recorded: () => Promise.reject(new Error('nothing is recorded')),
    }),
  );
  assert.partialDeepStrictEqual(actual, JSON.parse(answer));
});

test('every link between the pages leads to a heading', () => {
  for (const name of pageNames) {
    for (const [, page, anchor = ''] of read(`docs/${name}.md`).matchAll(
      /\]\(([\w-]*(?:\.md)?)#([\w-]+)\)/g,
    )) {
      const text = read(page ? `docs/${page}` : `docs/${name}.md`);
      const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
      assert.ok(anchors.includes(anchor), `docs/${name}.md links to ${page}#${anchor}`);
    }
  }
});

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

test('every expression in the comparison with EMQX gives what the page says', () => {
  const section = read('docs/emqx.md').split('## Expressions that differ')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \| [^|]+ \| `([^`]+)` \|$/gm)];
  assert.equal(rows.length, 10);
  for (const [, expression = '', result] of rows) assert.equal(resultOf(expression), result, expression);
});

test('what the comparison with EMQX calls a test is there', () => {
  const tests = [...read('docs/emqx.md').matchAll(/`(src\/[\w/-]+\.test\.ts)`/g)];
  assert.ok(tests.length >= 4);
  for (const [, path = ''] of tests) assert.ok(read(path).includes('test('), path);
});
