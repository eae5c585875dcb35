import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import {
  type Problem,
  pageOf,
  Rule,
  RuleEngineSettings,
  RuleEvent,
  RuleFunction,
  RuleMetrics,
} from '../contract.ts';

const sql = 'SELECT * FROM "t/#"';
const bad = { status: 400, code: 'BAD_REQUEST' };
const unknown = { status: 404, code: 'NOT_FOUND' };

test('rules are created, read, replaced and deleted', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /rules', status: 200, answer: pageOf(Rule) },
    { request: 'POST /rules', body: { id: 'r1', sql, actions: ['http:a'] }, status: 201, answer: Rule },
    {
      request: 'POST /rules',
      body: { id: 'r1', sql },
      ...bad,
      check: ({ message }: Problem) => assert.equal(message, 'rule id already exists'),
    },
    { request: 'POST /rules', body: { id: '', sql }, ...bad },
    { request: 'POST /rules', body: { id: 1, sql }, ...bad },
    { request: 'POST /rules', body: { id: 'r2' }, ...bad },
    { request: 'POST /rules', body: { id: 'r2', sql, colour: 'red' }, ...bad },
    {
      request: 'POST /rules',
      body: { id: 'r2', sql: 'SELECT 1 FROM' },
      ...bad,
      check: (problem: Problem) => assert.deepEqual([problem.line, problem.column], [1, 8]),
    },
    { request: 'GET /rules/r1', status: 200, answer: Rule },
    {
      request: 'GET /rules/zz',
      ...unknown,
      check: ({ message }: Problem) => assert.equal(message, 'Rule Id Not Found'),
    },
    {
      request: 'PUT /rules/r1',
      body: { id: 'r9', sql, status: 'x', metrics: {}, node_metrics: [] },
      status: 200,
      check: (rule: Rule) => assert.deepEqual([rule.id, rule.actions], ['r1', []]),
    },
    { request: 'PUT /rules/r2', body: { sql }, status: 200, answer: Rule },
    { request: 'GET /rules/r1/metrics', status: 200, answer: RuleMetrics },
    { request: 'GET /rules/zz/metrics', ...unknown },
    { request: 'PUT /rules/r1/metrics/reset', status: 204 },
    { request: 'PUT /rules/zz/metrics/reset', ...unknown },
    { request: 'DELETE /rules/r1', status: 204 },
    { request: 'DELETE /rules/r1', ...unknown },
  ]);
});

test('rules are listed by id descending, page by page, and counted unless a filter is fuzzy', async (t) => {
  const api = await startApi(t);
  for (const id of ['a', 'b', 'c']) await api.send('POST /rules', { body: { id, sql, enable: id !== 'c' } });
  const list = async (query: string) => {
    const { data, meta } = (await api.send(`GET /rules?${query}`)).body as { data: Rule[]; meta: object };
    return { ids: data.map(({ id }) => id).join(''), meta };
  };
  assert.deepEqual(await list('limit=2'), {
    ids: 'cb',
    meta: { page: 1, limit: 2, count: 3, hasnext: true },
  });
  assert.deepEqual(await list('limit=2&page=2'), {
    ids: 'a',
    meta: { page: 2, limit: 2, count: 3, hasnext: false },
  });
  assert.deepEqual(await list('enable=true'), {
    ids: 'ba',
    meta: { page: 1, limit: 100, count: 2, hasnext: false },
  });
  assert.deepEqual(await list('like_id=b'), { ids: 'b', meta: { page: 1, limit: 100, hasnext: false } });
});

test('a test answers the row as the engine wrote it, and 412 when nothing matches', async (t) => {
  const api = await startApi(t);
  await api.send('POST /rules', { body: { id: 'r1', sql } });
  const context = { event_type: 'client_connected' };
  const miss = { ...context, username: 'nobody' };
  const noMatch = { status: 412, code: 'NOT_MATCH' };
  await checkTable(api, [
    { request: 'POST /rule_test', body: { sql, context: miss }, ...noMatch },
    { request: 'POST /rule_test', body: { sql, context: {} }, ...bad },
    { request: 'POST /rule_test', body: { sql }, ...bad },
    {
      request: 'POST /rules/r1/test',
      body: { context, stop_action_after_template_rendering: false },
      status: 200,
    },
    { request: 'POST /rules/r1/test', body: { context: miss }, ...noMatch },
    { request: 'POST /rules/zz/test', body: { context }, status: 404, code: 'RULE_NOT_FOUND' },
  ]);
  const answer = await api.send('POST /rule_test', { body: { sql, context } });
  assert.equal(answer.text, '{"clientid":"c1","temperature":4.0}');
  assert.match(String(answer.headers['content-type']), /^application\/json/);
});

test('events and functions are described, and the engine has settings', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /rule_events', status: 200, answer: RuleEvent.array().min(1) },
    {
      request: 'GET /rule_functions',
      status: 200,
      answer: RuleFunction.array().min(1),
      check: (functions: RuleFunction[]) => {
        const split = functions.find(({ name }) => name === 'split');
        assert.deepEqual(split?.signatures[1], {
          text: 'split(s, separator, option)',
          parameters: [
            { name: 's', types: ['text'] },
            { name: 'separator', types: ['text'] },
            {
              name: 'option',
              types: [],
              words: ['notrim', 'leading', 'trailing', 'leading_notrim', 'trailing_notrim'],
            },
          ],
        });
        assert.deepEqual([split?.returns, split?.group_title.zh], ['list', '字符串']);
      },
    },
    { request: 'GET /rule_engine', status: 200, answer: RuleEngineSettings },
    {
      request: 'PUT /rule_engine',
      body: { ignore_sys_message: false },
      status: 200,
      check: (settings: RuleEngineSettings) =>
        assert.deepEqual(settings, { ignore_sys_message: false, jq_function_default_timeout: 10_000 }),
    },
    { request: 'PUT /rule_engine', body: { rules: {} }, ...bad },
  ]);
});

test('a mistake in an alert is told with its place and what to write', async (t) => {
  const api = await startApi(t);
  const cases = [
    [{ resolve_on: null }, 'alert.resolve_on', /"client.connected", \{"sql"/],
    [{ resolve_on: { sql: 'SELECT 1', after: '1m' } }, 'alert.resolve_on', /"client.connected", \{"sql"/],
    [{ resolve_on: { after: null } }, 'alert.resolve_on.after', /15s/],
    [{ flapping: true }, 'alert.flapping', /"changes": 6/],
    [{ hours: 'mon-fri 09:00-18:00 Mars/Base' }, 'alert.hours.time_zone', /Asia\/Shanghai/],
    [{ hours: 'mon 25:00-26:00' }, 'alert.hours.windows.0.from', /09:00/],
    [{ labels: { 'a b': 'x' } }, 'alert.labels.a b', /letters/],
    [
      { labels: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, 'x'])) },
      'alert.labels',
      /at most 64/,
    ],
  ] as const;
  for (const [alert, path, explanation] of cases) {
    const { status, body } = await api.send('POST /rules', { body: { sql: 'SELECT * FROM "a"', alert } });
    const said = JSON.parse((body as { message: string }).message) as { path: string; explanation: string };
    assert.deepEqual([status, said.path], [400, path]);
    assert.match(said.explanation, explanation);
  }
});

test('an alert may expect 100,000 keys', async (t) => {
  const api = await startApi(t);
  const expected = Array.from({ length: 100_000 }, (_, n) => `plant-7/line-3/device-${n}`);
  const body = { sql: 'SELECT * FROM "a"', alert: { absence: { after: '1h', expected } } };
  assert.equal((await api.send('POST /rules', { body })).status, 201);
});
