import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { delivered, startLane, unavailable } from '../../../test/support/lane-scenario.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import type { ClaimedDelivery } from '../delivery.ts';
import { Breaker } from './breaker.ts';
import { LaneHealth } from './lane-health.ts';
import { policyFor } from './retry-policy.ts';

const refused: Outcome = { kind: 'rejected', cause: 'config', reason: '93000 invalid webhook url' };
const unreadable: Outcome = { kind: 'rejected', cause: 'message', reason: 'bad markdown' };

test('after ten failures in a row there is one trial at a time, later and later, at most every 30 s', async (t) => {
  const lane = startLane(t);
  const times: number[] = [];
  lane.answer = () => {
    times.push(lane.clock.now());
    return unavailable;
  };
  for (let n = 0; n < 300; n++) lane.add(n);
  await lane.rest();
  assert.equal(times.length, 10);
  assert.equal(lane.faults.at(-1), 'deliveries fail, 10 in a row: busy');
  for (let second = 0; second < 180; second++) {
    await lane.clock.advance(1000);
    await lane.rest();
  }
  const pauses = times.slice(9).map((time, index, all) => time - (all[index - 1] ?? time));
  assert.deepEqual(pauses.slice(1), [1000, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000, 30_000]);
  lane.answer = () => delivered;
  await lane.clock.advance(30_000);
  for (let turn = 0; turn < 50; turn++) await lane.rest();
  assert.equal(lane.settled.filter(({ outcome }) => outcome === 'delivered').length, 300);
  assert.equal(lane.faults.at(-1), undefined);
});

test('three failures in a row are told, and one success takes that back', async (t) => {
  const lane = startLane(t);
  lane.answer = () => unavailable;
  lane.add('a', { orderKey: 'k' });
  await lane.rest();
  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 500) await lane.clock.advance(500).then(lane.rest);
  };
  // Each pause varies by a fifth: the third failure is between 2.4 and 4 s, the fourth attempt between 5.6 and 9.
  await pass(2000);
  assert.deepEqual(lane.faults, []);
  await pass(3000);
  assert.deepEqual(lane.faults, ['deliveries fail, 3 in a row: busy']);
  lane.answer = () => delivered;
  await pass(5000);
  assert.equal(lane.settled.at(-1)?.outcome, 'delivered');
  assert.deepEqual(lane.faults, ['deliveries fail, 3 in a row: busy', undefined]);
});

test('half of all in a minute are too many failures, if they are many', () => {
  const breaker = new Breaker();
  for (let n = 0; n < 9; n++) {
    assert.equal(breaker.failed('no', n), false);
    breaker.succeeded(n);
  }
  assert.equal(breaker.failed('no', 10), false);
  assert.equal(breaker.failed('no', 11), true);
  const patient = new Breaker();
  for (let n = 0; n < 100; n++) {
    patient.succeeded(n * 10_000);
    assert.equal(patient.failed('no', n * 10_000 + 1), false);
  }
});

test('a message that is refused goes again at once in its plainest form, and only once', async (t) => {
  const lane = startLane(t);
  lane.answer = (request) => (request === 'rich a' ? unreadable : delivered);
  lane.add('rich a', { orderKey: 'k' });
  lane.add('b', { orderKey: 'k' });
  await lane.rest();
  assert.deepEqual(lane.sent.flat(), ['rich a', 'a', 'b']);
  lane.answer = () => unreadable;
  lane.add('rich c');
  await lane.rest();
  assert.deepEqual(lane.sent.flat().slice(3), ['rich c', 'c']);
  assert.equal(lane.settled.at(-1)?.outcome, 'rejected');
});

test('settings of a channel that are refused are shown at once; after ten in a row messages wait for better ones', async (t) => {
  const lane = startLane(t, { speaksToPeople: true });
  lane.answer = () => refused;
  lane.add(0);
  await lane.rest();
  assert.equal(lane.faults.at(-1), 'deliveries are refused: 93000 invalid webhook url');
  for (let n = 1; n < 30; n++) lane.add(n);
  await lane.rest();
  await lane.clock.advance(300_000);
  await lane.rest();
  assert.equal(lane.settled.filter(({ outcome }) => outcome === 'rejected').length, 10);
  lane.answer = () => delivered;
  lane.lane.release();
  await lane.rest();
  assert.equal(lane.settled.filter(({ outcome }) => outcome === 'delivered').length, 20);
  assert.equal(lane.faults.at(-1), undefined);
});

test('a program that refuses some requests holds up no others, and it is shown when it refuses some in a row', async (t) => {
  const lane = startLane(t);
  lane.answer = () => refused;
  for (let n = 0; n < 30; n++) lane.add(n);
  await lane.rest();
  assert.equal(lane.settled.filter(({ outcome }) => outcome === 'rejected').length, 30);
  assert.equal(lane.faults.at(-1), 'deliveries are refused: 93000 invalid webhook url');
});

test('attempts are limited by the action, and by an answer that nobody knows', async (t) => {
  const lane = startLane(t);
  lane.answer = (request) => (request === 'unknown' ? { ...unavailable, maxAttempts: 2 } : unavailable);
  lane.add('unknown');
  lane.add('limited', { maxAttempts: 3 });
  await lane.rest();
  for (let n = 0; n < 4; n++) {
    await lane.clock.advance(10_000);
    await lane.rest();
  }
  const ends = lane.settled.filter(({ outcome }) => outcome === 'rejected');
  assert.deepEqual(
    ends.map(({ attempts }) => attempts),
    [2, 3],
  );
});

test('people are told while the news is fresh, webhooks have the table of their specification', () => {
  assert.deepEqual(policyFor('wecom', true).delays.slice(0, 3), [2000, 10_000, 30_000]);
  assert.deepEqual(policyFor('webhook', true).delays.slice(0, 3), [5000, 300_000, 1_800_000]);
  assert.deepEqual(policyFor('http', false).delays, [1000, 2000, 4000, 8000, 15_000]);
});

const failedOften: Omit<ClaimedDelivery, 'action' | 'connector'> = {
  id: 'd1',
  place: 1,
  rule: undefined,
  attempts: 20,
  failures: 20,
  createdAt: 0,
  expiresAt: undefined,
  maxAttempts: undefined,
  orderKey: undefined,
  priority: 'normal',
  request: {},
  bytes: 2,
};

test('what is told of alerts is tried again within half a minute, however long nobody was there', () => {
  const clock = new FakeClock(1_000_000);
  const health = new LaneHealth({ id: 'webhook:cmdb', clock, connector: () => undefined });
  const waits = (action: string): number => {
    const delivery = { ...failedOften, action, connector: 'webhook:cmdb' };
    const verdict = health.judge(delivery, { kind: 'unavailable', cause: 'remote', reason: 'HTTP 500' });
    return verdict.state === 'waiting' ? verdict.dueAt - clock.now() : Infinity;
  };
  assert.ok(waits('alert:webhook:cmdb') <= 36_000);
  assert.ok(waits('webhook:tell') > 3_600_000, 'what a rule tells keeps the table of its channel');
});
