import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AcknowledgementPacket } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { hex } from '../support/hex.ts';
import { endOfTurn, type Peer, publish, startTestBroker, type TestBroker } from '../support/test-broker.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;
const ack = (type: AcknowledgementPacket['type'], packetId = 0, reasonCode: number = ReasonCode.Success) => ({
  type,
  packetId,
  reasonCode,
  properties: {},
});

/** A session that subscribes to everything, and somebody who publishes. */
async function startPair(settings: Parameters<typeof startTestBroker>[0] = {}) {
  const started = startTestBroker(settings);
  const receiver = await started.join('receiver', persistent);
  await receiver.subscribe('#');
  const sender = await started.join('sender');
  return { ...started, receiver, sender };
}

async function comeBack({ join }: TestBroker, peer: Peer, receiveMaximum?: number) {
  peer.cut();
  return join('receiver', { ...persistent, properties: { ...persistent.properties, receiveMaximum } });
}

const summary = (peer: Peer) =>
  peer
    .takeAll('publish')
    .map(({ payload, qos, dup, packetId }) => `${payload} qos${qos}${dup ? ' dup' : ''} #${packetId}`);

test('QoS 0 goes out once, without DUP', async () => {
  const pair = await startPair();
  await pair.sender.publish('t', 'x');
  assert.deepEqual(summary(pair.receiver), ['x qos0 #undefined']);
  assert.deepEqual(summary(await comeBack(pair, pair.receiver)), []);
});

test('the DUP flag of what goes out says whether the broker repeats itself, whatever came in', async () => {
  const { receiver, sender } = await startPair();
  await sender.publish('t', 'x', 1, { dup: true });
  assert.deepEqual(summary(receiver), ['x qos1 #1']);
});

test('QoS 1 has a packet identifier that is in no use, and comes again until PUBACK', async () => {
  const pair = await startPair();
  for (const payload of ['a', 'b', 'c']) await pair.sender.publish('t', payload, 1);
  assert.deepEqual(summary(pair.receiver), ['a qos1 #1', 'b qos1 #2', 'c qos1 #3']);
  await pair.receiver.send(ack('puback', 2));
  const again = await comeBack(pair, pair.receiver);
  assert.deepEqual(summary(again), ['a qos1 dup #1', 'c qos1 dup #3']);
  await again.send(ack('puback', 1), ack('puback', 3));
  await pair.sender.publish('t', 'd', 1);
  assert.deepEqual(summary(again), ['d qos1 #4']);
});

test('packet identifiers are never 0 and never taken while they are in use', async () => {
  const { receiver, sender } = await startPair({ maximumInflight: 3 });
  await sender.publish('t', 'stays', 1);
  for (let i = 0; i < 65_600; i += 100) {
    for (let j = 0; j < 100; j++) sender.sendBytes(hex('30 04 0001 74 00')); // QoS 0 does not take one
    await sender.send(...Array.from({ length: 2 }, () => publish('t', 'x', 1)));
    const ids = receiver
      .takeAll('publish')
      .flatMap(({ packetId }) => (packetId === undefined ? [] : [packetId]));
    assert.ok(ids.every((id) => id > 0));
    await receiver.send(...ids.filter((id) => id !== 1).map((id) => ack('puback', id)));
  }
});

test('after the highest packet identifier the next free one is used', async () => {
  const { receiver, sender } = await startPair({ maximumInflight: 65_535 });
  const total = 66_000;
  const seen: number[] = [];
  await sender.publish('t', 'stays', 1);
  for (let sent = 0; sent < total; sent += 1000) {
    await sender.send(...Array.from({ length: 1000 }, () => publish('t', 'x', 1)));
    const ids = receiver.takeAll('publish').map(({ packetId }) => packetId ?? 0);
    seen.push(...ids);
    await receiver.send(...ids.filter((id) => id !== 1).map((id) => ack('puback', id)));
  }
  assert.equal(seen[0], 1);
  assert.deepEqual(
    [seen[65_534], seen[65_535]],
    [65_535, 2],
    'neither 0 nor 1, which was never acknowledged',
  );
});

test('QoS 2 goes PUBLISH, PUBREC, PUBREL, PUBCOMP under one identifier', async () => {
  const { broker, receiver, sender } = await startPair();
  await sender.publish('t', 'x', 2);
  assert.deepEqual(summary(receiver), ['x qos2 #1']);
  assert.equal((await receiver.ask(ack('pubrec', 1), 'pubrel')).packetId, 1);
  assert.equal(broker.client('receiver')?.inflight, 1);
  await receiver.send(ack('pubcomp', 1));
  assert.equal(broker.client('receiver')?.inflight, 0);
});

test('an unacknowledged QoS 2 message comes again before PUBREC, and its PUBREL alone after it', async () => {
  const pair = await startPair();
  await pair.sender.publish('t', 'a', 2);
  await pair.sender.publish('t', 'b', 2, { packetId: 2 });
  await pair.receiver.ask(ack('pubrec', 1), 'pubrel');
  const again = await comeBack(pair, pair.receiver);
  assert.deepEqual(
    again.packets.map((packet) => [packet.type, 'packetId' in packet && packet.packetId]),
    [
      ['pubrel', 1],
      ['publish', 2],
    ],
  );
  assert.equal(again.take('publish').dup, true);
  again.take('pubrel');
  await again.send(ack('pubcomp', 1));
  assert.deepEqual((await comeBack(pair, again)).takeAll('pubrel'), []);
});

test('nothing is sent again while the connection stands', async () => {
  const { clock, receiver, sender } = await startPair();
  await sender.publish('t', 'a', 1);
  await sender.publish('t', 'b', 2);
  assert.equal(receiver.takeAll('publish').length, 2);
  await clock.advance(3_600_000);
  assert.deepEqual(receiver.packets, []);
});

test('a message that was sent does not expire, and its exchange is brought to its end', async () => {
  const pair = await startPair();
  await pair.sender.publish('t', 'a', 2, { properties: { messageExpiryInterval: 5 } });
  await pair.clock.advance(10_000);
  const again = await comeBack(pair, pair.receiver);
  assert.deepEqual(summary(again), ['a qos2 dup #1']);
  await again.ask(ack('pubrec', 1), 'pubrel');
  await again.send(ack('pubcomp', 1));
  assert.equal(pair.broker.client('receiver')?.inflight, 0);
});

test('an acknowledgement that refuses ends the delivery: nothing comes again', async () => {
  const pair = await startPair();
  await pair.sender.publish('t', 'a', 1);
  await pair.sender.publish('t', 'b', 2);
  await pair.receiver.send(
    ack('puback', 1, ReasonCode.QuotaExceeded),
    ack('pubrec', 2, ReasonCode.UnspecifiedError),
  );
  assert.deepEqual(pair.receiver.takeAll('pubrel'), []);
  assert.deepEqual(summary(await comeBack(pair, pair.receiver)), []);
});

test('an acknowledgement of the wrong kind or of nothing changes nothing', async () => {
  const { broker, receiver, sender } = await startPair();
  await sender.publish('t', 'a', 1);
  await sender.publish('t', 'b', 2);
  await receiver.send(ack('puback', 2), ack('puback', 99), ack('pubcomp', 2), ack('pubcomp', 99));
  assert.equal(broker.client('receiver')?.inflight, 2);
  const pubrel = await receiver.ask(ack('pubrec', 99), 'pubrel');
  assert.deepEqual([pubrel.packetId, pubrel.reasonCode], [99, ReasonCode.PacketIdentifierNotFound]);
  const pubcomp = await receiver.ask(ack('pubrel', 99), 'pubcomp');
  assert.deepEqual([pubcomp.packetId, pubcomp.reasonCode], [99, ReasonCode.PacketIdentifierNotFound]);
});

test('after a PUBACK the same identifier is another message, whatever its DUP flag', async () => {
  const { receiver, sender } = await startPair();
  for (const dup of [false, true, false]) await sender.ask(publish('t', 'x', 1, { dup }), 'puback');
  assert.equal(receiver.takeAll('publish').length, 3);
});

test('until PUBREL the same identifier is the same message, after it another one', async () => {
  const { receiver, sender } = await startPair();
  for (const dup of [false, true, true]) await sender.ask(publish('t', 'x', 2, { dup }), 'pubrec');
  assert.equal(receiver.takeAll('publish').length, 1);
  assert.equal((await sender.ask(ack('pubrel', 1), 'pubcomp')).packetId, 1);
  await sender.ask(publish('t', 'x', 2), 'pubrec');
  assert.equal(receiver.takeAll('publish').length, 1);
});

test('the identifier of a QoS 2 message is remembered over a reconnect of its sender', async () => {
  const { join, receiver } = await startPair();
  const sender = await join('keeper', persistent);
  await sender.ask(publish('t', 'x', 2, { packetId: 5 }), 'pubrec');
  sender.cut();
  const again = await join('keeper', persistent);
  await again.ask(publish('t', 'x', 2, { packetId: 5, dup: true }), 'pubrec');
  assert.equal(receiver.takeAll('publish').length, 1);
});

test('a PUBREC that refuses makes the same identifier another message', async () => {
  const { receiver, sender } = await startPair();
  assert.equal((await sender.ask(publish('$SYS/x', 'x', 2), 'pubrec')).reasonCode, ReasonCode.NotAuthorized);
  await sender.ask(publish('t', 'x', 2), 'pubrec');
  assert.equal(receiver.takeAll('publish').length, 1);
});

test('a received QoS 2 message whose time has passed is still acknowledged to its end', async () => {
  const { clock, sender } = await startPair();
  await sender.ask(publish('t', 'x', 2, { properties: { messageExpiryInterval: 0 } }), 'pubrec');
  await clock.advance(5_000);
  assert.equal((await sender.ask(ack('pubrel', 1), 'pubcomp')).reasonCode, ReasonCode.Success);
});

test('messages of one publisher arrive in their order, at each QoS', async () => {
  const { receiver, sender } = await startPair({ maximumInflight: 4 });
  for (const qos of [0, 1, 2] as const) {
    const payloads = Array.from({ length: 30 }, (_, i) => `${qos}:${i}`);
    await sender.send(
      ...payloads.map((payload, i) => publish('t', payload, qos, qos ? { packetId: i + 1 } : {})),
    );
    const received: string[] = [];
    for (
      let packets = receiver.takeAll('publish');
      packets.length > 0;
      packets = receiver.takeAll('publish')
    ) {
      for (const { payload, packetId } of packets) {
        received.push(String(payload));
        if (qos === 1) await receiver.send(ack('puback', packetId));
        if (qos === 2) await receiver.send(ack('pubrec', packetId), ack('pubcomp', packetId));
      }
    }
    assert.deepEqual(received, payloads);
  }
});

test('what is sent again after a reconnect comes in the order in which it was sent, before what waited', async () => {
  const pair = await startPair({ maximumInflight: 3 });
  for (const payload of ['a', 'b', 'c', 'd']) await pair.sender.publish('t', payload, 1);
  pair.receiver.cut();
  await pair.sender.publish('t', 'e', 1);
  const again = await comeBack(pair, pair.receiver);
  assert.deepEqual(summary(again), ['a qos1 dup #1', 'b qos1 dup #2', 'c qos1 dup #3']);
  await again.send(ack('puback', 1), ack('puback', 2), ack('puback', 3));
  assert.deepEqual(summary(again), ['d qos1 #4', 'e qos1 #5']);
});

test('the broker has no more messages under way than the client takes at once', async () => {
  const { join, sender } = await startPair();
  const peer = await join('narrow', { properties: { receiveMaximum: 2 } });
  await peer.subscribe('#');
  for (const [payload, qos] of [
    ['a', 1],
    ['b', 2],
    ['c', 1],
    ['d', 1],
    ['q0', 0],
  ] as const)
    await sender.publish('t', payload, qos);
  assert.deepEqual(summary(peer), ['a qos1 #1', 'b qos2 #2', 'q0 qos0 #undefined']);
  await peer.ask(ack('pubrec', 2), 'pubrel');
  assert.deepEqual(summary(peer), [], 'a PUBREC does not free a place');
  await peer.send(ack('pubcomp', 2));
  assert.deepEqual(summary(peer), ['c qos1 #3']);
  await peer.send(ack('puback', 1));
  assert.deepEqual(summary(peer), ['d qos1 #4']);
});

test('a refused QoS 2 message gives its place in the window back', async () => {
  const { join, sender } = await startPair();
  const peer = await join('narrow', { properties: { receiveMaximum: 1 } });
  await peer.subscribe('#');
  await sender.publish('t', 'a', 2);
  await sender.publish('t', 'b', 2, { packetId: 2 });
  await peer.send(ack('pubrec', 1, ReasonCode.QuotaExceeded));
  assert.deepEqual(summary(peer), ['a qos2 #1', 'b qos2 #2']);
});

test('a full window delays messages and nothing else', async () => {
  const { join, sender } = await startPair();
  const peer = await join('narrow', { properties: { receiveMaximum: 1 } });
  await peer.subscribe('#');
  await sender.publish('t', 'a', 1);
  await sender.publish('t', 'b', 1);
  peer.takeAll('publish');
  await peer.send({ type: 'pingreq' }, publish('other', 'x', 1), publish('other', 'x', 2, { packetId: 2 }));
  await peer.send(ack('pubrel', 2));
  assert.equal(await peer.subscribe('more'), 2);
  assert.deepEqual(
    peer.packets.map(({ type }) => type),
    ['pingresp', 'puback', 'pubrec', 'pubcomp'],
  );
});

test('more QoS 2 messages at once than the broker takes end the connection with 0x93', async () => {
  const { join } = startTestBroker({ maximumAwaitingRel: 2 });
  const peer = await join('c');
  assert.equal(peer.connack.properties.receiveMaximum, 2);
  for (const packetId of [1, 2]) await peer.ask(publish('t', 'x', 2, { packetId }), 'pubrec');
  await peer.publish('t', 'x', 2, { packetId: 3 });
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.ReceiveMaximumExceeded);
});

test('PUBREL must have the flags 0010', async () => {
  const { join } = startTestBroker();
  for (const first of ['60', '61', '63', '6a']) {
    const peer = await join('c');
    peer.sendBytes(hex(`${first} 02 0001`));
    await endOfTurn();
    assert.equal(peer.take('disconnect').reasonCode, ReasonCode.MalformedPacket);
  }
});

test('messages at QoS 1 and 2 are added to the sessions of those who are away', async () => {
  const pair = await startPair();
  pair.receiver.cut();
  await pair.sender.publish('t', 'a', 1);
  await pair.sender.publish('t', 'b', 2);
  const again = await comeBack(pair, pair.receiver);
  assert.deepEqual(summary(again), ['a qos1 #1', 'b qos2 #2']);
});

test('a session is kept for its expiry interval after the connection, and no longer', async () => {
  const { broker, clock, join } = startTestBroker({ sessionExpiryInterval: 100 });
  (await join('four', { protocolVersion: 4, cleanStart: false })).cut();
  (await join('five', { cleanStart: false, properties: { sessionExpiryInterval: 100 } })).cut();
  (await join('brief', { cleanStart: false })).cut();
  (await join('clean', { protocolVersion: 4, cleanStart: true })).cut();
  const stays = await join('connected', { properties: { sessionExpiryInterval: 1 } });
  const ids = () => ['four', 'five', 'brief', 'clean', 'connected'].filter((id) => broker.client(id));
  assert.deepEqual(ids(), ['four', 'five', 'connected']);
  await clock.advance(99_000);
  assert.deepEqual(ids(), ['four', 'five', 'connected']);
  await clock.advance(2_000);
  assert.deepEqual(ids(), ['connected'], 'an open connection keeps its session');
  assert.equal(stays.closed, undefined);
});

test('acknowledgements leave in the order of what they acknowledge', async () => {
  const { receiver, sender } = await startPair();
  const publishes = [3, 1, 2].flatMap((id) => [
    publish('t', 'x', 1, { packetId: id }),
    publish('t', 'x', 2, { packetId: 10 + id }),
  ]);
  await sender.send(...publishes);
  const ids = (type: AcknowledgementPacket['type'], peer = sender) =>
    peer.takeAll(type).map(({ packetId }) => packetId);
  assert.deepEqual(
    [ids('puback'), ids('pubrec')],
    [
      [3, 1, 2],
      [13, 11, 12],
    ],
  );
  const received = receiver
    .takeAll('publish')
    .filter(({ qos }) => qos === 2)
    .map(({ packetId = 0 }) => packetId);
  await receiver.send(...received.map((id) => ack('pubrec', id)));
  assert.deepEqual(ids('pubrel', receiver), received);
});
