import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePacket } from '../../src/mqtt/codec.ts';
import type { Will } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { hex } from '../support/hex.ts';
import { connect, endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;
const will: Will = { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false, properties: {} };

test('a refusal says that no session is present, although there is one, and closes', async () => {
  const { join, dial } = startTestBroker({ maximumQos: 0 });
  (await join('c', persistent)).cut();
  for (const protocolVersion of [4, 5] as const) {
    const peer = dial();
    peer.version = protocolVersion;
    const connack = await peer.ask(
      connect('c', { ...persistent, protocolVersion, will: { ...will, qos: 1 } }),
      'connack',
    );
    assert.notEqual(connack.reasonCode, ReasonCode.Success);
    assert.deepEqual([connack.sessionPresent, peer.closed], [false, 'end']);
  }
});

test('a client learns the highest QoS, and may subscribe above it', async () => {
  const { join } = startTestBroker({ maximumQos: 0 });
  const peer = await join('c');
  assert.equal(peer.connack.properties.maximumQos, 0);
  assert.equal(await peer.subscribe('t', { qos: 2 }), 0, 'granted as far as it goes');
  const full = await startTestBroker().join('c');
  assert.equal(full.connack.properties.maximumQos, undefined, 'QoS 2 is what the absence means');
});

test('a PUBLISH above the highest QoS ends the connection with 0x9B', async () => {
  const { join } = startTestBroker({ maximumQos: 1 });
  const peer = await join('c');
  await peer.publish('t', 'x', 2);
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.QosNotSupported);
});

test('a will above the highest QoS is refused with 0x9B and closed', async () => {
  const { dial } = startTestBroker({ maximumQos: 1 });
  const peer = dial();
  const connack = await peer.ask(connect('c', { will: { ...will, qos: 2 } }), 'connack');
  assert.deepEqual([connack.reasonCode, peer.closed], [ReasonCode.QosNotSupported, 'end']);
});

test('without retained messages a client is told so, and a retained PUBLISH or will is refused with 0x9A', async () => {
  const { join, dial } = startTestBroker({ retainAvailable: false });
  const peer = await join('c');
  assert.equal(peer.connack.properties.retainAvailable, 0);
  await peer.publish('t', 'x', 0, { retain: true });
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.RetainNotSupported);
  const other = dial();
  const connack = await other.ask(connect('c', { will: { ...will, retain: true } }), 'connack');
  assert.deepEqual([connack.reasonCode, other.closed], [ReasonCode.RetainNotSupported, 'end']);
});

test('a packet above the maximum that the CONNACK tells ends the connection with 0x95', async () => {
  const { join } = startTestBroker({ maximumPacketSize: 2048 });
  const peer = await join('c');
  assert.equal(peer.connack.properties.maximumPacketSize, 2048);
  await peer.publish('t', 'x'.repeat(2048));
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.PacketTooLarge);
});

test('topic aliases up to the maximum that the CONNACK tells are taken, and none when it tells none', async () => {
  const { join } = startTestBroker({ topicAliasMaximum: 3 });
  const peer = await join('c');
  assert.equal(peer.connack.properties.topicAliasMaximum, 3);
  await peer.subscribe('#');
  for (const topicAlias of [1, 2, 3])
    await peer.publish(`t${topicAlias}`, 'named', 0, { properties: { topicAlias } });
  for (const topicAlias of [3, 1, 2]) await peer.publish('', 'short', 0, { properties: { topicAlias } });
  assert.deepEqual(peer.takeMessages(), [
    't1=named',
    't2=named',
    't3=named',
    't3=short',
    't1=short',
    't2=short',
  ]);
  await peer.publish('t4', 'x', 0, { properties: { topicAlias: 4 } });
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.TopicAliasInvalid);

  const without = await startTestBroker({ topicAliasMaximum: 0 }).join('c');
  assert.equal(without.connack.properties.topicAliasMaximum, undefined);
  await without.publish('t', 'x', 0, { properties: { topicAlias: 1 } });
  assert.equal(without.take('disconnect').reasonCode, ReasonCode.TopicAliasInvalid);
});

test('a server keep-alive is told and used, and without one the client has its own', async () => {
  const { join, clock } = startTestBroker({ serverKeepAlive: 10 });
  const imposed = await join('imposed', { keepAlive: 60 });
  assert.equal(imposed.connack.properties.serverKeepAlive, 10);
  await clock.advance(15_500);
  await endOfTurn();
  assert.equal(imposed.take('disconnect').reasonCode, ReasonCode.KeepAliveTimeout);

  const free = startTestBroker();
  const own = await free.join('own', { keepAlive: 60 });
  assert.equal(own.connack.properties.serverKeepAlive, undefined);
  await free.clock.advance(89_000);
  await endOfTurn();
  assert.equal(own.closed, undefined);
  await free.clock.advance(2_000);
  await endOfTurn();
  assert.equal(own.take('disconnect').reasonCode, ReasonCode.KeepAliveTimeout);
});

test('a session expiry above the bound is shortened, and the CONNACK says so', async () => {
  const { join } = startTestBroker({ maximumSessionExpiryInterval: 100 });
  assert.equal((await join('a', persistent)).connack.properties.sessionExpiryInterval, 100);
  const within = await join('b', { properties: { sessionExpiryInterval: 50 } });
  assert.equal(within.connack.properties.sessionExpiryInterval, undefined);
});

test('response information is told only to a client that asks for it', async () => {
  const { join } = startTestBroker({ responseInformation: 'replies/' });
  const asking = await join('asking', { properties: { requestResponseInformation: 1 } });
  assert.equal(asking.connack.properties.responseInformation, 'replies/');
  for (const properties of [{}, { requestResponseInformation: 0 }] as const) {
    assert.equal((await join('quiet', { properties })).connack.properties.responseInformation, undefined);
  }
  const none = await startTestBroker().join('c', { properties: { requestResponseInformation: 1 } });
  assert.equal(none.connack.properties.responseInformation, undefined);
});

test('a refusal explains itself in a reason string, unless that would make it too large for the client', async () => {
  const { dial } = startTestBroker({ maximumQos: 0 });
  const refused = { will: { ...will, qos: 1 } } as const;
  const told = await dial().ask(connect('c', refused), 'connack');
  assert.equal(told.properties.reasonString, 'the QoS of the will is above 0');
  const room = encodePacket(told, 5).length;
  for (const [maximumPacketSize, isTold] of [
    [room, true],
    [room - 1, false],
  ] as const) {
    const peer = dial();
    const connack = await peer.ask(
      connect('c', { ...refused, properties: { maximumPacketSize } }),
      'connack',
    );
    assert.equal(connack.reasonCode, ReasonCode.QosNotSupported);
    assert.equal(connack.properties.reasonString !== undefined, isTold);
    assert.ok(encodePacket(connack, 5).length <= maximumPacketSize);
  }
});

test('a client whose maximum packet size has no room for its CONNACK is closed without one', async () => {
  const { dial, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = dial();
  await peer.send(connect('c', { properties: { maximumPacketSize: 10 } }));
  assert.deepEqual([peer.packets, peer.closed], [[], 'end']);
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['frame_too_large'],
  );
});

test('a keep-alive of 0 switches the supervision off', async () => {
  const { join, clock } = startTestBroker();
  const peer = await join('c', { keepAlive: 0 });
  await clock.advance(86_400_000);
  assert.equal(peer.closed, undefined);
});

test('one and a half keep-alives of silence close the connection as if the network had failed', async () => {
  const { join, clock, record } = startTestBroker();
  const events = record('client.disconnected');
  const watcher = await join('watcher');
  await watcher.subscribe('w');
  for (const protocolVersion of [3, 4, 5] as const) {
    const peer = await join('c', { protocolVersion, keepAlive: 10, will });
    await clock.advance(14_500);
    assert.equal(peer.closed, undefined);
    await clock.advance(1_000);
    await endOfTurn();
    assert.equal(peer.closed, 'end');
    assert.deepEqual(watcher.takeMessages(), ['w=gone']);
  }
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['keepalive_timeout', 'keepalive_timeout', 'keepalive_timeout'],
  );
});

test('PINGREQ is answered with PINGRESP', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of [3, 4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    peer.sendBytes(hex('c0 00'));
    await endOfTurn();
    peer.take('pingresp');
    assert.deepEqual(peer.packets, []);
  }
});

test('a client that wants no problem information gets reason strings in CONNACK and DISCONNECT alone', async () => {
  const { join, broker } = startTestBroker({ maximumSubscriptions: 1 });
  const subscribe = {
    type: 'subscribe',
    packetId: 1,
    subscriptions: ['#/x'].map((filter) => ({
      filter,
      qos: 0 as const,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0 as const,
    })),
    properties: {},
  } as const;
  for (const requestProblemInformation of [0, 1] as const) {
    const peer = await join('c', { properties: { requestProblemInformation } });
    const suback = await peer.ask(subscribe, 'suback');
    const puback = await peer.ask(publish('$SYS/x', 'x', 1), 'puback');
    const pubrec = await peer.ask(publish('$SYS/x', 'x', 2), 'pubrec');
    for (const { properties } of [suback, puback, pubrec])
      assert.equal(properties.reasonString !== undefined, requestProblemInformation === 1);
    broker.kick('c');
    await endOfTurn();
    assert.equal(peer.take('disconnect').properties.reasonString, 'an operator ended the connection');
  }
});

test('reason strings are left out of every packet that they would make too large for the client', async () => {
  const { join, broker } = startTestBroker();
  // Room for the CONNACK, which tells more than a reason.
  const peer = await join('c', { properties: { maximumPacketSize: 24 } });
  assert.equal(await peer.subscribe('a#'), ReasonCode.TopicFilterInvalid);
  const puback = await peer.ask(publish('$SYS/x', 'x', 1), 'puback');
  const pubrec = await peer.ask(publish('$SYS/x', 'x', 2), 'pubrec');
  broker.kick('c');
  await endOfTurn();
  const disconnect = peer.take('disconnect');
  for (const packet of [puback, pubrec, disconnect]) {
    assert.ok(packet.reasonCode >= ReasonCode.UnspecifiedError);
    assert.equal(packet.properties.reasonString, undefined);
  }
});

test('a publish to a client that takes no packet of its size is discarded, and counts as sent', async () => {
  const { join, record } = startTestBroker();
  const drops = record('delivery.dropped');
  const peer = await join('c', { properties: { maximumPacketSize: 40, receiveMaximum: 1 } });
  await peer.subscribe('t');
  const publisher = await join('p');
  await publisher.publish('t', 'x'.repeat(100), 1);
  await publisher.publish('t', 'small', 1, { packetId: 2 });
  assert.deepEqual(peer.takeMessages(), ['t=small'], 'the window of one message is free again');
  assert.deepEqual(
    drops.map(({ reason }) => reason),
    ['too_large'],
  );
});
