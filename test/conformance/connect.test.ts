import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectPacket } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { digitsOf, hex } from '../support/hex.ts';
import { connect, endOfTurn, type Peer, publish, startTestBroker } from '../support/test-broker.ts';

const { MalformedPacket, UnsupportedProtocolVersion, ClientIdentifierNotValid } = ReasonCode;
const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

/** A CONNECT of MQTT 5 from its flags (two digits) and payload, keep-alive 0, without properties. */
function connectBytes(flags: string, payload: string): Buffer {
  const body = hex(`0004 4d515454 05 ${flags} 0000 00 ${payload}`);
  return Buffer.concat([Buffer.of(0x10, body.length), body]);
}

async function refusalOf(peer: Peer, bytes: Buffer): Promise<number> {
  peer.sendBytes(bytes);
  await endOfTurn();
  assert.equal(peer.closed, 'end', 'the connection is closed after the refusal');
  return peer.take('connack').reasonCode;
}

test('a first packet that is not CONNECT ends the connection without an answer', async () => {
  const { dial } = startTestBroker();
  for (const first of ['c0 00', '30 04 0001 61 00', 'e0 00', '82 07 0001 00 0001 61 00']) {
    const peer = dial();
    peer.sendBytes(hex(first));
    await endOfTurn();
    assert.deepEqual([peer.closed, peer.packets], ['end', []], first);
  }
});

test('a second CONNECT is a protocol error that ends the connection', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of [4, 5] as const) {
    const peer = await join('c', { protocolVersion });
    await peer.send(connect('c', { protocolVersion }));
    assert.equal(peer.closed, 'end');
    const told = peer.takeAll('disconnect').map(({ reasonCode }) => reasonCode);
    assert.deepEqual(told, protocolVersion === 5 ? [ReasonCode.ProtocolError] : []);
  }
});

test('a protocol name or version that is not known is refused with 0x84 and closed', async () => {
  const { dial } = startTestBroker();
  const named = hex(`10 0e 0004 ${digitsOf('MQTX')} 05 02 0000 00 0001 61`);
  const versioned = hex(`10 0e 0004 ${digitsOf('MQTT')} 06 02 0000 00 0001 61`);
  assert.equal(await refusalOf(dial(), named), UnsupportedProtocolVersion);
  assert.equal(await refusalOf(dial(), versioned), UnsupportedProtocolVersion);
});

test('an MQTT 3 client of an unknown version gets return code 1, one with a malformed CONNECT nothing', async () => {
  const { dial } = startTestBroker();
  const unknown = dial();
  unknown.version = 4;
  assert.equal(await refusalOf(unknown, hex(`10 0d 0004 ${digitsOf('MQTT')} 02 02 0000 0001 61`)), 0x84);
  const malformed = dial();
  malformed.version = 4;
  malformed.sendBytes(hex(`10 0d 0004 ${digitsOf('MQTT')} 04 03 0000 0001 61`));
  await endOfTurn();
  assert.deepEqual([malformed.closed, malformed.packets], ['end', []]);
});

test('the reserved connect flag must be 0', async () => {
  const { dial } = startTestBroker();
  assert.equal(await refusalOf(dial(), connectBytes('03', '0001 61')), MalformedPacket);
});

test('will QoS and will retain must be 0 without a will, and a will QoS is at most 2', async () => {
  const { dial } = startTestBroker();
  for (const flags of ['0a', '12', '22', '1e']) {
    assert.equal(await refusalOf(dial(), connectBytes(flags, '0001 61')), MalformedPacket, flags);
  }
});

test('what the connect flags announce must be there, and nothing else', async () => {
  const { dial } = startTestBroker();
  const cases: [what: string, flags: string, payload: string][] = [
    ['a will without anything', '06', '0001 61'],
    ['a will without a topic', '06', '0001 61 00'],
    ['a will without a payload', '06', '0001 61 00 0001 74'],
    ['a user name that is not announced', '02', '0001 61 0001 75'],
    ['no user name', '82', '0001 61'],
    ['a password that is not announced', '82', '0001 61 0001 75 0001 70'],
    ['no password', 'c2', '0001 61 0001 75'],
    ['no client id', '02', ''],
  ];
  for (const [what, flags, payload] of cases) {
    assert.equal(await refusalOf(dial(), connectBytes(flags, payload)), MalformedPacket, what);
  }
});

test('client id, will, user name and password are read in this order', async () => {
  const { broker, dial, join } = startTestBroker();
  const watcher = await join('watcher');
  await watcher.subscribe('w');
  const peer = dial();
  peer.sendBytes(connectBytes('c6', `0002 ${digitsOf('me')} 00 0001 77 0002 6869 0001 75 0001 70`));
  await endOfTurn();
  assert.equal(peer.take('connack').reasonCode, ReasonCode.Success);
  assert.equal(broker.client('me')?.username, 'u');
  peer.cut();
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['w=hi']);
});

test('client id, will topic and user name must be UTF-8 without U+0000', async () => {
  const { dial } = startTestBroker();
  for (const text of ['0002 c080', '0003 eda080', '0001 00', '0001 ff']) {
    for (const [what, flags, payload] of [
      ['client id', '02', text],
      ['will topic', '06', `0001 61 00 ${text} 0000`],
      ['user name', '82', `0001 61 ${text}`],
    ] as const) {
      assert.equal(await refusalOf(dial(), connectBytes(flags, payload)), MalformedPacket, `${what} ${text}`);
    }
  }
});

test('a client id of 1 to 23 letters and digits is accepted, and any other text up to the bound', async () => {
  const { join, dial } = startTestBroker({ maximumClientIdLength: 40 });
  const accepted = ['a', '0123456789abcdefghijklm', 'NOPQRSTUVWXYZnopqrstuvw', '设备/+#', 'x'.repeat(40)];
  for (const clientId of accepted) {
    for (const protocolVersion of [3, 4, 5] as const) {
      assert.equal((await join(clientId, { protocolVersion })).connack.reasonCode, ReasonCode.Success);
    }
  }
  const refused = await dial().ask(connect('x'.repeat(41)), 'connack');
  assert.equal(refused.reasonCode, ClientIdentifierNotValid);
});

test('an empty client id gets one that nobody else has, and is told it', async () => {
  const { broker, join } = startTestBroker();
  const one = await join('');
  const other = await join('');
  const ids = [one, other].map(({ connack }) => connack.properties.assignedClientIdentifier ?? '');
  assert.notEqual(ids[0], ids[1]);
  for (const id of ids) assert.equal(broker.client(id)?.connected, true);
  const three = await join('', { protocolVersion: 4 });
  assert.equal(three.connack.reasonCode, ReasonCode.Success);
  assert.equal(broker.stats().sessions.count, 3);
});

test('an empty client id of an MQTT 3 client that wants to keep its session is refused and closed', async () => {
  const { dial } = startTestBroker();
  for (const protocolVersion of [3, 4] as const) {
    const peer = dial();
    peer.version = protocolVersion;
    const connack = await peer.ask(connect('', { protocolVersion, cleanStart: false }), 'connack');
    assert.deepEqual([connack.reasonCode, peer.closed], [ClientIdentifierNotValid, 'end']);
  }
});

test('the client id says which session it is: another id has nothing of it', async () => {
  const { broker, join } = startTestBroker();
  await (await join('a', persistent)).subscribe('t');
  const other = await join('b', persistent);
  assert.equal(other.connack.sessionPresent, false);
  assert.deepEqual(
    [broker.client('a')?.subscriptions.length, broker.client('b')?.subscriptions.length],
    [1, 0],
  );
});

test('clean start begins a new session, without it the session goes on', async () => {
  const { broker, join } = startTestBroker();
  for (const protocolVersion of [4, 5] as const) {
    const keeping: Partial<ConnectPacket> = { ...persistent, protocolVersion };
    const first = await join('c', keeping);
    assert.equal(first.connack.sessionPresent, false, 'there was none');
    await first.subscribe('t');
    first.cut();
    const second = await join('c', keeping);
    assert.equal(second.connack.sessionPresent, true);
    assert.equal(broker.client('c')?.subscriptions.length, 1);
    const third = await join('c', { protocolVersion, cleanStart: true });
    assert.deepEqual([third.connack.reasonCode, third.connack.sessionPresent], [ReasonCode.Success, false]);
    assert.equal(broker.client('c')?.subscriptions.length, 0);
    third.cut();
    const fourth = await join('c', keeping);
    assert.equal(
      fourth.connack.sessionPresent,
      false,
      'a clean session of MQTT 3 is not kept, nor one without expiry',
    );
    assert.ok(broker.kick('c'));
  }
});

test('a client that is already connected is told 0x8E and closed when another comes with its id', async () => {
  const { join } = startTestBroker();
  const first = await join('c');
  const second = await join('c');
  assert.equal(first.take('disconnect').reasonCode, ReasonCode.SessionTakenOver);
  assert.deepEqual([first.closed, second.connack.reasonCode], ['end', ReasonCode.Success]);
});

test('a CONNECT that may not come in is refused and closed, and what follows it is not looked at', async () => {
  const { broker, dial, join } = startTestBroker({}, { allowAnonymous: false });
  assert.ok(join);
  const peer = dial();
  await peer.send(connect('c'), publish('t', 'x'), { type: 'pingreq' });
  assert.equal(peer.take('connack').reasonCode, ReasonCode.NotAuthorized);
  assert.deepEqual([peer.packets, peer.closed, broker.metrics['messages.received']], [[], 'end', 0]);
});

test('what follows an accepted CONNECT in the same breath is answered behind the CONNACK', async () => {
  const { dial } = startTestBroker();
  const peer = dial();
  await peer.send(connect('c'), { type: 'pingreq' }, publish('t', 'x', 1));
  assert.deepEqual(
    peer.packets.map(({ type }) => type),
    ['connack', 'pingresp', 'puback'],
  );
});

test('nothing comes before the CONNACK, also when messages wait, and it comes once', async () => {
  const { join, dial } = startTestBroker();
  const first = await join('c', persistent);
  await first.subscribe('t');
  first.cut();
  const publisher = await join('p');
  await publisher.publish('t', '1', 1);
  await publisher.publish('t', '2', 2);
  const peer = dial();
  await peer.send(connect('c', persistent));
  await endOfTurn();
  assert.deepEqual(
    peer.packets.map(({ type }) => type),
    ['connack', 'publish', 'publish'],
  );
});

test('an MQTT 3 client with a password but no user name is closed, an MQTT 5 client may have one', async () => {
  const { dial } = startTestBroker();
  const three = dial();
  three.version = 4;
  three.sendBytes(hex(`10 10 0004 ${digitsOf('MQTT')} 04 42 0000 0001 61 0001 70`));
  await endOfTurn();
  assert.deepEqual([three.closed, three.packets], ['end', []]);
  const five = dial();
  assert.equal((await five.ask(connect('c', { password: Buffer.from('p') }), 'connack')).reasonCode, 0);
});
