import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMessage, mqtt, startScenario } from '../../test/support/rule-scenario.ts';
import { RecentBudget, RecentEvents } from './recent-events.ts';

const context = { node: 'n', reasonCodeName: mqtt.reasonCodeName };

interface Entry {
  at: string;
  event: string;
  outcome: string;
  reason?: string;
  columns?: Record<string, unknown>;
  row?: unknown;
}

function entriesOf(recent: RecentEvents): Entry[] {
  return JSON.parse(recent.read('r', context, String));
}

function anEvent(payload: string | Buffer = '{"temp":21}') {
  return { name: 'message.publish', at: 1, message: aMessage({ payload: Buffer.from(payload) }) } as const;
}

test('a rule remembers its last matches, misses and failures, the latest first', (t) => {
  const { rule, broker, engine, clock } = startScenario(t);
  rule('r', 'SELECT payload.temp as temp FROM "t/#" WHERE temp > 20', { actions: [] });
  for (const payload of ['{"temp":21.0}', '{"temp":1}', 'no JSON']) {
    broker.accept(aMessage({ payload: Buffer.from(payload) }));
  }
  engine.drain();
  const text = engine.recent('r', (time) => `at ${time}`) ?? '';
  assert.match(text, /"row":\{"temp":21\.0\}/);
  const entries: Entry[] = JSON.parse(text);
  assert.deepEqual(
    entries.map(({ at, event, outcome, reason, row }) => [at, event, outcome, reason, row]),
    [
      [`at ${clock.now()}`, 'message.publish', 'exception', 'decode_json_failed', undefined],
      [`at ${clock.now()}`, 'message.publish', 'no_result', undefined, undefined],
      [`at ${clock.now()}`, 'message.publish', 'passed', undefined, { temp: 21 }],
    ],
  );
  assert.equal(entries[0]?.columns?.payload, 'no JSON');
  assert.deepEqual(entries[0]?.columns?.metadata, { rule_id: 'r' });
  assert.equal(engine.recent('nobody', String), undefined);
});

test('an event that found no room in the queue is remembered with the reason', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('r', 'SELECT 1 as one FROM "t/#"', { actions: [] });
  const message = aMessage({ payload: Buffer.alloc(200 * 1024 * 1024) });
  broker.accept(message);
  broker.accept(message);
  const [entry]: Entry[] = JSON.parse(engine.recent('r', String) ?? '');
  assert.deepEqual([entry?.outcome, entry?.columns], ['exception', undefined]);
  assert.match(entry?.reason ?? '', /too many events wait/);
});

test('many misses leave the matches where they are', () => {
  const recent = new RecentEvents(new RecentBudget());
  recent.passed(anEvent(), 10, [{ n: 1 }], false);
  for (let i = 0; i < 1000; i++) recent.missed(anEvent(), 10);
  const entries = entriesOf(recent);
  assert.equal(entries.length, 21);
  assert.equal(entries.filter(({ outcome }) => outcome === 'passed').length, 1);
});

test('several rows are a list, of ten at most', () => {
  const recent = new RecentEvents(new RecentBudget());
  recent.passed(
    anEvent(),
    10,
    Array.from({ length: 30 }, (_, n) => ({ n })),
    false,
  );
  const [entry] = entriesOf(recent);
  assert.equal((entry?.row as unknown[] | undefined)?.length, 10);
});

test('what a rule holds on to has a bound: older events go, and one that is too large leaves only its outcome', () => {
  const recent = new RecentEvents(new RecentBudget());
  for (let i = 0; i < 20; i++) recent.missed(anEvent(), 200_000);
  assert.equal(entriesOf(recent).length, 5);
  recent.passed(anEvent(), 10, [{ text: 'x'.repeat(600_000) }], false);
  const [entry, ...older] = entriesOf(recent);
  assert.deepEqual([entry?.outcome, entry?.columns, entry?.row], ['passed', undefined, undefined]);
  assert.equal(older.length, 0);
});

test('all rules together have a bound, and give back what they let go', () => {
  const budget = new RecentBudget(40_000);
  const [a, b] = [new RecentEvents(budget), new RecentEvents(budget)];
  a.missed(anEvent(), 20_000);
  a.missed(anEvent(), 20_000);
  b.missed(anEvent(), 20_000);
  assert.equal(entriesOf(b)[0]?.columns, undefined);
  a.clear();
  b.missed(anEvent(), 20_000);
  assert.equal(entriesOf(b)[0]?.columns?.topic, 't/a');
  assert.deepEqual(entriesOf(a), []);
});

test('a rule begins anew when its SQL changes or it is disabled, and goes on when only its name changes', (t) => {
  const { rule, broker, engine } = startScenario(t);
  const { sql } = rule('r', 'SELECT * FROM "t/#"');
  const count = (): number => JSON.parse(engine.recent('r', String) ?? '[]').length;
  broker.accept(aMessage());
  engine.update('r', { sql, name: 'other' });
  assert.equal(count(), 1);
  engine.update('r', { sql: 'SELECT topic FROM "t/#"' });
  assert.equal(count(), 0);
  broker.accept(aMessage());
  engine.update('r', { sql: 'SELECT topic FROM "t/#"', enable: false });
  assert.equal(count(), 0);
});
