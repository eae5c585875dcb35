import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProtocolVersion, QoS } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { hex } from '../support/hex.ts';
import { endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;
const versions: readonly ProtocolVersion[] = [3, 4, 5];

/** The reason with which the broker ends the connection of a client that sends these bytes. */
async function reasonForBytes(bytes: string): Promise<number> {
  const { join } = startTestBroker();
  const peer = await join('c');
  peer.sendBytes(hex(bytes));
  await endOfTurn();
  assert.equal(peer.closed, 'end', bytes);
  return peer.take('disconnect').reasonCode;
}

test('a PUBLISH is answered as its QoS asks: not at all, with PUBACK, or with PUBREC', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of versions) {
    const peer = await join('c', { protocolVersion });
    await peer.subscribe('other');
    await peer.send(
      publish('t', 'x'),
      publish('t', 'x', 1, { packetId: 10 }),
      publish('t', 'x', 2, { packetId: 11 }),
    );
    const answers = peer.packets.map((packet) => [packet.type, 'packetId' in packet && packet.packetId]);
    assert.deepEqual(answers, [
      ['puback', 10],
      ['pubrec', 11],
    ]);
    peer.cut();
  }
});

test('a QoS of 3 is malformed, and so is DUP at QoS 0', async () => {
  assert.equal(await reasonForBytes('36 06 0001 61 0001 00'), ReasonCode.MalformedPacket);
  assert.equal(await reasonForBytes('38 04 0001 61 00'), ReasonCode.MalformedPacket);
});

test('a QoS 0 PUBLISH has no packet identifier, and one above it has one that is not 0', async () => {
  assert.equal(await reasonForBytes('32 06 0001 61 0000 00'), ReasonCode.ProtocolError);
  const { join } = startTestBroker();
  const peer = await join('c', { protocolVersion: 4 });
  await peer.subscribe('a');
  peer.sendBytes(hex('30 05 0001 61 0001'));
  await endOfTurn();
  assert.deepEqual(peer.take('publish').payload, hex('0001'), 'what follows the topic is payload');
});

test('the topic name must be UTF-8 without wildcards and not empty', async () => {
  assert.equal(await reasonForBytes('30 05 0002 c080 00'), ReasonCode.MalformedPacket);
  assert.equal(await reasonForBytes('30 04 0001 00 00'), ReasonCode.MalformedPacket);
  assert.equal(await reasonForBytes('30 04 0001 2b 00'), ReasonCode.TopicNameInvalid);
  assert.equal(await reasonForBytes('30 06 0003 612f23 00'), ReasonCode.TopicNameInvalid);
  assert.equal(await reasonForBytes('30 03 0000 00'), ReasonCode.ProtocolError);
});

test('properties of a PUBLISH that are not what the standard allows end the connection', async () => {
  assert.equal(await reasonForBytes('30 06 0001 61 02 0102'), ReasonCode.ProtocolError, 'payload format 2');
  assert.equal(await reasonForBytes('30 07 0001 61 03 230000'), ReasonCode.TopicAliasInvalid, 'alias 0');
  assert.equal(await reasonForBytes('30 06 0001 61 02 0b01'), ReasonCode.ProtocolError, 'identifier');
  assert.equal(
    await reasonForBytes('30 08 0001 61 04 08000123'),
    ReasonCode.ProtocolError,
    'response topic #',
  );
  assert.equal(
    await reasonForBytes('30 09 0001 61 05 080002c080'),
    ReasonCode.MalformedPacket,
    'response topic',
  );
  assert.equal(
    await reasonForBytes('30 09 0001 61 05 030002c080'),
    ReasonCode.MalformedPacket,
    'content type',
  );
  assert.equal(
    await reasonForBytes('30 0c 0001 61 08 260001610002c080'),
    ReasonCode.MalformedPacket,
    'user property',
  );
});

test('what a publisher says about its message reaches every subscriber unaltered and in order', async () => {
  const { join } = startTestBroker();
  const properties = {
    payloadFormatIndicator: 1,
    contentType: 'application/json',
    responseTopic: 'answers/1',
    correlationData: Buffer.from([0, 255, 1]),
    userProperties: [
      ['b', '2'],
      ['a', '1'],
      ['b', '1'],
    ],
  } as const;
  const publisher = await join('p');
  const retained = { properties, retain: true } as const;
  const early = await join('early');
  const also = await join('also');
  await early.subscribe('t');
  await also.subscribe('#');
  await publisher.send(publish('t', '{}', 1, retained));
  const late = await join('late');
  await late.subscribe('t');
  for (const peer of [early, also, late]) assert.deepEqual(peer.take('publish').properties, properties);
});

test('a payload format that the payload does not have is passed on as it is', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('t');
  const properties = { payloadFormatIndicator: 1 } as const;
  await peer.send({ ...publish('t', '', 1), payload: hex('c080'), properties });
  const received = peer.take('publish');
  assert.deepEqual([received.payload, received.properties], [hex('c080'), properties]);
});

test('the retain flag keeps the last message of a topic, and its absence changes nothing', async () => {
  const { join } = startTestBroker();
  const publisher = await join('p');
  const keptNow = async () => {
    const peer = await join('late');
    await peer.subscribe('t');
    return peer.takeAll('publish').map(({ payload, qos, retain }) => [String(payload), qos, retain]);
  };
  await publisher.publish('t', 'plain', 1);
  assert.deepEqual(await keptNow(), []);
  await publisher.publish('t', 'one', 1, { retain: true });
  await publisher.publish('t', 'two', 0, { retain: true });
  await publisher.publish('t', 'plain', 1);
  assert.deepEqual(await keptNow(), [['two', 0, true]]);
  await publisher.publish('t', '', 1, { retain: true });
  assert.deepEqual(await keptNow(), []);
});

test('an empty retained message is delivered to those who subscribe, and not kept', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('t');
  await peer.publish('t', '', 0, { retain: true });
  assert.deepEqual(peer.takeMessages(), ['t=']);
  assert.equal(broker.stats().retained.count, 0);
});

test('retained messages stay when the session that published them ends', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of versions) {
    const publisher = await join('p', { protocolVersion });
    await publisher.publish('t', 'kept', 0, { retain: true });
    await publisher.send({ type: 'disconnect', reasonCode: 0, properties: {} });
    const peer = await join('late', { protocolVersion });
    await peer.subscribe('t');
    assert.deepEqual(peer.takeMessages(), ['t=kept']);
  }
});

test('a subscription that stands gets messages without the retain flag, unless it asked for it as published', async () => {
  const { join } = startTestBroker();
  const three = await join('three', { protocolVersion: 4 });
  const plain = await join('plain');
  const asPublished = await join('as-published');
  await three.subscribe('t');
  await plain.subscribe('t');
  await asPublished.subscribe('t', { retainAsPublished: true });
  for (const retain of [true, false]) {
    await plain.publish('t', 'x', 0, { retain });
    const flags = [three, plain, asPublished].map((peer) => peer.take('publish').retain);
    assert.deepEqual(flags, [false, false, retain]);
  }
});

test('a message expires when its interval has passed before it could be sent', async () => {
  const { join, clock, record } = startTestBroker();
  const drops = record('delivery.dropped');
  const peer = await join('c', persistent);
  await peer.subscribe('t');
  peer.cut();
  const publisher = await join('p');
  await publisher.publish('t', 'short', 1, { properties: { messageExpiryInterval: 5 } });
  await publisher.publish('t', 'long', 1, { properties: { messageExpiryInterval: 100 } });
  await clock.advance(10_000);
  const again = await join('c', persistent);
  const received = again.take('publish');
  assert.deepEqual([String(received.payload), received.properties.messageExpiryInterval], ['long', 90]);
  assert.deepEqual(
    drops.map(({ reason }) => reason),
    ['expired'],
  );
});

test('an expired retained message is not sent, and one that lives counts down', async () => {
  const { join, clock } = startTestBroker();
  const publisher = await join('p');
  await publisher.publish('short', 'x', 0, { retain: true, properties: { messageExpiryInterval: 5 } });
  await publisher.publish('long', 'x', 0, { retain: true, properties: { messageExpiryInterval: 100 } });
  await clock.advance(10_000);
  const late = await join('late');
  await late.subscribe('#');
  const received = late.takeAll('publish');
  assert.deepEqual(
    received.map(({ topic, properties }) => [topic, properties.messageExpiryInterval]),
    [['long', 90]],
  );
});

test('a topic alias belongs to its connection', async () => {
  const { join } = startTestBroker();
  const first = await join('c', persistent);
  await first.publish('t', 'x', 0, { properties: { topicAlias: 1 } });
  const other = await join('other');
  await other.publish('', 'x', 0, { properties: { topicAlias: 1 } });
  assert.equal(other.take('disconnect').reasonCode, ReasonCode.ProtocolError);
  first.cut();
  const again = await join('c', persistent);
  await again.publish('', 'x', 0, { properties: { topicAlias: 1 } });
  assert.equal(again.take('disconnect').reasonCode, ReasonCode.ProtocolError);
});

test('a topic alias can be given to another topic', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('#');
  for (const topic of ['a', '', 'b', ''])
    await peer.publish(topic, 'x', 0, { properties: { topicAlias: 1 } });
  assert.deepEqual(peer.takeMessages(), ['a=x', 'a=x', 'b=x', 'b=x']);
});

test('overlapping subscriptions bring a message once, at their highest QoS, with all their identifiers', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of [4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    const filters: [filter: string, qos: QoS, identifier: number | undefined][] = [
      ['t/#', 0, 1],
      ['t/+', 2, undefined],
      ['t/a', 1, 3],
    ];
    for (const [filter, qos, identifier] of filters) {
      await peer.send({
        type: 'subscribe',
        packetId: 1,
        subscriptions: [{ filter, qos, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
        properties:
          identifier === undefined || protocolVersion === 4 ? {} : { subscriptionIdentifiers: [identifier] },
      });
    }
    await (await join('p')).publish('t/a', 'x', 2);
    const [received, ...more] = peer.takeAll('publish');
    assert.deepEqual([received?.qos, more], [2, []]);
    const identifiers = protocolVersion === 5 ? [1, 3] : [];
    assert.deepEqual([...(received?.properties.subscriptionIdentifiers ?? [])].sort(), identifiers);
  }
});

test('a retained message carries the identifier of the subscription that brought it', async () => {
  const { join } = startTestBroker();
  await (await join('p')).publish('t', 'x', 0, { retain: true });
  const peer = await join('c');
  const request = {
    filter: '#',
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  const properties = { subscriptionIdentifiers: [268_435_455] };
  await peer.send({ type: 'subscribe', packetId: 1, subscriptions: [request], properties });
  assert.deepEqual(peer.take('publish').properties.subscriptionIdentifiers, [268_435_455]);
});

test('a client that may not publish to a topic is told so, in MQTT 3 by an acknowledgement that means nothing', async () => {
  const { broker, join } = startTestBroker();
  const five = await join('five');
  assert.equal((await five.ask(publish('$SYS/x', 'x', 1), 'puback')).reasonCode, ReasonCode.NotAuthorized);
  assert.equal((await five.ask(publish('$SYS/x', 'x', 2), 'pubrec')).reasonCode, ReasonCode.NotAuthorized);
  const three = await join('three', { protocolVersion: 4 });
  assert.equal((await three.ask(publish('$SYS/x', 'x', 1), 'puback')).reasonCode, ReasonCode.Success);
  assert.deepEqual([three.closed, broker.metrics['packets.publish.auth_error']], [undefined, 3]);
});

test('a publisher at QoS 1 or 2 learns that nobody subscribes, and else of success', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  assert.equal((await peer.ask(publish('t', 'x', 1), 'puback')).reasonCode, ReasonCode.NoMatchingSubscribers);
  assert.equal(
    (await peer.ask(publish('t', 'x', 2, { packetId: 2 }), 'pubrec')).reasonCode,
    ReasonCode.NoMatchingSubscribers,
  );
  await peer.subscribe('t');
  assert.equal(
    (await peer.ask(publish('t', 'x', 1, { packetId: 3 }), 'puback')).reasonCode,
    ReasonCode.Success,
  );
});
