import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker } from '../../../test/support/test-broker.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const will = (properties = {}) => ({
  will: { topic: 'status', payload: Buffer.from('gone'), qos: 0, retain: false, properties } as const,
});

test('a session waits for its client as long as it asked for, and then ends', async () => {
  const { broker, clock, join } = startTestBroker();
  const options = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;
  (await join('c', options)).cut();
  await clock.advance(59_000);
  assert.equal(broker.client('c')?.connected, false);
  assert.equal((await join('c', options)).connack.sessionPresent, true);
  await clock.advance(120_000);
  assert.equal(broker.client('c')?.connected, true, 'a connected session does not expire');
  broker.kick('c');
  (await join('c', options)).cut();
  await clock.advance(61_000);
  assert.equal(broker.client('c'), undefined);
});

test('the session of an MQTT 3.1.1 client with clean session 0 stays for the configured time', async () => {
  const { broker, clock, join } = startTestBroker({ sessionExpiryInterval: 100 });
  const first = await join('c', { protocolVersion: 4, cleanStart: false });
  await first.subscribe('t', { qos: 1 });
  first.cut();
  await clock.advance(90_000);
  const second = await join('c', { protocolVersion: 4, cleanStart: false });
  assert.equal(second.connack.sessionPresent, true);
  await (await join('p')).publish('t', 'x', 1);
  assert.deepEqual(second.takeMessages(), ['t=x']);
  second.cut();
  await clock.advance(101_000);
  assert.equal(broker.client('c'), undefined);
});

test('a wish for a longer session than allowed is shortened, and CONNACK says so', async () => {
  const { join } = startTestBroker({ maximumSessionExpiryInterval: 600 });
  const { connack } = await join('c', { properties: { sessionExpiryInterval: 0xffffffff } });
  assert.equal(connack.properties.sessionExpiryInterval, 600);
});

test('DISCONNECT may change the session expiry, but not bring a session to life that was to end', async () => {
  const { broker, clock, join } = startTestBroker();
  const longer = await join('a', { properties: { sessionExpiryInterval: 10 } });
  await longer.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 100 } });
  await clock.advance(50_000);
  assert.notEqual(broker.client('a'), undefined);
  const never = await join('b');
  await never.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 100 } });
  assert.equal(never.take('disconnect').reasonCode, ReasonCode.ProtocolError);
});

test('a will is published when the connection ends without a good-bye, and only then', async () => {
  const { join } = startTestBroker();
  const watcher = await join('watcher');
  await watcher.subscribe('status');
  (await join('cut', will())).cut();
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['status=gone']);
  await (await join('polite', will())).send({ type: 'disconnect', reasonCode: 0, properties: {} });
  assert.deepEqual(watcher.takeMessages(), []);
  await (await join('wishing', will())).send({ type: 'disconnect', reasonCode: 4, properties: {} });
  assert.deepEqual(watcher.takeMessages(), ['status=gone']);
});

test('a delayed will waits, and is forgotten when the client comes back in time', async () => {
  const { clock, join } = startTestBroker();
  const options = {
    cleanStart: false,
    properties: { sessionExpiryInterval: 100 },
    ...will({ willDelayInterval: 30 }),
  };
  const watcher = await join('watcher');
  await watcher.subscribe('status');
  (await join('c', options)).cut();
  await clock.advance(29_000);
  const back = await join('c', options);
  await clock.advance(60_000);
  assert.deepEqual(watcher.takeMessages(), []);
  back.cut();
  await clock.advance(31_000);
  assert.deepEqual(watcher.takeMessages(), ['status=gone']);
});

test('a delayed will does not outlive the session', async () => {
  const { broker, join } = startTestBroker();
  const options = {
    cleanStart: false,
    properties: { sessionExpiryInterval: 100 },
    ...will({ willDelayInterval: 90 }),
  };
  const watcher = await join('watcher');
  await watcher.subscribe('status');
  (await join('c', options)).cut();
  broker.kick('c');
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['status=gone']);
});

test('a subscription made and taken back by an operator is told, one that ends with its session is not', async () => {
  const { broker, join, record } = startTestBroker();
  const events = record('session.subscribed', 'session.unsubscribed');
  const client = await join('c');
  const options = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  assert.deepEqual(broker.subscribe('c', { filter: 'a/#', ...options }), {
    clientId: 'c',
    filter: 'a/#',
    ...options,
  });
  await client.subscribe('b');
  assert.deepEqual(broker.topics(), ['a/#', 'b']);
  assert.equal(broker.unsubscribe('c', 'a/#'), true);
  client.cut();
  assert.deepEqual(
    events.map(({ name, filter }) => [name, filter]),
    [
      ['session.subscribed', 'a/#'],
      ['session.subscribed', 'b'],
      ['session.unsubscribed', 'a/#'],
    ],
  );
  assert.deepEqual(broker.topics(), []);
  assert.equal(broker.subscribe('nobody', { filter: 'x', ...options }), undefined);
});

test('figures remember how high they have been', async () => {
  const { broker, join } = startTestBroker();
  const peers = [await join('a'), await join('b')];
  await peers[0]?.subscribe('t');
  for (const peer of peers) peer.cut();
  const { liveConnections, sessions, subscriptions } = broker.stats();
  assert.deepEqual(liveConnections, { count: 0, max: 2 });
  assert.deepEqual(sessions, { count: 0, max: 2 });
  assert.deepEqual(subscriptions, { count: 0, max: 1 });
});

test('the ends of sessions are counted by their cause, each once', async () => {
  const { broker, join } = startTestBroker();
  const ends = () =>
    (['created', 'resumed', 'takenover', 'discarded', 'terminated'] as const).map(
      (name) => broker.metrics[`session.${name}`],
    );
  const stays = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;
  await join('c', stays);
  await join('c', stays);
  assert.deepEqual(ends(), [1, 1, 1, 0, 0], 'taken over');
  await join('c');
  assert.deepEqual(ends(), [2, 1, 1, 1, 0], 'discarded by a clean start');
  const last = await join('c');
  assert.deepEqual(ends(), [3, 1, 1, 2, 0], 'discarded though it was to end with its connection');
  last.cut();
  assert.deepEqual(ends(), [3, 1, 1, 2, 1], 'ended');
});

test('a connection that is taken over never ends after the one that took over began', async () => {
  const { clock, join, record } = startTestBroker();
  const events = record('client.connected', 'client.disconnected');
  await join('c');
  const stoodStill = clock.now();
  let later = stoodStill;
  clock.now = () => later++;
  await join('c');
  const [, gone, back] = events;
  assert.equal(gone?.name === 'client.disconnected' && gone.disconnectedAt, back?.client.connectedAt);
});
