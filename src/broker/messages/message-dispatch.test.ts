import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, publish, startTestBroker } from '../../../test/support/test-broker.ts';
import type { AcknowledgementPacket, ProtocolVersion, QoS } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

function acknowledge(
  type: AcknowledgementPacket['type'],
  packetId: number,
  reasonCode = 0,
): AcknowledgementPacket {
  return { type, packetId, reasonCode, properties: {} };
}

for (const version of [3, 4, 5] satisfies ProtocolVersion[]) {
  test(`a message reaches its subscribers at the lower of both QoS, protocol level ${version}`, async () => {
    const { join } = startTestBroker();
    const publisher = await join('publisher', { protocolVersion: 5 });
    for (const [sent, granted, expected] of [
      [0, 2, 0],
      [1, 0, 0],
      [1, 2, 1],
      [2, 1, 1],
      [2, 2, 2],
    ] satisfies [QoS, QoS, QoS][]) {
      const subscriber = await join('subscriber', { protocolVersion: version });
      assert.equal(await subscriber.subscribe('t/+', { qos: granted }), granted);
      await publisher.publish('t/a', 'hello', sent, { packetId: sent === 0 ? undefined : 10 + sent });
      const message = subscriber.take('publish');
      assert.deepEqual([message.qos, message.topic, `${message.payload}`], [expected, 't/a', 'hello']);
      await publisher.send(acknowledge('pubrel', 12));
    }
  });
}

test('QoS 2 goes through exactly once, even when the publisher repeats itself', async () => {
  const { join } = startTestBroker();
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  const publisher = await join('publisher');
  await publisher.publish('t', 'once', 2, { packetId: 9 });
  assert.equal(publisher.take('pubrec').packetId, 9);
  await publisher.publish('t', 'once', 2, { packetId: 9, dup: true });
  assert.equal(publisher.take('pubrec').packetId, 9);
  assert.equal((await publisher.ask(acknowledge('pubrel', 9), 'pubcomp')).reasonCode, 0);
  assert.equal(
    (await publisher.ask(acknowledge('pubrel', 9), 'pubcomp')).reasonCode,
    ReasonCode.PacketIdentifierNotFound,
  );

  const message = subscriber.take('publish');
  assert.deepEqual(subscriber.packets, []);
  const packetId = message.packetId as number;
  assert.equal((await subscriber.ask(acknowledge('pubrec', packetId), 'pubrel')).packetId, packetId);
  await subscriber.send(acknowledge('pubcomp', packetId));
  assert.deepEqual(subscriber.packets, []);
});

test('a publisher at QoS 1 learns that nobody subscribes', async () => {
  const { join, record } = startTestBroker();
  const dropped = record('message.dropped');
  const publisher = await join('publisher');
  const puback = await publisher.ask(publish('nobody', 'x', 1), 'puback');
  assert.equal(puback.reasonCode, ReasonCode.NoMatchingSubscribers);
  assert.equal(dropped[0]?.reason, 'no_subscribers');
  assert.equal(`${dropped[0]?.message.payload}`, 'x');
});

test('a client that does not acknowledge gets no more than its window, the rest in order as it does', async () => {
  const { broker, join } = startTestBroker();
  const subscriber = await join('subscriber', { properties: { receiveMaximum: 2 } });
  await subscriber.subscribe('t', { qos: 1 });
  const publisher = await join('publisher');
  for (let i = 1; i <= 5; i++) await publisher.publish('t', `${i}`, 1, { packetId: i });
  assert.equal(broker.client('subscriber')?.queued, 3);
  const order: string[] = [];
  while (order.length < 5) {
    const message = subscriber.take('publish');
    order.push(`${message.payload}`);
    await subscriber.send(acknowledge('puback', message.packetId as number));
  }
  assert.deepEqual(order, ['1', '2', '3', '4', '5']);
  assert.deepEqual(subscriber.packets, []);
});

test('what was not acknowledged comes again after a reconnect, marked as a duplicate, before what waited', async () => {
  const { join } = startTestBroker({ maximumInflight: 1 });
  const first = await join('subscriber', persistent);
  await first.subscribe('t', { qos: 1 });
  const publisher = await join('publisher');
  await publisher.publish('t', 'one', 1);
  await publisher.publish('t', 'two', 1);
  first.cut();
  await publisher.publish('t', 'three', 1);
  const second = await join('subscriber', persistent);
  const again = second.take('publish');
  assert.deepEqual([`${again.payload}`, again.dup], ['one', true]);
  await second.send(acknowledge('puback', again.packetId as number));
  const next = second.take('publish');
  assert.deepEqual([`${next.payload}`, next.dup], ['two', false]);
  await second.send(acknowledge('puback', next.packetId as number));
  assert.deepEqual(second.takeMessages(), ['t=three']);
});

test('a full queue drops its oldest message and says so', async () => {
  const { join, record } = startTestBroker({ maximumQueue: 2 });
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber', persistent);
  await subscriber.subscribe('t');
  subscriber.cut();
  const publisher = await join('publisher');
  for (const payload of ['1', '2', '3']) await publisher.publish('t', payload);
  assert.deepEqual(
    dropped.map(({ reason, message, client }) => [reason, `${message.payload}`, client.clientId]),
    [['queue_full', '1', 'subscriber']],
  );
  const back = await join('subscriber', persistent);
  assert.deepEqual(back.takeMessages(), ['t=2', 't=3']);
});

test('a message that expired while it waited is not delivered, and one that did not counts down', async () => {
  const { clock, join, record } = startTestBroker();
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber', persistent);
  await subscriber.subscribe('t');
  subscriber.cut();
  const publisher = await join('publisher');
  await publisher.publish('t', 'short', 0, { properties: { messageExpiryInterval: 5 } });
  await publisher.publish('t', 'long', 0, { properties: { messageExpiryInterval: 60 } });
  await clock.advance(10_000);
  const back = await join('subscriber', persistent);
  const message = back.take('publish');
  assert.deepEqual([`${message.payload}`, message.properties.messageExpiryInterval], ['long', 50]);
  assert.deepEqual(
    dropped.map(({ reason }) => reason),
    ['expired'],
  );
});

test('overlapping subscriptions of one client bring a message once, with all their identifiers', async () => {
  const { join } = startTestBroker();
  const subscriber = await join('subscriber');
  const request = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  await subscriber.send(
    {
      type: 'subscribe',
      packetId: 1,
      subscriptions: [{ filter: 'a/#', qos: 0, ...request }],
      properties: { subscriptionIdentifiers: [3] },
    },
    {
      type: 'subscribe',
      packetId: 2,
      subscriptions: [{ filter: 'a/+', qos: 1, ...request }],
      properties: { subscriptionIdentifiers: [4] },
    },
  );
  const publisher = await join('publisher');
  await publisher.publish('a/b', 'x', 2);
  const messages = subscriber.takeAll('publish');
  assert.equal(messages.length, 1);
  assert.equal(messages[0]?.qos, 1);
  assert.deepEqual([...(messages[0]?.properties.subscriptionIdentifiers ?? [])].sort(), [3, 4]);
});

test('no local keeps a client from hearing itself', async () => {
  const { join, record } = startTestBroker();
  const client = await join('c');
  await client.subscribe('t', { noLocal: true });
  const other = await join('other');
  const dropped = record('delivery.dropped', 'message.dropped');
  await client.publish('t', 'mine', 1);
  await other.publish('t', 'yours');
  assert.deepEqual(client.takeMessages(), ['t=yours']);
  assert.equal(client.take('puback').reasonCode, 0, 'there is a subscriber');
  assert.deepEqual(
    dropped.map(({ name, reason }) => [name, reason]),
    [['delivery.dropped', 'no_local']],
  );
});

test('a topic alias stands for the name that it was given, and does not travel on', async () => {
  const { join } = startTestBroker();
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#');
  const publisher = await join('publisher');
  await publisher.publish('long/name', '1', 0, { properties: { topicAlias: 1, contentType: 'text/plain' } });
  await publisher.publish('', '2', 0, { properties: { topicAlias: 1 } });
  const [first, second] = subscriber.takeAll('publish');
  assert.deepEqual([first?.topic, first?.properties], ['long/name', { contentType: 'text/plain' }]);
  assert.deepEqual([second?.topic, `${second?.payload}`], ['long/name', '2']);
});

test('user properties arrive in order, duplicates included', async () => {
  const { join } = startTestBroker();
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  const userProperties = [
    ['b', '1'],
    ['a', '2'],
    ['b', '3'],
  ] as const;
  await (await join('publisher')).publish('t', '', 0, { properties: { userProperties } });
  assert.deepEqual(subscriber.take('publish').properties.userProperties, userProperties);
});

test('a message larger than the client takes is dropped, and its place in the window is free again', async () => {
  const { join, record } = startTestBroker({ maximumInflight: 1 });
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber', { properties: { maximumPacketSize: 40 } });
  await subscriber.subscribe('t', { qos: 1 });
  const publisher = await join('publisher');
  await publisher.publish('t', 'x'.repeat(100), 1);
  await publisher.publish('t', 'fits', 1);
  assert.deepEqual(subscriber.takeMessages(), ['t=fits']);
  assert.deepEqual(
    dropped.map(({ reason }) => reason),
    ['too_large'],
  );
});

test('a client that reads too slowly loses QoS 0 messages and keeps the others', async () => {
  const { join, record, clock } = startTestBroker({ outputSoftLimit: 100 });
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  subscriber.canWrite = false;
  const publisher = await join('publisher');
  for (let i = 0; i < 4; i++) await publisher.publish('t', 'x'.repeat(60), 0);
  await publisher.publish('t', 'important', 1);
  assert.equal(dropped.length, 0, 'the publisher waits first');
  await clock.advance(1500);
  assert.deepEqual(
    dropped.map(({ reason }) => reason),
    ['queue_full'],
  );
  subscriber.drained();
  await endOfTurn();
  assert.equal(subscriber.takeMessages().at(-1), 't=important');
});

test('the members of a shared subscription take turns; one that is away is passed over', async () => {
  const { join } = startTestBroker();
  const [a, b] = [await join('a', persistent), await join('b', persistent)];
  for (const member of [a, b]) await member.subscribe('$share/g/t');
  const publisher = await join('publisher');
  for (const payload of ['1', '2', '3', '4']) await publisher.publish('t', payload);
  assert.deepEqual(
    [a.takeMessages(), b.takeMessages()],
    [
      ['t=1', 't=3'],
      ['t=2', 't=4'],
    ],
  );
  a.cut();
  for (const payload of ['5', '6']) await publisher.publish('t', payload);
  assert.deepEqual(b.takeMessages(), ['t=5', 't=6']);
});

test('routes follow subscriptions that come and go, with and without wildcards', async () => {
  const { join } = startTestBroker();
  const publisher = await join('publisher');
  const subscriber = await join('subscriber');
  await publisher.publish('a/b', 'early');
  for (const filter of ['a/b', 'a/+', '#']) {
    await subscriber.subscribe(filter);
    await publisher.publish('a/b', filter);
    assert.deepEqual(subscriber.takeMessages(), [`a/b=${filter}`]);
    await subscriber.ask({ type: 'unsubscribe', packetId: 3, filters: [filter], properties: {} }, 'unsuback');
    await publisher.publish('a/b', 'after');
    assert.deepEqual(subscriber.takeMessages(), []);
  }
});

test('whoever delivers and acknowledges is told, with the receiver as the client', async () => {
  const { join, record } = startTestBroker();
  const events = record('message.delivered', 'message.acked');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t', { qos: 1 });
  await (await join('publisher')).publish('t', 'x', 1);
  const { packetId } = subscriber.take('publish');
  await subscriber.send({
    ...acknowledge('puback', packetId as number),
    properties: { reasonString: 'thanks' },
  });
  assert.deepEqual(
    events.map((event) => [event.name, event.client.clientId, event.message.from.clientId, event.qos]),
    [
      ['message.delivered', 'subscriber', 'publisher', 1],
      ['message.acked', 'subscriber', 'publisher', 1],
    ],
  );
  assert.equal(events[1]?.name === 'message.acked' && events[1].properties.reasonString, 'thanks');
});

test('a delivery is told with the retain flag and the subscription identifiers that the receiver gets', async () => {
  const { join, record } = startTestBroker();
  const events = record('message.delivered');
  const publisher = await join('publisher');
  await publisher.publish('t', 'kept', 0, { retain: true });
  const subscriber = await join('subscriber');
  const request = {
    filter: 't',
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  const properties = { subscriptionIdentifiers: [7] };
  await subscriber.send({ type: 'subscribe', packetId: 1, subscriptions: [request], properties });
  await publisher.publish('t', 'live', 0, { retain: true });
  assert.deepEqual(
    events.map(({ message, retain, identifiers }) => [`${message.payload}`, retain, identifiers]),
    [
      ['kept', true, [7]],
      ['live', false, [7]],
    ],
  );
});

test('a watcher sees a message before its receivers, whoever published it, and can stop watching', async () => {
  const { broker } = startTestBroker();
  const seen: string[] = [];
  const from = {
    clientId: 'api',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  const draft = { topic: 'a/b', payload: Buffer.from('x'), qos: 0, retain: false, from } as const;
  const unwatch = broker.watch('a/#', (message, filter) =>
    seen.push(`${filter}: ${message.topic}=${message.payload}`),
  );
  assert.equal(broker.publish(draft).receivers, 0);
  unwatch();
  broker.publish(draft);
  assert.deepEqual(seen, ['a/#: a/b=x']);
});

test('a message keeps its payload although the bytes it came in are used again', async () => {
  const { broker, join } = startTestBroker();
  const seen: Buffer[] = [];
  broker.watch('t', (message) => seen.push(message.payload));
  const publisher = await join('publisher');
  const chunk = Buffer.from([0x30, 5, 0, 1, 0x74, 0, 0x78]);
  publisher.sendBytes(chunk);
  chunk.fill(0);
  assert.deepEqual(seen.map(String), ['x']);
});
