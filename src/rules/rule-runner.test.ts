import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { aMessage, startScenario } from '../../test/support/rule-scenario.ts';
import { createLogger } from '../lib/logger.ts';

const republish = (topic: string, more: object = {}) => ({
  function: 'republish' as const,
  args: { topic, ...more },
});

test('events are evaluated in their order, when the rules are let to, not while they happen', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('a', 'SELECT reason FROM "$events/client/disconnected"');
  rule('b', 'SELECT topic FROM "t/#"');
  broker.disconnect('kicked');
  broker.accept(aMessage({ topic: 't/1' }));
  broker.disconnect('tcp_closed');
  assert.deepEqual(rows(), []);
  engine.drain();
  assert.deepEqual(rows(), [{ reason: 'kicked' }, { topic: 't/1' }, { reason: 'tcp_closed' }]);
});

test('at the end of the turn the rules work by themselves', async (t) => {
  const { rule, broker, rows } = startScenario(t);
  rule('r', 'SELECT reason FROM "$events/client/disconnected"');
  broker.disconnect('kicked');
  await setImmediate();
  assert.deepEqual(rows(), [{ reason: 'kicked' }]);
});

test('a payload is taken over when its message is heard, before its bytes are used again', (t) => {
  const { rule, broker } = startScenario(t);
  rule('r', 'SELECT payload FROM "t/#"');
  const message = aMessage();
  let read = false;
  broker.accept({
    ...message,
    get payload() {
      read = true;
      return message.payload;
    },
  });
  assert.ok(read);
});

test('one rule that fails does not keep the others from working', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('bad', 'SELECT payload.a FROM "t/#"');
  rule('good', 'SELECT topic FROM "t/#"');
  broker.accept(aMessage({ payload: Buffer.from('no JSON') }));
  engine.drain();
  assert.deepEqual(rows(), [{ topic: 't/a' }]);
  assert.equal(engine.metrics('bad')?.metrics['failed.exception'], 1);
});

test('who wants to know is told what rules make of events, and of those that do not match nothing', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('bad', 'SELECT payload.a FROM "t/#"');
  rule('good', 'SELECT topic FROM "t/#"');
  rule('other', `SELECT topic FROM "t/#" WHERE topic = 'u'`);
  const told: unknown[] = [];
  engine.onEvaluated = (ruleId, { name }, rows, error) =>
    told.push([ruleId, name, rows, error !== undefined]);
  broker.accept(aMessage({ payload: Buffer.from('no JSON') }));
  engine.drain();
  assert.deepEqual(told.toSorted(), [
    ['bad', 'message.publish', 0, true],
    ['good', 'message.publish', 1, false],
  ]);
  engine.onEvaluated = undefined;
  broker.accept(aMessage());
  engine.drain();
  assert.equal(told.length, 2);
});

test('one action that fails does not keep the next ones from running', (t) => {
  const { rule, broker, actions, engine, rows } = startScenario(t);
  actions.statuses.set('http:broken', 'broken');
  rule('r', `SELECT topic, payload.level as wildcard FROM "t/#"`, {
    actions: ['http:broken', republish('a/${wildcard}'), 'http:missing', 'http:a'],
  });
  broker.accept(aMessage({ payload: Buffer.from('{"level":"#"}') }));
  engine.drain();
  assert.deepEqual(rows(), [{ topic: 't/a', wildcard: '#' }]);
  const metrics = engine.metrics('r')?.metrics;
  assert.equal(metrics?.['actions.total'], 4);
  assert.equal(metrics?.['actions.failed'], 3);
  assert.equal(metrics?.['actions.failed.unknown'], 3);
});

test('each event is matched and then passed, without a result, or failed; actions count their outcomes', async (t) => {
  const { rule, broker, actions, engine, clock } = startScenario(t);
  rule('r', `SELECT payload.temp as temp FROM "t/#" WHERE temp > 20`);
  for (const payload of ['{"temp":21}', '{"temp":30}', '{"temp":1}', 'no JSON']) {
    broker.accept(aMessage({ payload: Buffer.from(payload) }));
  }
  engine.drain();
  actions.settle('r', 'delivered');
  actions.settle('r', 'unavailable');
  actions.settle('r', 'rejected');
  actions.settle('r', 'expired');
  actions.settle('r', 'dropped', 'queue_full');
  actions.settle('r', 'dropped', 'resource_stopped');
  actions.settle('unknown', 'delivered');
  await clock.advance(1000);
  assert.deepEqual(engine.metrics('r')?.metrics, {
    matched: 4,
    'matched.rate': 4,
    'matched.rate.max': 4,
    'matched.rate.last5m': 4,
    passed: 2,
    failed: 2,
    'failed.exception': 1,
    'failed.no_result': 1,
    'actions.total': 2,
    'actions.success': 1,
    'actions.failed': 3,
    'actions.failed.out_of_service': 3,
    'actions.failed.unknown': 1,
    'actions.discarded': 1,
  });
  assert.deepEqual(engine.totals(), { matched: 4, executed: 2 });
});

test('metrics can be reset, and begin anew when a rule is disabled', (t) => {
  const { rule, broker, engine } = startScenario(t);
  const { sql } = rule('r', 'SELECT * FROM "t/#"');
  const matched = () => engine.metrics('r')?.metrics.matched;
  const hear = () => {
    broker.accept(aMessage());
    engine.drain();
  };
  hear();
  engine.update('r', { sql, description: 'changed' });
  assert.equal(matched(), 1);
  engine.resetMetrics('r');
  assert.equal(matched(), 0);
  hear();
  engine.update('r', { sql, enable: false });
  hear();
  assert.equal(matched(), 0);
  assert.equal(engine.resetMetrics('nobody'), false);
});

test('a message that a rule republishes does not fire the same rule again, but others', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('self', 'SELECT * FROM "t/#", "$events/message/dropped"', { actions: [republish('t/again')] });
  rule('other', 'SELECT topic, clientid FROM "t/again"');
  broker.accept(aMessage({ topic: 't/first' }));
  engine.drain();
  // Once for the message, and once more since it was dropped.
  assert.equal(broker.published.length, 2);
  assert.deepEqual(rows(), Array(2).fill({ topic: 't/again', clientid: 'self' }));
});

test('a client that calls itself like a rule fires it', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT topic FROM "t/#"');
  broker.accept(aMessage({ from: { ...aMessage().from, clientId: 'r' } }));
  engine.drain();
  assert.equal(rows().length, 1);
});

test('two rules that republish for each other come to an end', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('ping', 'SELECT * FROM "ping"', { actions: [republish('pong')] });
  rule('pong', 'SELECT * FROM "pong"', { actions: [republish('ping')] });
  broker.accept(aMessage({ topic: 'ping' }));
  engine.drain();
  assert.equal(broker.published.length, 16);
  const failed = ['ping', 'pong'].map((id) => engine.metrics(id)?.metrics['actions.failed.unknown'] ?? 0);
  assert.deepEqual(failed, [1, 0]);
});

test('a circle of rules is told of by their names', (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const { rule, broker, engine } = startScenario(t, { logger });
  rule('a', 'SELECT * FROM "a"', { actions: [republish('b')] });
  rule('b', 'SELECT * FROM "b"', { actions: [republish('c')] });
  rule('c', 'SELECT * FROM "c"', { actions: [republish('a')] });
  broker.accept(aMessage({ topic: 'a' }));
  engine.drain();
  assert.equal(broker.published.length, 16);
  assert.match(lines.join(''), /"a\\" → \\"b\\" → \\"c/);
});

test('a message keeps count of its rules on the way through an event about it', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('ping', 'SELECT topic FROM "t"', { actions: [republish('nobody')] });
  rule('pong', `SELECT topic FROM "$events/message/dropped" WHERE topic = 'nobody'`, {
    actions: [republish('t')],
  });
  broker.accept(aMessage({ topic: 't' }));
  engine.drain();
  assert.equal(broker.published.length, 16);
});

test('rules that take long go on in the next turns, in the order of the events, and say so once', async (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  let now = 0;
  const { rule, broker, engine, rows } = startScenario(t, { logger, milliseconds: () => (now += 7) });
  rule('slow', 'SELECT qos FROM "t/#"');
  for (const qos of [0, 1, 2, 0, 1, 2, 0, 1] as const) broker.accept(aMessage({ qos }));
  engine.drain();
  assert.equal(rows().length, 3);
  await setImmediate();
  assert.equal(rows().length, 6);
  await setImmediate();
  assert.deepEqual(
    rows(),
    [0, 1, 2, 0, 1, 2, 0, 1].map((qos) => ({ qos })),
  );
  assert.equal(lines.filter((line) => line.includes('more time than a turn')).length, 1);
});

test('quick rules are not asked for the time after each event', (t) => {
  let looks = 0;
  const { rule, broker, engine, rows } = startScenario(t, {
    milliseconds: () => {
      looks++;
      return 0;
    },
  });
  rule('quick', 'SELECT qos FROM "t/#"');
  for (let i = 0; i < 1000; i++) broker.accept(aMessage());
  engine.drain();
  assert.equal(rows().length, 1000);
  assert.ok(looks < 40, String(looks));
});

test('what waits for a rule that is disabled or deleted is left; the rest is worked off when the broker stops', (t) => {
  let now = 0;
  const { rule, broker, engine, rows } = startScenario(t, { milliseconds: () => (now += 100) });
  const { sql } = rule('off', 'SELECT qos FROM "t/#"');
  rule('gone', 'SELECT qos FROM "t/#"');
  rule('stays', 'SELECT topic FROM "t/#"');
  for (let i = 0; i < 5; i++) broker.accept(aMessage());
  engine.update('off', { sql, enable: false });
  engine.delete('gone');
  engine.close();
  assert.ok(rows().filter((row) => 'qos' in (row as object)).length <= 2);
  assert.equal(rows().filter((row) => 'topic' in (row as object)).length, 5);
});

test('rules that multiply messages leave the turn to others, and go on in the next one', async (t) => {
  const { rule, broker, engine } = startScenario(t);
  const many = 'FOREACH [1..105] as n FROM';
  rule('a', `${many} "a"`, { actions: [republish('b')] });
  rule('b', `${many} "b"`, { actions: [republish('c')] });
  rule('c', 'SELECT * FROM "c"', { actions: [] });
  broker.accept(aMessage({ topic: 'a' }));
  engine.drain();
  assert.equal(engine.metrics('c')?.metrics.matched, 9895);
  while ((engine.metrics('c')?.metrics.matched ?? 0) < 11_025) await setImmediate();
  assert.equal(engine.metrics('c')?.metrics.failed, 0);
});

test('a message that is dispatched directly is seen by no rule', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT * FROM "in"', { actions: [republish('out', { direct_dispatch: true })] });
  rule('other', 'SELECT topic FROM "out", "$events/message/dropped"');
  broker.accept(aMessage({ topic: 'in' }));
  engine.drain();
  assert.equal(broker.published.length, 1);
  assert.deepEqual(rows(), [{ topic: 'in' }]);
});

test('what happened before a rule is changed or deleted is work of the rule as it was', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', `SELECT 'old' as version FROM "t/#"`);
  broker.accept(aMessage());
  engine.update('r', { sql: `SELECT 'new' as version FROM "t/#"`, actions: ['http:a'] });
  broker.accept(aMessage());
  engine.delete('r');
  broker.accept(aMessage());
  engine.drain();
  assert.deepEqual(rows(), [{ version: 'old' }, { version: 'new' }]);
});

test('console writes the row and the event to the log', (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const { rule, broker, engine } = startScenario(t, { logger });
  rule('r', 'SELECT topic FROM "t/#"', { actions: [{ function: 'console' }] });
  broker.accept(aMessage());
  engine.drain();
  const [line] = lines.map((text) => JSON.parse(text));
  assert.deepEqual([line?.rule, line?.output], ['r', '{"topic":"t/a"}']);
  assert.equal(JSON.parse(line?.event).payload, '{"temp":21}');
});

test('a rule that fails on each message says so once a minute', async (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const { rule, broker, engine, clock } = startScenario(t, { logger });
  rule('r', 'SELECT payload.a FROM "t/#"');
  const fail = () => {
    for (let i = 0; i < 5; i++) broker.accept(aMessage({ payload: Buffer.from('no JSON') }));
    engine.drain();
  };
  fail();
  assert.equal(lines.length, 1);
  await clock.advance(60_000);
  fail();
  assert.equal(lines.length, 2);
});

test('a queue without an end is not kept: what does not fit counts as failed', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('r', 'SELECT 1 as one FROM "t/#"', { actions: [] });
  const message = aMessage();
  for (let i = 0; i < 100_010; i++) broker.accept(message);
  assert.equal(engine.metrics('r')?.metrics.failed, 10);
  engine.drain();
  assert.equal(engine.metrics('r')?.metrics.matched, 100_010);
});

test('payloads without an end are not kept either', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('r', 'SELECT 1 as one FROM "t/#"', { actions: [] });
  const message = aMessage({ payload: Buffer.alloc(64 * 1024 * 1024) });
  for (let i = 0; i < 5; i++) broker.accept(message);
  assert.equal(engine.metrics('r')?.metrics.failed, 1);
  engine.drain();
  broker.accept(message);
  assert.equal(engine.metrics('r')?.metrics.failed, 1);
});
