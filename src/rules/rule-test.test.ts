import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScenario } from '../../test/support/rule-scenario.ts';
import { eventCatalogue } from './event-catalogue.ts';

for (const { testTypes, topic, event } of eventCatalogue) {
  const [testType = ''] = testTypes;
  test(`${testType} has an example for every column`, (t) => {
    const { engine, clock } = startScenario(t);
    const from = event === 'message.publish' ? 't/#' : topic;
    const row = JSON.parse(
      engine.test({ sql: `SELECT * FROM "${from}"`, context: { event_type: testType } }),
    );
    assert.equal(row.event, event === 'source.message' ? '$bridges/mqtt:example' : event);
    assert.equal(row.timestamp, clock.now());
    assert.deepEqual(row.metadata, { rule_id: 'sql_tester' });
    const missing = Object.entries(row).filter(([, value]) => value === 'undefined');
    assert.deepEqual(missing, event === 'client.connected' ? [['mountpoint', 'undefined']] : []);
  });
}

const examples: Array<[title: string, sql: string, context: Record<string, unknown>, answer: string]> = [
  [
    'the examples fill what is not given',
    'SELECT clientid, username, qos, payload.msg as msg FROM "t/#"',
    {},
    '{"clientid":"c_emqx","username":"u_emqx","qos":1,"msg":"hello"}',
  ],
  ['what is given wins', 'SELECT clientid FROM "t/#"', { clientid: 'mine' }, '{"clientid":"mine"}'],
  ['floats stay floats', 'SELECT 6/2 as x FROM "t/#"', {}, '{"x":3.0}'],
  ['the topic of the context is matched', 'SELECT topic FROM "a/+"', { topic: 'a/b' }, '{"topic":"a/b"}'],
  [
    'several rows are a list',
    'FOREACH payload.m as e DO e as v FROM "t/#"',
    { payload: '{"m":[1,2]}' },
    '[{"v":1},{"v":2}]',
  ],
  [
    'one row of several is an object',
    'FOREACH payload.m as e DO e as v FROM "t/#"',
    { payload: '{"m":[1]}' },
    '{"v":1}',
  ],
  ['a payload may be given decoded', 'SELECT payload.a as a FROM "t/#"', { payload: { a: 1 } }, '{"a":1}'],
  [
    'a legacy topic is an alias',
    'SELECT reason FROM "$events/client_disconnected"',
    { event_type: 'client_disconnected', reason: 'kicked' },
    '{"reason":"kicked"}',
  ],
  [
    'a wildcard over events matches',
    'SELECT event FROM "$events/#"',
    { event_type: 'delivery_dropped' },
    '{"event":"delivery.dropped"}',
  ],
  [
    'a source is called as the statement calls it',
    `SELECT event, server, retain FROM "t/#", "$sources/mqtt:site-b"`,
    { event_type: '$bridges/mqtt:*', server: 'b:1883' },
    '{"event":"$bridges/mqtt:site-b","server":"b:1883","retain":false}',
  ],
  [
    'a wildcard names any source',
    'SELECT payload.msg as msg FROM "$bridges/#"',
    { event_type: 'bridge_mqtt' },
    '{"msg":"hello"}',
  ],
  [
    'alarms are told in microseconds',
    `SELECT format_date('microsecond', 'Z', '%Y-%m-%d', activated_at) as day, activated_at - activated_at_ms * 1000 as rest FROM "$events/sys/+"`,
    {
      event_type: 'alarm_activated',
      activated_at: 1_756_465_154_714_000,
      activated_at_ms: 1_756_465_154_714,
    },
    '{"day":"2025-08-29","rest":0}',
  ],
];

for (const [title, sql, context, answer] of examples) {
  test(`in a test, ${title}`, (t) => {
    const { engine } = startScenario(t);
    assert.equal(engine.test({ sql, context: { event_type: 'message_publish', ...context } }), answer);
  });
}

const refused: Array<[title: string, body: unknown, code: string, message: RegExp]> = [
  ['WHERE does not hold', aTest(`SELECT * FROM "t/#" WHERE qos = 2`), 'NOT_MATCH', /^SQL Not Match$/],
  ['the topic does not fit', aTest('SELECT * FROM "b/#"'), 'NOT_MATCH', /^SQL Not Match$/],
  ['the event does not fit', aTest('SELECT * FROM "$events/client/connected"'), 'NOT_MATCH', /Not Match/],
  [
    'another source is given than FROM names',
    aTest('SELECT * FROM "$bridges/mqtt:a"', { event_type: 'bridge_mqtt', event: '$bridges/mqtt:b' }),
    'NOT_MATCH',
    /Not Match/,
  ],
  ['FROM names no event', aTest('SELECT * FROM "$events/message_published"'), 'NOT_MATCH', /^SQL Not Match$/],
  [
    'FROM names messages as an event',
    aTest('SELECT * FROM "$events/message_publish"'),
    'NOT_MATCH',
    /Not Match/,
  ],
  ['it does not parse', aTest('SELECT'), 'BAD_REQUEST', /syntax error/],
  [
    'the SQL fails',
    aTest('SELECT payload.a FROM "t/#"', { payload: 'no JSON' }),
    'BAD_REQUEST',
    /^\{"select_and_transform_error":"decode_json_failed"\}$/,
  ],
  ['event_type is missing', { sql: 'SELECT * FROM "t"', context: {} }, 'BAD_REQUEST', /context\.event_type/],
  [
    'there is no such event',
    aTest('SELECT * FROM "t"', { event_type: 'client_conected' }),
    'BAD_REQUEST',
    /did you mean client_connected\?/,
  ],
  [
    'the event is one of EMQX alone',
    aTest('SELECT * FROM "t"', { event_type: 'schema_validation_failed' }),
    'BAD_REQUEST',
    /no event_type "schema_validation_failed"/,
  ],
  [
    'the context is nested without end',
    aTest('SELECT * FROM "t/#"', { deep: nested(100) }),
    'BAD_REQUEST',
    /nested/,
  ],
];

for (const [title, body, code, message] of refused) {
  test(`a test is refused when ${title}`, (t) => {
    const { engine } = startScenario(t);
    assert.throws(() => engine.test(body as never), { code, message });
  });
}

test('a test sends nothing and counts nothing', (t) => {
  const { rule, engine, rows } = startScenario(t);
  const { sql } = rule('r', 'SELECT * FROM "t/#"');
  engine.test({ sql, context: { event_type: 'message_publish' } });
  assert.deepEqual([rows(), engine.metrics('r')?.metrics.matched], [[], 0]);
});

test('a test of a kept rule runs its actions only when it is asked to', (t) => {
  const { rule, engine, actions } = startScenario(t);
  rule('r', 'SELECT clientid, metadata.rule_id as rule FROM "t/#"');
  const context = { event_type: 'message_publish' };
  const answer = '{"clientid":"c_emqx","rule":"r"}';
  assert.equal(engine.testRule('r', { context }), answer);
  assert.deepEqual(actions.runs, []);
  assert.equal(engine.testRule('r', { context, stop_action_after_template_rendering: false }), answer);
  assert.deepEqual(actions.runs, [{ action: 'http:a', row: JSON.parse(answer), rule: 'r' }]);
});

test('a test of a rule that does not exist is refused', (t) => {
  const { engine } = startScenario(t);
  const body = { context: { event_type: 'message_publish' } };
  assert.throws(() => engine.testRule('nobody', body), { code: 'RULE_NOT_FOUND' });
});

function aTest(sql: string, context: Record<string, unknown> = {}): unknown {
  return { sql, context: { event_type: 'message_publish', ...context } };
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}
