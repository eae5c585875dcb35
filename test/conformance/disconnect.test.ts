import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { hex } from '../support/hex.ts';
import { connect, endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';

const bad: readonly (readonly [what: string, bytes: string, reasonCode: number])[] = [
  ['packet type 0', '00 00', ReasonCode.MalformedPacket],
  ['a packet that only a server sends', 'd0 00', ReasonCode.ProtocolError],
  ['DISCONNECT with flags', 'e1 00', ReasonCode.MalformedPacket],
  ['a reason code that DISCONNECT does not have', 'e0 01 03', ReasonCode.ProtocolError],
  ['a DISCONNECT that prolongs a session', 'e0 07 00 05 11 00000001', ReasonCode.ProtocolError],
  ['AUTH with flags', 'f1 00', ReasonCode.MalformedPacket],
  ['AUTH without a method in CONNECT', 'f0 00', ReasonCode.ProtocolError],
  ['a remaining length of five bytes', '30 ff ff ff ff 01', ReasonCode.MalformedPacket],
  ['a remaining length that is not the shortest', 'c0 80 00', ReasonCode.MalformedPacket],
  ['a property length that is not the shortest', '82 08 0001 8000 0001 61 00', ReasonCode.MalformedPacket],
  ['a property that the packet does not have', '82 09 0001 02 2101 0001 61 00', ReasonCode.MalformedPacket],
  ['a packet with bytes behind its end', 'c0 01 00', ReasonCode.MalformedPacket],
  ['a packet that ends too soon', '82 05 0001 00 0001', ReasonCode.MalformedPacket],
];

test('an error of the client is told in a DISCONNECT with a reason and a sentence, and closes', async () => {
  for (const [what, bytes, reasonCode] of bad) {
    const { join } = startTestBroker();
    const peer = await join('c');
    peer.sendBytes(hex(bytes));
    await endOfTurn();
    const disconnect = peer.take('disconnect');
    assert.equal(disconnect.reasonCode, reasonCode, what);
    assert.match(disconnect.properties.reasonString ?? '', /\w+ \w+/, what);
    assert.equal(disconnect.properties.sessionExpiryInterval, undefined);
    assert.equal(peer.closed, 'end', what);
  }
});

/** What is wrong in MQTT 3 too, where packets have neither reason codes nor properties. */
const badInEveryVersion = [0, 1, 2, 5, 7, 11].map((index) => bad[index] as (typeof bad)[number]);

test('an MQTT 3 client is closed without a word, which its version does not have', async () => {
  for (const [what, bytes] of badInEveryVersion) {
    const { join } = startTestBroker();
    const peer = await join('c', { protocolVersion: 4 });
    peer.sendBytes(hex(bytes));
    await endOfTurn();
    assert.deepEqual([peer.closed, peer.packets], ['end', []], what);
  }
});

test('after its DISCONNECT the broker sends nothing more', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('t');
  const publisher = await join('p');
  broker.kick('c');
  await publisher.publish('t', 'x', 1);
  assert.deepEqual(
    peer.packets.map(({ type }) => type),
    ['disconnect'],
  );
  assert.equal(peer.closed, 'end');
});

test('after the DISCONNECT of a client nothing is sent to it, nothing of it is looked at, and it is closed', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  await peer.send({ type: 'disconnect', reasonCode: 0, properties: {} }, publish('t', 'x', 1), {
    type: 'pingreq',
  });
  assert.deepEqual([peer.packets, peer.closed, broker.metrics['messages.received']], [[], 'end', 0]);
});

test('before a CONNACK there is no DISCONNECT', async () => {
  const { broker, dial } = startTestBroker();
  const early = dial();
  early.sendBytes([0, 0]);
  const refused = dial();
  refused.version = 4;
  await refused.send(connect('', { protocolVersion: 4, cleanStart: false }));
  const waiting = dial();
  broker.stop();
  await endOfTurn();
  for (const peer of [early, refused, waiting]) {
    assert.deepEqual([peer.takeAll('disconnect'), peer.closed], [[], 'end']);
  }
});

test('a client may change its session expiry with its DISCONNECT, unless the session was to end', async () => {
  const { broker, clock, join } = startTestBroker();
  const peer = await join('c', { properties: { sessionExpiryInterval: 10 } });
  await peer.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 100 } });
  await clock.advance(50_000);
  assert.ok(broker.client('c'));
  await clock.advance(51_000);
  assert.equal(broker.client('c'), undefined);
});

test('enhanced authentication by a method that is not known is refused with 0x8C and closed', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  const connack = await peer.ask(
    connect('c', { properties: { authenticationMethod: 'none-such' } }),
    'connack',
  );
  assert.deepEqual([connack.reasonCode, peer.closed], [ReasonCode.BadAuthenticationMethod, 'end']);
});

test('a client without an authentication method gets no AUTH, and no method in its CONNACK', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  assert.equal(peer.connack.properties.authenticationMethod, undefined);
  assert.deepEqual(peer.packets, []);
});

test('authentication data without a method is a protocol error', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  peer.sendBytes(hex('10 12 0004 4d515454 05 02 0000 04 16 0001 78 0001 61'));
  await endOfTurn();
  assert.deepEqual([peer.take('connack').reasonCode, peer.closed], [ReasonCode.ProtocolError, 'end']);
});

test('what goes wrong for one client has no consequence for another', async () => {
  const { join } = startTestBroker();
  const other = await join('other');
  await other.subscribe('t');
  for (const [, bytes] of bad) (await join('c')).sendBytes(hex(bytes));
  await endOfTurn();
  await other.publish('t', 'x');
  assert.deepEqual(other.takeMessages(), ['t=x']);
});

test('a defect of the broker ends the connection that met it, and no other', async () => {
  const { broker, join } = startTestBroker();
  const other = await join('other');
  broker.watch('defect', () => {
    throw new Error('a defect');
  });
  for (const protocolVersion of [4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    await peer.publish('defect', 'x');
    assert.equal(peer.closed, 'end');
    const told = peer.takeAll('disconnect').map(({ reasonCode }) => reasonCode);
    assert.deepEqual(told, protocolVersion === 5 ? [ReasonCode.ImplementationSpecificError] : []);
  }
  assert.equal(other.closed, undefined);
});
