import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientInfo } from '../events.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import { DEFAULT_SLOW_SETTINGS, type SlowSettings, SlowSubscriptions } from './slow-subscriptions.ts';

const START = 1_000_000;
const client = (clientId: string, connectedAt = 0) => ({ clientId, connectedAt }) as ClientInfo;
const message = (topic: string, about: object = {}) =>
  ({
    message: { destination: { name: topic }, receivedAt: START },
    qos: 1,
    retain: false,
    ...about,
  }) as unknown as Outgoing;

function slowBy(settings: Partial<SlowSettings> = {}) {
  const slow = new SlowSubscriptions({ ...DEFAULT_SLOW_SETTINGS, isOn: true, ...settings });
  const shown = (now = START) =>
    slow.list(now).map(({ clientId, topic, timespan }) => [clientId, topic, timespan]);
  return { slow, shown };
}

test('whole is from arrival to the acknowledgement, at QoS 0 until it is sent', () => {
  const { slow, shown } = slowBy();
  slow.sent(client('a'), message('t/1'), 7, START + 900);
  assert.deepEqual(shown(), [], 'it is not there yet');
  slow.done(client('a'), message('t/1'), 7, START + 1200);
  slow.sent(client('b'), message('t/2', { qos: 0 }), 0, START + 700);
  slow.done(client('c'), message('t/3'), 1, START + 499);
  assert.deepEqual(shown(), [
    ['a', 't/1', 1200],
    ['b', 't/2', 700],
  ]);
});

test('internal is until it is sent, response from there to the acknowledgement', () => {
  const internal = slowBy({ statsType: 'internal' });
  internal.slow.sent(client('a'), message('t'), 7, START + 600);
  internal.slow.done(client('a'), message('t'), 7, START + 9000);
  assert.deepEqual(internal.shown(), [['a', 't', 600]]);
  const response = slowBy({ statsType: 'response' });
  const a = client('a');
  response.slow.sent(a, message('t'), 7, START + 5000);
  response.slow.done(a, message('t'), 7, START + 5800);
  response.slow.done(a, message('t'), 7, START + 9000);
  response.slow.done(client('a'), message('t'), 8, START + 9000);
  assert.deepEqual(response.shown(), [['a', 't', 800]], 'once, and only what this connection was sent');
});

test('what waits on purpose is not slow: retained, delayed, and for a client that was away', () => {
  const { slow, shown } = slowBy();
  const delayed = message('t');
  slow.routedLate(delayed.message, START + 8900);
  slow.done(client('a'), message('t', { retain: true }), 1, START + 9000);
  slow.done(client('a'), delayed, 1, START + 9000);
  slow.done(client('a', START + 8900), message('t'), 1, START + 9000);
  assert.deepEqual(shown(), []);
});

test('the slowest stay, one entry for a client and a topic, until they have not been slow for a while', () => {
  const { slow, shown } = slowBy({ maximum: 2, expireInterval: 10_000 });
  const take = (name: string, timespan: number) => slow.done(client(name), message('t'), 1, START + timespan);
  take('a', 600);
  take('b', 800);
  take('c', 500);
  take('d', 700);
  take('b', 900);
  assert.deepEqual(shown(), [
    ['b', 't', 900],
    ['d', 't', 700],
  ]);
  assert.deepEqual(shown(START + 10_701), [['b', 't', 900]]);
  take('e', 501);
  assert.equal(shown(START + 1000).length, 2, 'there is room again');
  slow.clear();
  assert.deepEqual(shown(), []);
});
