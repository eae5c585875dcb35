import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, publish, startTestBroker } from '../../test/support/test-broker.ts';
import { ReasonCode } from '../mqtt/reason-codes.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

test('a client is told what the broker allows, and gets a name when it has none', async () => {
  const { join } = startTestBroker({ maximumQos: 1, retainAvailable: false });
  const peer = await join('');
  assert.equal(peer.connack.reasonCode, ReasonCode.Success);
  assert.equal(peer.connack.properties.maximumQos, 1);
  assert.equal(peer.connack.properties.retainAvailable, 0);
  assert.equal(peer.connack.properties.receiveMaximum, 100);
  assert.match(peer.connack.properties.assignedClientIdentifier ?? '', /^auto-[0-9a-f]{20}$/);
});

test('an MQTT 3.1.1 client without a name is refused when it wants a session that stays', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  peer.version = 4;
  const connack = await peer.ask(connect('', { protocolVersion: 4, cleanStart: false }), 'connack');
  assert.equal(connack.reasonCode, ReasonCode.ClientIdentifierNotValid);
  assert.equal(peer.closed, 'end');
});

for (const [level, version] of [
  [2, 4],
  [9, 5],
] as const) {
  test(`protocol level ${level}, which does not exist, is refused in the words of level ${version}`, async () => {
    const { dial } = startTestBroker();
    const peer = dial();
    peer.version = version;
    peer.sendBytes([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, level, 2, 0, 0, 0, 0]);
    await endOfTurn();
    assert.equal(peer.take('connack').reasonCode, ReasonCode.UnsupportedProtocolVersion);
  });
}

test('an MQTT 5 client whose CONNECT cannot be read is told why', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  peer.sendBytes([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 0b11, 0, 0, 0, 0, 0]);
  await endOfTurn();
  assert.equal(peer.take('connack').reasonCode, ReasonCode.MalformedPacket);
  assert.equal(peer.closed, 'end');
});

test('while nothing checks passwords, only clients on this machine are let in', async () => {
  const { dial } = startTestBroker({}, { allowAnonymous: 'loopback' });
  const near = await dial('127.0.0.1').ask(connect('near'), 'connack');
  assert.equal(near.reasonCode, ReasonCode.Success);
  const far = await dial('192.168.0.10').ask(connect('far'), 'connack');
  assert.equal(far.reasonCode, ReasonCode.NotAuthorized);
});

test('enhanced authentication is refused by name', async () => {
  const { dial } = startTestBroker();
  const packet = connect('c', { properties: { authenticationMethod: 'SCRAM-SHA-256' } });
  assert.equal((await dial().ask(packet, 'connack')).reasonCode, ReasonCode.BadAuthenticationMethod);
});

const goodbyes: [name: string, reasonCode: number, reason: string][] = [
  ['a client that says good-bye', ReasonCode.NormalDisconnection, 'normal'],
  ['a client that wants its will', ReasonCode.DisconnectWithWillMessage, 'disconnect_with_will_message'],
  ['a client that is busy', ReasonCode.ImplementationSpecificError, 'implementation_specific_error'],
  ['a client that gives up', ReasonCode.KeepAliveTimeout, 'keepalive_timeout'],
];
for (const [name, reasonCode, reason] of goodbyes) {
  test(`${name} is gone with the reason ${reason}`, async () => {
    const { join, record } = startTestBroker();
    const events = record('client.disconnected');
    const peer = await join('c', { username: 'u' });
    await peer.send({ type: 'disconnect', reasonCode, properties: { reasonString: 'done' } });
    peer.cut();
    assert.equal(events.length, 1);
    assert.equal(events[0]?.reason, reason);
    assert.equal(events[0]?.closedBy, 'client');
    assert.equal(events[0]?.properties.reasonString, 'done');
    assert.equal(events[0]?.client.peerName, '127.0.0.1:50000');
  });
}

test('a connection that the network cuts is gone with the reason that the transport tells', async () => {
  const { join, record } = startTestBroker();
  const events = record('client.disconnected');
  (await join('a')).cut('tcp_closed');
  (await join('b')).cut('ws_close_1001');
  assert.deepEqual(
    events.map(({ client, reason, closedBy }) => [client.clientId, reason, closedBy]),
    [
      ['a', 'tcp_closed', 'network'],
      ['b', 'ws_close_1001', 'network'],
    ],
  );
});

test('a client that is kicked learns why, and its session goes', async () => {
  const { broker, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = await join('c', persistent);
  assert.equal(broker.kick('c'), true);
  await endOfTurn();
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.AdministrativeAction);
  assert.deepEqual([events.length, events[0]?.reason], [1, 'kicked']);
  assert.equal(broker.client('c'), undefined);
  assert.equal(broker.kick('c'), false);
});

test('a second connection with clean start discards the first, without it takes the session over', async () => {
  const { join, record } = startTestBroker();
  const events = record('client.disconnected', 'client.connected');
  const first = await join('c', persistent);
  await first.subscribe('a/#');
  const second = await join('c', persistent);
  assert.equal(first.take('disconnect').reasonCode, ReasonCode.SessionTakenOver);
  assert.equal(second.connack.sessionPresent, true);
  const third = await join('c');
  assert.equal(third.connack.sessionPresent, false);
  assert.deepEqual(
    events.map((event) => (event.name === 'client.connected' ? 'connected' : event.reason)),
    ['connected', 'takenover', 'connected', 'discarded', 'connected'],
  );
});

test('one and a half times the keep-alive without a packet ends the connection', async () => {
  const { clock, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = await join('c', { keepAlive: 10 });
  await clock.advance(14_000);
  await peer.send({ type: 'pingreq' });
  peer.take('pingresp');
  await clock.advance(14_900);
  assert.equal(events.length, 0);
  await clock.advance(600);
  await endOfTurn();
  assert.equal(events[0]?.reason, 'keepalive_timeout');
  assert.equal(events[0]?.closedBy, 'server');
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.KeepAliveTimeout);
});

test('a keep-alive that the API changes leaves the data of the client one object, by which rules know its connection', async () => {
  const { broker, join, record } = startTestBroker();
  const events = record('client.connected', 'client.disconnected');
  await join('c', { keepAlive: 10 });
  assert.equal(broker.setKeepAlive('c', 30), true);
  broker.kick('c');
  const [connected, disconnected] = events;
  assert.ok(connected && connected.client === disconnected?.client);
  assert.equal(connected.client.keepAlive, 30);
});

test('bytes that do not make a packet do not count as a sign of life', async () => {
  const { clock, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = await join('c', { keepAlive: 10 });
  for (let i = 0; i < 16; i++) {
    peer.sendBytes(i === 0 ? [0x30, 100] : [0]);
    await clock.advance(1000);
  }
  assert.equal(events[0]?.reason, 'keepalive_timeout');
});

test('a connection that does not send CONNECT is closed after the connect timeout, without an event', async () => {
  const { clock, dial, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = dial();
  peer.sendBytes([0x10, 30]);
  await clock.advance(10_500);
  await endOfTurn();
  assert.equal(peer.closed, 'end');
  assert.equal(events.length, 0);
});

test('a first packet that announces a megabyte is refused before it arrives', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  peer.sendBytes([0x10, 0x80, 0x80, 0x40]);
  await endOfTurn();
  assert.equal(peer.closed, 'end');
});

const violations: [name: string, bytes: number[], reason: string, reasonCode: number][] = [
  ['a PUBLISH with QoS 3', [0x36, 5, 0, 1, 0x61, 0, 1], 'malformed_packet', ReasonCode.MalformedPacket],
  [
    'a second CONNECT',
    [0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 0, 0, 0, 0],
    'protocol_error',
    ReasonCode.ProtocolError,
  ],
  ['a packet that only a server sends', [0xd0, 0], 'protocol_error', ReasonCode.ProtocolError],
  [
    'a topic name with a wildcard',
    [0x30, 4, 0, 1, 0x23, 0],
    'topic_name_invalid',
    ReasonCode.TopicNameInvalid,
  ],
  [
    'a topic alias above the maximum',
    [0x30, 7, 0, 1, 0x61, 3, 0x23, 0, 17],
    'topic_alias_invalid',
    ReasonCode.TopicAliasInvalid,
  ],
  ['a packet that is too large', [0x30, 0x80, 0x80, 0x80, 1], 'frame_too_large', ReasonCode.PacketTooLarge],
];
for (const [name, bytes, reason, reasonCode] of violations) {
  test(`${name} ends the connection with ${reason}`, async () => {
    const { join, record } = startTestBroker();
    const events = record('client.disconnected');
    const peer = await join('c');
    peer.sendBytes(bytes);
    await endOfTurn();
    assert.equal(events[0]?.reason, reason);
    assert.equal(events[0]?.closedBy, 'server');
    assert.equal(peer.take('disconnect').reasonCode, reasonCode);
  });
}

test('a client that publishes where only the broker does is told so, or closed, as the policy says', async () => {
  const ignoring = startTestBroker();
  const ignored = await ignoring.join('c');
  const puback = await ignored.ask(publish('$SYS/x', 'x', 1), 'puback');
  assert.equal(puback.reasonCode, ReasonCode.NotAuthorized);

  const closing = startTestBroker();
  const { chain } = closing.broker.authorization;
  chain.settings = { ...chain.settings, denyAction: 'disconnect' };
  const events = closing.record('client.disconnected');
  const closed = await closing.join('c');
  await closed.publish('$events/client/disconnected', 'x');
  assert.equal(events[0]?.reason, 'not_authorized');
  assert.equal(closed.take('disconnect').reasonCode, ReasonCode.NotAuthorized);
});

test('connected comes before connack, and a refusal has a connack only', async () => {
  const { join, dial, record } = startTestBroker({}, { allowAnonymous: 'loopback' });
  const events = record('client.connected', 'client.connack');
  await join('c');
  await dial('10.0.0.1').ask(connect('d'), 'connack');
  assert.deepEqual(
    events.map((event) => [
      event.name,
      event.client.clientId,
      'reasonCode' in event ? event.reasonCode : undefined,
    ]),
    [
      ['client.connected', 'c', undefined],
      ['client.connack', 'c', ReasonCode.Success],
      ['client.connack', 'd', ReasonCode.NotAuthorized],
    ],
  );
});

test('a broker that stops says good-bye to MQTT 5 clients with 0x8B and lets nobody in', async () => {
  const { broker, join, dial, record } = startTestBroker();
  const events = record('client.disconnected');
  const five = await join('five');
  const four = await join('four', { protocolVersion: 4 });
  broker.stop();
  await endOfTurn();
  assert.equal(five.take('disconnect').reasonCode, ReasonCode.ServerShuttingDown);
  assert.deepEqual([four.packets, four.closed], [[], 'end']);
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['server_shutting_down', 'server_shutting_down'],
  );
  assert.equal((await dial().ask(connect('late'), 'connack')).reasonCode, ReasonCode.ServerUnavailable);
});

test('an MQTT 3.1 client without a name is told what is missing', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  peer.version = 3;
  const connack = await peer.ask(connect('', { protocolVersion: 3 }), 'connack');
  assert.equal(connack.reasonCode, ReasonCode.ClientIdentifierNotValid);
});

test('only a client that can be told of it gets another keep-alive than its own', async () => {
  const { broker, join } = startTestBroker({ serverKeepAlive: 10 });
  await join('five', { keepAlive: 60 });
  await join('four', { keepAlive: 60, protocolVersion: 4 });
  assert.deepEqual([broker.client('five')?.keepAlive, broker.client('four')?.keepAlive], [10, 60]);
});

test('a topic of more than 1,024 bytes is refused by name, to publish to and to subscribe with', async () => {
  const { join } = startTestBroker();
  const longest = 'x'.repeat(1024);
  const client = await join('client');
  assert.equal(await client.subscribe(longest), 2);
  assert.equal(await client.subscribe(`${longest}x`), ReasonCode.TopicFilterInvalid);
  assert.equal(await client.subscribe('é'.repeat(513)), ReasonCode.TopicFilterInvalid);
  await client.publish(longest, 'payload');
  assert.equal(client.take('publish').topic, longest);
  await client.publish(`${longest}x`, 'payload');
  assert.equal(client.take('disconnect').reasonCode, ReasonCode.TopicNameInvalid);
});
