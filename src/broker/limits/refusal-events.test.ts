import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, startTestBroker, testSettings } from '../../../test/support/test-broker.ts';
import { encodePacket } from '../../mqtt/codec.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const request = (filter: string) =>
  ({ filter, qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 }) as const;

test('a connection that the broker closes before it has a CONNECT to answer is an event that says why', async () => {
  const { clock, dial, record } = startTestBroker({
    maximumPacketSize: 1024,
    admission: { ...testSettings.admission, maximumConnectionsPerAddress: 2, maximumNewcomers: 2 },
  });
  const told = record('connection.refused');
  const reasons = () => told.splice(0).map(({ reason, peerHost }) => `${peerHost} ${reason}`);

  dial('10.0.0.1');
  await clock.advance(11_000);
  assert.deepEqual(reasons(), ['10.0.0.1 idle_timeout']);

  const crowd = [dial('10.0.0.2'), dial('10.0.0.2'), dial('10.0.0.2')];
  assert.deepEqual(reasons(), ['10.0.0.2 too_many_connections']);
  dial('10.0.0.3');
  assert.deepEqual(reasons(), ['10.0.0.2 too_many_newcomers'], 'the one that was silent longest');
  for (const peer of crowd) peer.cut();

  for (const [bytes, reason] of [
    ['c000', 'protocol_error'], // PINGREQ
    ['474554202f20', 'protocol_error'], // GET / …, which announces more than it sends
    ['f0ffffffff7f', 'malformed_packet'],
    ['10ffff7f', 'frame_too_large'],
    ['100c00044d5154540902003c0000', 'unsupported_protocol_version'],
  ] as const) {
    const peer = dial('10.0.0.4');
    peer.sendBytes(Buffer.from(bytes, 'hex'));
    await endOfTurn();
    peer.cut();
    assert.deepEqual(reasons(), [`10.0.0.4 ${reason}`]);
  }
});

test('of a refused CONNECT, and of a peer that goes by itself, the event of a refused connection says nothing', async () => {
  const { dial, join, record } = startTestBroker({ maximumClientIdLength: 23 });
  const told = record('connection.refused');
  const refused = await join('x'.repeat(24));
  assert.equal(refused.connack.reasonCode, ReasonCode.ClientIdentifierNotValid);
  dial().cut();
  const half = dial();
  half.sendBytes(encodePacket(connect('c'), 5).subarray(0, 9));
  half.cut();
  await endOfTurn();
  assert.deepEqual(told, []);
});

test('each filter that is not granted is an event that says why', async () => {
  const { join, record } = startTestBroker({
    maximumSubscriptions: 2,
    maximumTopicLevels: 3,
    maximumTopicLength: 64,
    sharedSubscriptions: false,
  });
  const told = record('session.subscribe_refused');
  const client = await join('c', { username: 'u' });
  const filters = ['a', '1/2/3/4', 'x'.repeat(65), 'a/#/b', '$share/g/t', 'b', 'c', 'a'];
  await client.send({ type: 'subscribe', packetId: 1, subscriptions: filters.map(request), properties: {} });
  assert.deepEqual(
    told.map(({ filter, reasonCode }) => [filter.slice(0, 9), reasonCode]),
    [
      ['1/2/3/4', ReasonCode.TopicFilterInvalid],
      ['xxxxxxxxx', ReasonCode.TopicFilterInvalid],
      ['a/#/b', ReasonCode.TopicFilterInvalid],
      ['$share/g/', ReasonCode.SharedSubscriptionsNotSupported],
      ['c', ReasonCode.QuotaExceeded],
    ],
  );
  assert.equal(told[0]?.client.username, 'u');
});
