import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriptionRequest } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { hex } from '../support/hex.ts';
import { endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';

const request = (filter: string, rest: Partial<SubscriptionRequest> = {}): SubscriptionRequest => ({
  filter,
  qos: 1,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
  ...rest,
});
const subscribe = (packetId: number, ...subscriptions: SubscriptionRequest[]) =>
  ({ type: 'subscribe', packetId, subscriptions, properties: {} }) as const;
const unsubscribe = (packetId: number, ...filters: string[]) =>
  ({ type: 'unsubscribe', packetId, filters, properties: {} }) as const;

async function reasonForBytes(bytes: string, protocolVersion: 4 | 5 = 5): Promise<number | undefined> {
  const { join } = startTestBroker();
  const peer = await join('c', { protocolVersion });
  peer.sendBytes(hex(bytes));
  await endOfTurn();
  assert.equal(peer.closed, 'end', bytes);
  return peer.takeAll('disconnect')[0]?.reasonCode;
}

test('SUBSCRIBE and UNSUBSCRIBE must have the flags 0010', async () => {
  for (const first of ['80', '81', '83', '8a', 'a0', 'a1', 'a3']) {
    const rest = first.startsWith('8') ? '07 0001 00 0001 61 00' : '06 0001 00 0001 61';
    assert.equal(await reasonForBytes(`${first} ${rest}`), ReasonCode.MalformedPacket, first);
  }
  assert.equal(await reasonForBytes('80 06 0001 0001 61 00', 4), undefined);
});

test('SUBSCRIBE and UNSUBSCRIBE have a packet identifier, and at least one filter in UTF-8', async () => {
  assert.equal(await reasonForBytes('82 07 0000 00 0001 61 00'), ReasonCode.ProtocolError);
  assert.equal(await reasonForBytes('a2 06 0000 00 0001 61'), ReasonCode.ProtocolError);
  assert.equal(await reasonForBytes('82 03 0001 00'), ReasonCode.ProtocolError);
  assert.equal(await reasonForBytes('a2 03 0001 00'), ReasonCode.ProtocolError);
  assert.equal(await reasonForBytes('82 08 0001 00 0002 c080 00'), ReasonCode.MalformedPacket);
  assert.equal(await reasonForBytes('a2 07 0001 00 0002 c080'), ReasonCode.MalformedPacket);
  assert.equal(await reasonForBytes('82 07 0001 00 0001 00 00'), ReasonCode.MalformedPacket, 'U+0000');
});

test('subscription options that mean nothing end the connection', async () => {
  assert.equal(await reasonForBytes('82 07 0001 00 0001 61 03'), ReasonCode.ProtocolError, 'QoS 3');
  assert.equal(
    await reasonForBytes('82 07 0001 00 0001 61 30'),
    ReasonCode.ProtocolError,
    'retain handling 3',
  );
  assert.equal(await reasonForBytes('82 07 0001 00 0001 61 40'), ReasonCode.MalformedPacket, 'reserved');
  assert.equal(await reasonForBytes('82 07 0001 00 0001 61 80'), ReasonCode.MalformedPacket, 'reserved');
  assert.equal(await reasonForBytes('82 06 0001 0001 61 04', 4), undefined, 'reserved in MQTT 3');
  const shared = `82 10 0001 00 000a ${Buffer.from('$share/g/a').toString('hex')} 04`;
  assert.equal(await reasonForBytes(shared), ReasonCode.ProtocolError, 'no local on a shared subscription');
});

test('a SUBACK has the identifier of its SUBSCRIBE and a code for each filter in its place', async () => {
  const { join } = startTestBroker({ maximumTopicLevels: 3, sharedSubscriptions: false });
  for (const protocolVersion of [3, 4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    const requests = [
      request('a', { qos: 2 }),
      request('a/#/b'),
      request('b', { qos: 0 }),
      request('1/2/3/4'),
    ];
    const suback = await peer.ask(
      subscribe(4711, ...requests, request('c'), request('$share/g/t')),
      'suback',
    );
    const { TopicFilterInvalid, SharedSubscriptionsNotSupported, UnspecifiedError } = ReasonCode;
    const codes =
      protocolVersion === 5
        ? [2, TopicFilterInvalid, 0, TopicFilterInvalid, 1, SharedSubscriptionsNotSupported]
        : [2, UnspecifiedError, 0, UnspecifiedError, 1, UnspecifiedError];
    assert.deepEqual([suback.packetId, suback.reasonCodes], [4711, codes]);
    assert.equal(peer.closed, undefined);
  }
});

test('a SUBACK says why the first of its filters was refused', async () => {
  const { join } = startTestBroker({ wildcardSubscriptions: false });
  const peer = await join('c');
  assert.equal(peer.connack.properties.wildcardSubscriptionAvailable, 0);
  const suback = await peer.ask(subscribe(1, request('a'), request('b/#')), 'suback');
  assert.deepEqual(suback.reasonCodes, [1, ReasonCode.WildcardSubscriptionsNotSupported]);
  assert.equal(suback.properties.reasonString, '"b/#": wildcards in filters are switched off');
});

test('filters of one SUBSCRIBE are taken one after the other: the last of two that are the same stands', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  const suback = await peer.ask(subscribe(1, request('a', { qos: 2 }), request('a', { qos: 0 })), 'suback');
  assert.deepEqual(suback.reasonCodes, [2, 0]);
  assert.deepEqual(
    broker.client('c')?.subscriptions.map(({ filter, qos }) => [filter, qos]),
    [['a', 0]],
  );
});

test('a subscription to the same filter replaces the one before, and loses nothing', async () => {
  const { broker, join } = startTestBroker();
  for (const protocolVersion of [4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    const publisher = await join('p');
    await publisher.publish('a', 'kept', 0, { retain: true });
    await peer.send(subscribe(1, request('a', { qos: 0 })));
    await peer.send(
      publish('a', '1', 1),
      subscribe(2, request('a', { qos: 2 })),
      publish('a', '2', 2, { packetId: 9 }),
    );
    assert.deepEqual(
      peer.takeAll('publish').map(({ payload, qos, retain }) => [String(payload), qos, retain]),
      [
        ['kept', 0, true],
        ['1', 0, false],
        ['kept', 0, true],
        ['2', 2, false],
      ],
    );
    assert.equal(broker.client('c')?.subscriptions.length, 1);
  }
});

test('retain handling 0 brings retained messages, 1 only for a new subscription, 2 never', async () => {
  const { join } = startTestBroker();
  await (await join('p')).publish('t', 'kept', 0, { retain: true });
  const peer = await join('c');
  const brought = async (retainHandling: 0 | 1 | 2) => {
    await peer.subscribe('t', { retainHandling });
    return peer.takeMessages().length;
  };
  assert.deepEqual(
    [await brought(2), await brought(1), await brought(0), await brought(0), await brought(1)],
    [0, 0, 1, 1, 0],
  );
  await peer.send(unsubscribe(1, 't'));
  assert.equal(await brought(1), 1);
});

test('a message is delivered at the lower of its QoS and the one that was granted', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of [3, 4, 5] as const) {
    const publisher = await join('p', { protocolVersion });
    for (const granted of [0, 1, 2] as const) {
      const peer = await join('c', { protocolVersion });
      assert.equal(await peer.subscribe('t', { qos: granted }), granted);
      for (const qos of [0, 1, 2] as const) {
        await publisher.publish(
          't',
          'x',
          qos,
          qos === 2 ? { packetId: 100 * protocolVersion + granted } : {},
        );
        assert.equal(peer.take('publish').qos, Math.min(qos, granted));
      }
    }
  }
});

test('no local keeps the messages of a client from itself, on any of its connections, and from nobody else', async () => {
  const { join } = startTestBroker();
  const other = await join('other');
  await other.subscribe('t', { noLocal: true });
  const first = await join('c', { cleanStart: false, properties: { sessionExpiryInterval: 100 } });
  await first.subscribe('t', { noLocal: true });
  await first.publish('t', '1', 1);
  const second = await join('c', { cleanStart: false, properties: { sessionExpiryInterval: 100 } });
  await second.publish('t', '2', 1);
  assert.deepEqual([first.takeMessages(), second.takeMessages()], [[], []]);
  assert.deepEqual(other.takeMessages(), ['t=1', 't=2']);
});

test('an MQTT 3 client that says it is a bridge hears nothing of itself and sees retain flags as published', async () => {
  const { join } = startTestBroker();
  const bridge = await join('bridge', { protocolVersion: 4, isBridge: true });
  await bridge.subscribe('#');
  await bridge.publish('own', 'x');
  const publisher = await join('p');
  await publisher.publish('t', 'x', 0, { retain: true });
  assert.deepEqual(
    bridge.takeAll('publish').map(({ topic, retain }) => [topic, retain]),
    [['t', true]],
  );
});

test('UNSUBSCRIBE is answered with its identifier and a code for each filter in its place', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.send(subscribe(1, request('a/+'), request('b')));
  const unsuback = await peer.ask(unsubscribe(4711, 'a/b', 'a/+', 'b', 'b', 'c#'), 'unsuback');
  const { Success, NoSubscriptionExisted } = ReasonCode;
  assert.deepEqual(
    [unsuback.packetId, unsuback.reasonCodes],
    [4711, [NoSubscriptionExisted, Success, Success, NoSubscriptionExisted, NoSubscriptionExisted]],
  );
  const three = await join('three', { protocolVersion: 4 });
  assert.equal((await three.ask(unsubscribe(12, 'none'), 'unsuback')).packetId, 12);
});

test('UNSUBSCRIBE compares filters character by character', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('a/+');
  for (const filter of ['A/+', 'a/#', 'a/+/', '/a/+', 'a/b', '#']) await peer.send(unsubscribe(1, filter));
  await peer.publish('a/b', 'x');
  assert.deepEqual(peer.takeMessages(), ['a/b=x']);
});

test('after UNSUBSCRIBE no new message comes, and what was sent is brought to its end', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c', {
    cleanStart: false,
    properties: { sessionExpiryInterval: 100, receiveMaximum: 2 },
  });
  await peer.subscribe('t');
  const publisher = await join('p');
  await publisher.publish('t', '1', 2, { packetId: 1 });
  await publisher.publish('t', '2', 1, { packetId: 2 });
  await peer.ask(unsubscribe(1, 't'), 'unsuback');
  await publisher.publish('t', 'new', 1, { packetId: 3 });
  assert.deepEqual(peer.takeMessages(), ['t=1', 't=2']);
  peer.cut();
  const again = await join('c', { cleanStart: false, properties: { sessionExpiryInterval: 100 } });
  assert.deepEqual(again.takeMessages(), ['t=1', 't=2']);
  await again.ask({ type: 'pubrec', packetId: 1, reasonCode: 0, properties: {} }, 'pubrel');
  await again.send({ type: 'pubcomp', packetId: 1, reasonCode: 0, properties: {} });
  await again.send({ type: 'puback', packetId: 2, reasonCode: 0, properties: {} });
  assert.equal(broker.client('c')?.inflight, 0);
});
