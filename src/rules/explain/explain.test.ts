import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import type { ExplanationLanguage } from '../../texts/explanation.ts';
import type { RuleDraft } from '../door.ts';

interface Answer {
  outcome: string;
  summary: string;
  fires: number;
  event: { event_type: string; origin: string; columns: Record<string, unknown> };
  from: Array<{ topic: string; matched: boolean; reason?: string }>;
  where: Record<string, unknown>;
  select: Array<Record<string, unknown>>;
  rows: unknown[];
  outputs_cut?: true;
  outputs: Array<Record<string, unknown> & { warnings: Array<{ code: string; message: string }> }>;
}

const OFFLINE = `SELECT clientid, reason FROM "$events/client/disconnected"
WHERE clientid =~ 'dev/+' AND reason != 'tcp_closed' AND proto_ver = 5`;
const disconnected = { event_type: 'client_disconnected', clientid: 'dev/1', reason: 'tcp_closed' };

function start(t: TestContext) {
  const scenario = startScenario(t);
  const asker = (language: ExplanationLanguage) => ({
    language,
    signal: new AbortController().signal,
    recorded: () => Promise.reject(new Error('nothing is recorded')),
  });
  const explain = async (
    sql: string,
    event: { event_type: string; [column: string]: unknown },
    {
      actions = [],
      language = 'en',
    }: { actions?: RuleDraft['actions']; language?: ExplanationLanguage } = {},
  ): Promise<Answer> => JSON.parse(await scenario.engine.explain({ sql, actions, event }, asker(language)));
  return { ...scenario, asker, explain };
}

const sentences: Array<[title: string, sql: string, event: { event_type: string }, en: string, zh: string]> =
  [
    [
      'the condition that is false',
      OFFLINE,
      disconnected,
      "FROM 1/1 matched; condition 2/3 is false: reason = 'tcp_closed', expected != 'tcp_closed'",
      "命中 FROM 1/1 · 条件 2/3 不成立：reason = 'tcp_closed'，期望 != 'tcp_closed'",
    ],
    [
      'a missing value',
      'SELECT 1 as a FROM "t/#" WHERE payload.nosuch != 5',
      { event_type: 'message_publish' },
      'FROM 1/1 matched; condition 1/1 is false: payload.nosuch is undefined, expected != 5',
      '命中 FROM 1/1 · 条件 1/1 不成立：payload.nosuch 为 undefined，期望 != 5',
    ],
    [
      'an event that FROM does not name',
      OFFLINE,
      { event_type: 'client_connected' },
      'FROM 0/1 matched; the event is client.connected, FROM names $events/client/disconnected',
      '命中 FROM 0/1 · 事件是 client.connected，FROM 指定的是 $events/client/disconnected',
    ],
    [
      'a topic that does not fit',
      'SELECT * FROM "b/#", "c"',
      { event_type: 'message_publish' },
      'FROM 0/2 matched; the topic is t/a, FROM names b/#; the topic is t/a, FROM names c',
      '命中 FROM 0/2 · 主题是 t/a，FROM 指定的是 b/# · 主题是 t/a，FROM 指定的是 c',
    ],
    [
      'a condition that fails, with its place',
      `SELECT qos FROM "t/#"\nWHERE qos = 1 AND topic > 5`,
      { event_type: 'message_publish' },
      "FROM 1/1 matched; condition 2/2 fails: topic > 5 (line 2, column 19): a number cannot be compared with the text 't/a'",
      "命中 FROM 1/1 · 条件 2/2 出错：topic > 5（第 2 行，第 19 列）：数字不能与文本 't/a' 比较",
    ],
    [
      'a select list that fails',
      'SELECT upper(qos) as q FROM "t/#" WHERE qos = 1',
      { event_type: 'message_publish' },
      'FROM 1/1 matched; the statement fails: upper(qos) (line 1, column 8): upper(): expected text, got an integer',
      '命中 FROM 1/1 · 语句出错：upper(qos)（第 1 行，第 8 列）：upper()：此处应为文本，实际是整数',
    ],
    [
      'alternatives and what is in a call',
      `SELECT 1 as a FROM "t/#" WHERE (qos = 0 OR is_null(topic)) AND true`,
      { event_type: 'message_publish' },
      "FROM 1/1 matched; condition 1/2 is false: no alternative is true: qos = 1, expected = 0; is_null(topic) = false, expected true (topic = 't/a')",
      "命中 FROM 1/1 · 条件 1/2 不成立：没有一个分支成立：qos = 1，期望 = 0 · is_null(topic) = false，期望 true (topic = 't/a')",
    ],
    [
      'a negation',
      `SELECT 1 as a FROM "t/#" WHERE NOT (qos = 1)`,
      { event_type: 'message_publish' },
      'FROM 1/1 matched; condition 1/1 is false: qos = 1, expected NOT (qos = 1)',
      '命中 FROM 1/1 · 条件 1/1 不成立：qos = 1，期望 NOT (qos = 1)',
    ],
    [
      'a list of which no element counts',
      'FOREACH payload.list as e INCASE e > 5 FROM "t/#"',
      { event_type: 'message_publish', payload: '{"list":[1,2]}' } as { event_type: string },
      'FROM 1/1 matched; there is no condition; INCASE is true for none of 2 elements: for the first, e = 1, expected > 5',
      '命中 FROM 1/1 · 没有条件 · 2 个元素都不满足 INCASE：第一个元素，e = 1，期望 > 5',
    ],
    [
      'no list at all',
      'FOREACH payload.list as e FROM "t/#"',
      { event_type: 'message_publish', payload: '{"list":7}' } as { event_type: string },
      'FROM 1/1 matched; there is no condition; FOREACH found no list: payload.list is 7',
      '命中 FROM 1/1 · 没有条件 · FOREACH 没有得到列表：payload.list 为 7',
    ],
  ];

for (const [title, sql, event, en, zh] of sentences) {
  test(`an explanation says in one sentence: ${title}`, async (t) => {
    const { explain } = start(t);
    assert.equal((await explain(sql, event)).summary, en);
    assert.equal((await explain(sql, event, { language: 'zh' })).summary, zh);
  });
}

test('a match is shown with its row, and each output as it would be sent', async (t) => {
  const { explain, actions, engine } = start(t);
  actions.statuses.set('http:a', 'connected');
  actions.statuses.set('http:off', 'stopped');
  const republish = {
    function: 'republish' as const,
    args: { topic: 'alarm/${clientid}', payload: '${reason} ${nosuch}', qos: 1 as const },
  };
  const answer = await explain(
    OFFLINE,
    { ...disconnected, reason: 'kicked' },
    {
      actions: ['http:a', 'webhook:off', 'http:none', republish, { function: 'console' }],
    },
  );
  assert.equal(answer.outcome, 'matched');
  assert.equal(
    answer.summary,
    'FROM 1/1 matched; all 3 conditions are true; 1 row; 3 outputs would be sent; ' +
      'http:off would not be sent: the action is disabled; http:none would not be sent: there is no such action',
  );
  assert.deepEqual(answer.rows, [{ clientid: 'dev/1', reason: 'kicked' }]);
  const [first, off, none, message, log] = answer.outputs;
  assert.deepEqual(
    [first?.output, first?.would_send, first?.request],
    [
      'http:a',
      true,
      {
        method: 'POST',
        url: 'http://example.test/',
        headers: {},
        body: '{"clientid":"dev/1","reason":"kicked"}',
      },
    ],
  );
  assert.deepEqual(
    [off?.would_send, off?.skipped],
    [false, { code: 'action_disabled', reason: 'the action is disabled' }],
  );
  assert.deepEqual(
    [none?.would_send, (none?.skipped as { code: string } | undefined)?.code],
    [false, 'action_missing'],
  );
  assert.deepEqual(message, {
    output: 'republish',
    row: 1,
    would_send: true,
    message: {
      topic: 'alarm/dev/1',
      qos: 1,
      retain: false,
      payload: 'kicked undefined',
      payload_encoding: 'plain',
      mqtt_properties: {},
      user_properties: [],
      direct_dispatch: false,
    },
    warnings: [
      {
        code: 'variable_undefined',
        message: '${nosuch} has no value in this row: it becomes the text undefined; select it in the SQL',
      },
    ],
  });
  assert.deepEqual(log?.log, {
    message: 'console output of a rule',
    rule: 'sql_tester',
    output: '{"clientid":"dev/1","reason":"kicked"}',
    event: JSON.stringify(answer.event.columns),
  });
  assert.deepEqual(actions.runs, []);
  assert.equal(engine.totals().executed, 0);
});

test('a rule is told that it does not see what it republishes', async (t) => {
  const { explain } = start(t);
  const actions = [{ function: 'republish' as const, args: { topic: 't/b' } }];
  const { outputs } = await explain('SELECT * FROM "t/#"', { event_type: 'message_publish' }, { actions });
  assert.deepEqual(
    outputs[0]?.warnings.map(({ code }) => code),
    ['own_output'],
  );
});

test('a rule that is kept is explained under its id, counts nothing, and says when it is disabled', async (t) => {
  const { rule, engine, asker } = start(t);
  rule('r', 'SELECT metadata.rule_id as id FROM "t/#"', { enable: false });
  const answer = JSON.parse(
    await engine.explainRule('r', { event: { event_type: 'message_publish' } }, asker('en')),
  );
  assert.deepEqual([answer.rule, answer.rows], [{ id: 'r', enable: false }, [{ id: 'r' }]]);
  assert.match(answer.summary, /the rule is disabled, so it hears no events$/);
  assert.equal(engine.metrics('r')?.metrics.matched, 0);
  await assert.rejects(
    engine.explainRule('nobody', { event: { event_type: 'message_publish' } }, asker('en')),
    { code: 'RULE_NOT_FOUND' },
  );
});

test('the event of an explanation can be given to the next one', async (t) => {
  const { explain } = start(t);
  const first = await explain(OFFLINE, disconnected);
  assert.deepEqual([first.event.event_type, first.event.origin], ['client_disconnected', 'given']);
  const again = await explain(OFFLINE, { event_type: first.event.event_type, ...first.event.columns });
  assert.deepEqual(again, first);
});

test('values keep their types, and what is large is cut', async (t) => {
  const { explain } = start(t);
  const payload = JSON.stringify({
    long: 'x'.repeat(100_000),
    list: Array.from({ length: 50_000 }, () => 7),
  });
  const sql = `SELECT payload.long as l, payload.list as list, 6 / 2 as f, payload.no as no FROM "t/#"`;
  const { select } = await explain(sql, { event_type: 'message_publish', payload });
  assert.deepEqual(
    select.map(({ name, type, cut }) => [name, type, cut]),
    [
      ['l', 'text', true],
      ['list', 'list', true],
      ['f', 'float', undefined],
      ['no', 'undefined', undefined],
    ],
  );
  assert.ok(JSON.stringify(select).length < 20_000);
});

test('messages on $SYS are not heard while they are ignored', async (t) => {
  const { explain, engine } = start(t);
  const sql = 'SELECT topic FROM "$SYS/#"';
  const event = { event_type: 'message_publish', topic: '$SYS/brokers' };
  assert.match((await explain(sql, event)).summary, /ignore_sys_message is true$/);
  engine.configure({ ignore_sys_message: false });
  assert.equal((await explain(sql, event)).outcome, 'matched');
});

test('an event is counted once for each entry of FROM that names it', async (t) => {
  const { explain } = start(t);
  const event = { event_type: 'client_connected' };
  const { fires } = await explain('SELECT * FROM "$events/client/connected", "$events/#"', event);
  assert.equal(fires, 2);
});

const refused: Array<[title: string, body: object, message: RegExp]> = [
  ['no event', {}, /one of event, event_id and wait/],
  ['two ways to an event', { event: disconnected, wait: '1s' }, /one of event, event_id and wait/],
  ['a client id and no wait', { event: disconnected, clientid: 'x' }, /clientid goes with wait/],
  ['a wait that is too long', { wait: '10m' }, /wait from 1ms to 5m/],
  ['an event that does not exist', { event: { event_type: 'client_gone' } }, /no event_type "client_gone"/],
  ['an unknown member', { event: disconnected, colour: 'red' }, /colour/],
];

for (const [title, body, message] of refused) {
  test(`an explanation is refused for ${title}`, async (t) => {
    const { engine, asker } = start(t);
    await assert.rejects(engine.explain({ sql: OFFLINE, ...body }, asker('en')), {
      code: 'BAD_REQUEST',
      message,
    });
  });
}

test('an explanation of a statement that does not parse is refused with the place', async (t) => {
  const { explain } = start(t);
  await assert.rejects(explain('SELECT FROM "t"', disconnected), {
    code: 'BAD_REQUEST',
    message: /^syntax error: line 1/,
  });
});

test('outputs are shown for the first ten rows, and as long as there is room', async (t) => {
  const { explain } = start(t);
  const payload = JSON.stringify({
    list: Array.from({ length: 11 }, (_, i) => i),
    long: 'x'.repeat(200_000),
  });
  const event = { event_type: 'message_publish', payload };
  const sql = 'FOREACH payload.list as e DO e, payload.long as long FROM "t/#"';
  const small = await explain(sql, event, {
    actions: [{ function: 'republish', args: { topic: 'x/${e}', payload: '' } }],
  });
  assert.deepEqual([small.outputs.length, small.outputs_cut, small.outputs.at(-1)?.row], [10, true, 10]);
  const actions = Array.from({ length: 256 }, () => ({ function: 'console' as const }));
  const large = await explain(sql, event, { actions });
  assert.ok(large.outputs.length > 10 && large.outputs.length < 100, String(large.outputs.length));
  assert.equal(large.outputs_cut, true);
});
