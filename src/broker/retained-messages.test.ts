import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker, testSettings } from '../../test/support/test-broker.ts';

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
  for (let turn = 0; turn < 5; turn++) await endOfTurn();
  assert.equal(subscriber.takeMessages().length, 1000);
});
