import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, publish, startTestBroker, testSettings } from '../../../test/support/test-broker.ts';

const kept = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;

test('a smaller Receive Maximum after a reconnect holds for what is sent again, and the order stays', async () => {
  const { join } = startTestBroker();
  const first = await join('subscriber', kept);
  await first.subscribe('t');
  const publisher = await join('publisher');
  for (let i = 1; i <= 6; i++) await publisher.publish('t', `${i}`, i % 2 === 0 ? 2 : 1, { packetId: i });
  first.cut();
  await publisher.publish('t', '7', 1);

  const second = await join('subscriber', {
    ...kept,
    properties: { ...kept.properties, receiveMaximum: 2 },
  });
  assert.equal(second.connack.sessionPresent, true);
  const payloads: string[] = [];
  for (let round = 0; round < 20; round++) {
    const messages = second.takeAll('publish');
    assert.ok(messages.length <= 2, 'no more than two at a time');
    for (const { payload, dup, qos, packetId = 0 } of messages) {
      payloads.push(`${payload}${dup ? ' again' : ''}`);
      const type = qos === 1 ? 'puback' : 'pubrec';
      await second.send({ type, packetId, reasonCode: 0, properties: {} });
    }
    for (const { packetId } of second.takeAll('pubrel'))
      await second.send({ type: 'pubcomp', packetId, reasonCode: 0, properties: {} });
  }
  assert.deepEqual(payloads, ['1 again', '2 again', '3 again', '4 again', '5 again', '6 again', '7']);
});

test('an acknowledgement of what was not sent again yet makes the repetition needless', async () => {
  const { join } = startTestBroker();
  const first = await join('subscriber', kept);
  await first.subscribe('t');
  const publisher = await join('publisher');
  for (let i = 1; i <= 3; i++) await publisher.publish('t', `${i}`, 1, { packetId: i });
  const [, , third] = first.takeAll('publish');
  first.cut();
  const second = await join('subscriber', {
    ...kept,
    properties: { ...kept.properties, receiveMaximum: 1 },
  });
  await second.send({ type: 'puback', packetId: third?.packetId ?? 0, reasonCode: 0, properties: {} });
  for (let round = 0; round < 3; round++)
    for (const { packetId = 0, payload } of second.takeAll('publish')) {
      assert.notEqual(String(payload), '3');
      await second.send({ type: 'puback', packetId, reasonCode: 0, properties: {} });
    }
});

test('messages of QoS 1 wait while the connection has no room, and go on when it has', async () => {
  const { broker, join } = startTestBroker();
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  Object.assign(subscriber, { canWrite: false, unsentBytes: testSettings.outputSoftLimit });
  const publisher = await join('publisher');
  for (let i = 1; i <= 3; i++) await publisher.publish('t', `${i}`, 1);
  const view = broker.client('subscriber');
  assert.deepEqual([view?.inflight, view?.queued], [0, 3], 'nothing piles up as output');
  subscriber.unsentBytes = 0;
  subscriber.drained();
  await endOfTurn();
  assert.deepEqual(subscriber.takeMessages(), ['t=1', 't=2', 't=3']);
});

test('a queue has a bound in bytes as well', async () => {
  const { broker, join } = startTestBroker();
  const away = await join('away', kept);
  await away.subscribe('t');
  away.cut();
  const publisher = await join('publisher');
  const megabyte = 'x'.repeat(1_000_000);
  for (let i = 0; i < 10; i++) await publisher.send(publish('t', megabyte, 1));
  const view = broker.client('away');
  assert.deepEqual([view?.queued, view?.queueDropped], [8, 2]);
});

test('what a connection lost is counted by reason', async () => {
  const { broker, join, clock } = startTestBroker({ maximumInflight: 1, maximumQueue: 1 });
  const subscriber = await join('subscriber', { properties: { maximumPacketSize: 100 } });
  await subscriber.subscribe('t');
  const publisher = await join('publisher');
  await publisher.publish('t', 'x'.repeat(200), 0);
  for (let i = 0; i < 3; i++) await publisher.publish('t', 'x', 1);
  await clock.advance(1500); // the publisher waits for so long
  const { sent } = broker.client('subscriber') ?? assert.fail();
  assert.deepEqual([sent.dropped, sent.droppedTooLarge, sent.droppedQueueFull], [2, 1, 1]);
});

test('large payloads are the same memory for all who wait for them, and arrive whole', async () => {
  const { join } = startTestBroker();
  const subscribers = await Promise.all(['a', 'b', 'c'].map((clientId) => join(clientId)));
  const written: Buffer[] = [];
  for (const subscriber of subscribers) {
    await subscriber.subscribe('t', { qos: 1 });
    const write = subscriber.write.bind(subscriber);
    subscriber.write = (blocks) => {
      written.push(...blocks.filter((block) => block.length > 10_000));
      return write(blocks);
    };
  }
  const payload = 'large '.repeat(10_000);
  const publisher = await join('publisher');
  await publisher.send(publish('t', 'before', 1), publish('t', payload, 1), publish('t', 'after', 1));
  for (const subscriber of subscribers)
    assert.deepEqual(subscriber.takeMessages(), ['t=before', `t=${payload}`, 't=after']);
  assert.equal(written.length, 3);
  assert.equal(new Set(written.map(({ buffer }) => buffer)).size, 1);
});

test('messages of QoS 0 keep their order across a reconnect', async () => {
  const { join } = startTestBroker({ maximumInflight: 1 });
  const first = await join('subscriber', kept);
  await first.subscribe('t');
  first.cut();
  const publisher = await join('publisher');
  await publisher.publish('t', 'one', 1);
  await publisher.publish('t', 'two', 1);
  await publisher.publish('t', 'early', 0);
  const second = await join('subscriber', kept);
  await publisher.publish('t', 'late', 0);
  for (let round = 0; round < 2; round++)
    await second.send({ type: 'puback', packetId: round + 1, reasonCode: 0, properties: {} });
  assert.deepEqual(second.takeMessages(), ['t=one', 't=two', 't=early', 't=late']);
});

test('a message that expires at once reaches those who are there, and nobody else', async () => {
  const { clock, join } = startTestBroker();
  const here = await join('here');
  await here.subscribe('t');
  const away = await join('away', kept);
  await away.subscribe('t');
  away.cut();
  const publisher = await join('publisher');
  await publisher.publish('t', 'now', 1, { properties: { messageExpiryInterval: 0 } });
  assert.deepEqual(here.takeMessages(), ['t=now']);
  await clock.advance(1);
  assert.deepEqual((await join('away', kept)).takeMessages(), []);
});

test('what is under way to a client has a bound in bytes, whatever its window', async () => {
  const { broker, join } = startTestBroker({ maximumInflight: 1000 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t', { qos: 2 });
  const publisher = await join('publisher');
  for (let i = 0; i < 8; i++) await publisher.send(publish('t', 'x'.repeat(300_000), 1));
  const view = () => broker.client('subscriber') ?? assert.fail();
  assert.deepEqual([view().inflight, view().queued], [4, 4]);
  for (const { packetId = 0 } of subscriber.takeAll('publish'))
    await subscriber.send({ type: 'puback', packetId, reasonCode: 0, properties: {} });
  assert.deepEqual([view().inflight, view().queued], [4, 0]);
});
