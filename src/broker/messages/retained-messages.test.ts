import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { endOfTurn, startTestBroker, testSettings } from '../../../test/support/test-broker.ts';
import { Topic } from '../routing/topic.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from './application-message.ts';
import { RetainedMessages } from './retained-messages.ts';

const retained = { retain: true } as const;

test('the last retained message of a topic comes with a new subscription, marked as retained', async () => {
  const { join } = startTestBroker();
  const publisher = await join('publisher');
  await publisher.publish('a/b', 'old', 0, retained);
  await publisher.publish('a/b', 'new', 1, retained);
  const subscriber = await join('subscriber');
  await subscriber.subscribe('a/#', { qos: 1 });
  const message = subscriber.take('publish');
  assert.deepEqual([`${message.payload}`, message.retain, message.qos], ['new', true, 1]);
  await publisher.publish('a/b', 'live', 0, retained);
  assert.equal(subscriber.take('publish').retain, false, 'cleared for a subscription that exists');
});

test('an empty payload removes the retained message', async () => {
  const { broker, join } = startTestBroker();
  const publisher = await join('publisher');
  await publisher.publish('t', 'x', 0, retained);
  assert.equal(broker.stats().retained.count, 1);
  await publisher.publish('t', '', 0, retained);
  assert.equal(broker.stats().retained.count, 0);
});

test('retain handling decides whether a subscription brings retained messages', async () => {
  const { join } = startTestBroker();
  await (await join('publisher')).publish('t', 'x', 0, retained);
  const subscriber = await join('subscriber');
  const brings = async (retainHandling: 0 | 1 | 2) => {
    await subscriber.subscribe('t', { retainHandling });
    await endOfTurn();
    return subscriber.takeMessages().length;
  };
  assert.deepEqual([await brings(2), await brings(1), await brings(0)], [0, 0, 1]);
});

test('a shared subscription brings no retained messages', async () => {
  const { join } = startTestBroker();
  await (await join('publisher')).publish('t', 'x', 0, retained);
  const subscriber = await join('subscriber');
  await subscriber.subscribe('$share/g/t');
  assert.deepEqual(subscriber.takeMessages(), []);
});

test('what is too large, too much or too old is not kept', async () => {
  const { broker, clock, join } = startTestBroker({
    retained: { ...testSettings.retained, maximumMessages: 2, maximumPayload: 4, expiry: 60_000 },
  });
  const publisher = await join('publisher');
  for (const [topic, payload] of [
    ['a', 'x'],
    ['b', 'long one'],
    ['c', 'x'],
    ['d', 'x'],
  ] as const) {
    await publisher.publish(topic, payload, 0, retained);
  }
  assert.equal(broker.stats().retained.count, 2);
  await clock.advance(61_000);
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#');
  assert.deepEqual(subscriber.takeMessages(), []);
});

test('many retained messages come in several turns, and all of them come', async () => {
  const { join } = startTestBroker({ outputHardLimit: Number.POSITIVE_INFINITY });
  const publisher = await join('publisher');
  for (let i = 0; i < 1000; i++) await publisher.publish(`t/${i}`, 'x', 0, retained);
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t/+');
  // How many turns they take depends on how busy the machine is.
  let received = 0;
  for (let turn = 0; turn < 1000 && received < 1000; turn++) {
    await endOfTurn();
    received += subscriber.takeMessages().length;
  }
  assert.equal(received, 1000);
});

test('more retained messages than the session queues come at the speed at which the client acknowledges', async () => {
  const { join } = startTestBroker({ maximumQueue: 10, maximumInflight: 4 });
  const publisher = await join('publisher');
  for (let i = 0; i < 50; i++) await publisher.publish(`t/${i}`, 'x', 1, retained);
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t/+', { qos: 1 });
  const topics = new Set<string>();
  for (let round = 0; round < 50 && topics.size < 50; round++) {
    const messages = subscriber.takeAll('publish');
    assert.ok(messages.length <= 4);
    for (const { topic, packetId = 0 } of messages) {
      topics.add(topic);
      await subscriber.send({ type: 'puback', packetId, reasonCode: 0, properties: {} });
    }
  }
  assert.equal(topics.size, 50);
});

test('retained messages wait while the client does not read, and stop with the subscription', async () => {
  const { join } = startTestBroker();
  const publisher = await join('publisher');
  for (let i = 0; i < 600; i++) await publisher.publish(`t/${i}`, 'x', 0, retained);
  const subscriber = await join('subscriber');
  Object.assign(subscriber, { canWrite: false, unsentBytes: testSettings.outputSoftLimit });
  await subscriber.send({
    type: 'subscribe',
    packetId: 1,
    subscriptions: [{ filter: 't/#', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
    properties: {},
  });
  subscriber.unsentBytes = 0;
  subscriber.drained();
  await endOfTurn();
  const first = subscriber.takeAll('publish').length;
  assert.ok(first > 0 && first < 600);
  await subscriber.send({ type: 'unsubscribe', packetId: 2, filters: ['t/#'], properties: {} });
  for (let turn = 0; turn < 5; turn++) await endOfTurn();
  assert.ok(subscriber.takeAll('publish').length < 600 - first);
});

test('a retained message does not come back to its publisher with no local', async () => {
  const { join } = startTestBroker();
  const client = await join('client');
  await client.publish('t', 'own', 0, retained);
  await (await join('other')).publish('u', 'foreign', 0, retained);
  await client.subscribe('#', { noLocal: true });
  assert.deepEqual(client.takeMessages(), ['u=foreign']);
});

test('a retained message that expired is forgotten, unless a younger one took its place', async () => {
  const { broker, clock, join } = startTestBroker();
  const publisher = await join('publisher');
  const expiring = { ...retained, properties: { messageExpiryInterval: 30 } };
  await publisher.publish('a', 'x', 0, expiring);
  await publisher.publish('b', 'x', 0, expiring);
  await publisher.publish('b', 'y', 0, retained);
  assert.equal(broker.stats().retained.count, 2);
  await clock.advance(60_000);
  assert.equal(broker.stats().retained.count, 1);
  await publisher.subscribe('#');
  assert.deepEqual(publisher.takeMessages(), ['b=y']);
});

test('all retained messages together have a bound in bytes, and a removed one gives its part back', () => {
  const messages = new RetainedMessages(testSettings.retained, new FakeClock(), 250 + 2 * 512);
  const from = {
    clientId: 'c',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  const keep = (name: string, bytes: number) => {
    const topic = new Topic(name, Buffer.from(name), 1);
    const payload = Buffer.alloc(bytes);
    const never = Number.POSITIVE_INFINITY;
    return messages.keep(
      new ApplicationMessage(topic, 0, true, false, from, 0, never, NO_PROPERTY_BYTES, payload, 0, bytes),
    );
  };
  assert.deepEqual(
    [keep('a', 100), keep('b', 100), keep('c', 100), keep('b', 120), keep('a', 0), keep('c', 100)],
    [undefined, undefined, 'retained_memory_exceeded', undefined, undefined, undefined],
  );
});

test('a message keeps its own expiry interval, whatever is configured for those without one', async () => {
  const { broker, clock, join } = startTestBroker({ retained: { ...testSettings.retained, expiry: 60_000 } });
  const publisher = await join('publisher');
  await publisher.publish('own', 'x', 0, { ...retained, properties: { messageExpiryInterval: 120 } });
  await publisher.publish('none', 'x', 0, retained);
  await clock.advance(61_000);
  assert.deepEqual(broker.retainer.topics(), ['own']);
  await clock.advance(60_000);
  assert.deepEqual(broker.retainer.topics(), []);
});

test('what is kept can be limited while the broker runs', async () => {
  const { broker, clock, join } = startTestBroker();
  const { retainer } = broker;
  const change = (limits: Partial<typeof retainer.limits>) =>
    retainer.configure({ ...testSettings.retained, ...limits });
  const publisher = await join('publisher');
  const keeps = async (topic: string, properties = {}) => {
    await publisher.publish(topic, 'x', 0, { ...retained, properties });
    return retainer.get(topic) !== undefined;
  };

  assert.equal(await keeps('a'), true);
  change({ maximumMessages: 1 });
  assert.equal(await keeps('b'), false);
  change({ maximumMessages: 0 });
  assert.equal(await keeps('b'), true, '0 is no limit');
  change({ allowsEndless: false });
  assert.deepEqual([await keeps('c'), await keeps('d', { messageExpiryInterval: 9 })], [false, true]);
  change({ maximumRate: { count: 2, period: 1000 } });
  assert.deepEqual([await keeps('e'), await keeps('f'), await keeps('g')], [true, true, false]);
  await clock.advance(500);
  assert.equal(await keeps('g'), true);

  change({ expiry: 60_000 });
  await clock.advance(70_000);
  assert.deepEqual(retainer.topics(), [], 'those that were kept before go too');
});

test('while retained messages are switched off, none is kept, none is delivered, and clients are told', async () => {
  const { broker, join } = startTestBroker();
  const publisher = await join('publisher');
  await publisher.publish('a', 'x', 0, retained);
  broker.retainer.configure({ ...testSettings.retained, enabled: false });
  const subscriber = await join('subscriber');
  assert.equal(subscriber.connack.properties.retainAvailable, 0);
  await subscriber.subscribe('#');
  await publisher.publish('b', 'live', 0, retained);
  assert.deepEqual(subscriber.takeMessages(), ['b=live']);
  broker.retainer.configure(testSettings.retained);
  assert.deepEqual(broker.retainer.topics(), ['a']);
});

test('a message that removes the retained one goes to subscribers, unless it is to go to nobody', async () => {
  const { broker, join } = startTestBroker();
  const publisher = await join('publisher');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  await publisher.publish('t', '', 0, retained);
  assert.deepEqual(subscriber.takeMessages(), ['t=']);
  broker.retainer.configure({ ...testSettings.retained, clearsSilently: true });
  await publisher.publish('t', 'x', 0, retained);
  await publisher.publish('t', '', 0, retained);
  assert.deepEqual([subscriber.takeMessages(), broker.retainer.topics()], [['t=x'], []]);
});

test('a retained message that a bound keeps out reaches its receivers, and an event says which bound it was', async () => {
  const { broker, record, join } = startTestBroker({
    retained: {
      ...testSettings.retained,
      maximumMessages: 1,
      maximumPayload: 4,
      allowsEndless: false,
      maximumRate: { count: 1, period: 3_600_000 },
    },
  });
  const told = record('message.dropped');
  const publisher = await join('publisher');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const expiring = { ...retained, properties: { messageExpiryInterval: 60 } };
  await publisher.publish('a', 'endless', 1, expiring);
  await publisher.publish('b', 'x', 1, retained);
  await publisher.publish('c', 'x', 1, expiring);
  await publisher.publish('c', 'y', 1, expiring);
  await publisher.publish('d', 'x', 1, expiring);
  assert.deepEqual(
    told.map(({ message, reason }) => [message.topic, reason, message.from.clientId]),
    [
      ['a', 'retained_payload_too_large', 'publisher'],
      ['b', 'retained_without_expiry', 'publisher'],
      ['c', 'retained_rate_exceeded', 'publisher'],
      ['d', 'retained_quota_exceeded', 'publisher'],
    ],
  );
  assert.deepEqual(subscriber.takeMessages(), ['a=endless', 'b=x', 'c=x', 'c=y', 'd=x']);
  assert.equal(broker.metrics['messages.retained.refused'], 4);
  assert.equal(broker.metrics['messages.dropped'], 0, 'they went to their receivers');
});

test('while there is no room for retained messages an alarm is active, until there is room again', async () => {
  const { broker, record, clock, join } = startTestBroker({
    retained: { ...testSettings.retained, maximumMessages: 1 },
  });
  const [began, ended] = [record('alarm.activated'), record('alarm.deactivated')];
  const publisher = await join('publisher');
  for (const topic of ['a', 'b', 'c']) await publisher.publish(topic, 'x', 0, retained);
  assert.deepEqual(
    began.map(({ alarm }) => [alarm.name, alarm.details.reason, alarm.details.retained_messages]),
    [['retained_full', 'retained_quota_exceeded', 1]],
  );
  await clock.advance(30_000);
  assert.equal(ended.length, 0, 'it is still full');
  broker.retainer.delete('a');
  await clock.advance(10_000);
  assert.deepEqual(
    ended.map(({ alarm }) => alarm.name),
    ['retained_full'],
  );
});

test('each retained message whose time is over is an event, also when thousands go at once', async () => {
  const { broker, record, clock, join } = startTestBroker();
  const told = record('message.dropped');
  const publisher = await join('publisher');
  await (await join('subscriber')).subscribe('#');
  const expiring = { ...retained, properties: { messageExpiryInterval: 30 } };
  for (let i = 0; i < 1200; i++) await publisher.publish(`t/${i}`, 'x', 0, expiring);
  await clock.advance(41_000);
  assert.equal(broker.stats().retained.count, 0);
  const expired = told.filter(({ reason }) => reason === 'retained_expired');
  assert.equal(new Set(expired.map(({ message }) => message.topic)).size, 1200);
  assert.equal(broker.metrics['messages.retained.expired'], 1200);
});
