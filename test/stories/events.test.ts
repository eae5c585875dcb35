import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  reasonOfSocketError,
  reasonOfTlsError,
  reasonOfWebSocketClose,
} from '../../src/broker/disconnect-reason.ts';
import type { Packet } from '../../src/mqtt/packets.ts';
import { COLUMNS, flaws, kindOf, type Row, startStory } from '../support/event-story.ts';
import { connect, endOfTurn, publish } from '../support/test-broker.ts';

const disconnect = (reasonCode: number): Packet =>
  ({ type: 'disconnect', reasonCode, properties: {} }) as Packet;
const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } } as const;

test('every event of an ordinary day comes to its rules with all its columns', async (t) => {
  const { join, dial, broker, rows } = await startStory(t);
  const seen = new Map<string, Row>();
  const client = await join('sub', {
    username: 'u',
    keepAlive: 60,
    properties: { userProperties: [['a', 'b']] },
  });
  await client.subscribe('t/#', { qos: 1 });
  await client.subscribe('bad/#/x');
  const publisher = await join('pub', { protocolVersion: 4, username: 'v' });
  await publisher.publish('t/1', '{"a":1}', 1);
  const [got] = client.takeAll('publish');
  await client.send({
    type: 'puback',
    packetId: got?.packetId ?? 0,
    reasonCode: 0,
    properties: { reasonString: 'OK' },
  });
  await publisher.publish('nobody', 'x');
  await join('own');
  const own = await join('own2');
  await own.subscribe('own', { noLocal: true });
  await own.publish('own', 'x');
  await client.send({ type: 'unsubscribe', packetId: 9, filters: ['t/#'], properties: {} });
  broker.alarms.activate('test', { usage: '85%' }, 'too much');
  broker.alarms.deactivate('test');
  await dial('10.0.0.1').send(publish('t', 'first'));
  await client.send(disconnect(0));
  for (const row of await rows()) if (!seen.has(String(row.event))) seen.set(String(row.event), row);
  assert.deepEqual([...seen.keys()].toSorted(), Object.keys(COLUMNS).toSorted());
  assert.deepEqual([...seen.values()].flatMap(flaws), []);
});

/** Names of reasons that a client may give in its DISCONNECT, by their code (MQTT 5, §3.14.2.1). */
const GOOD_BYES: Record<number, string> = {
  0: 'normal',
  4: 'disconnect_with_will_message',
  128: 'unspecified_error',
  129: 'malformed_packet',
  130: 'protocol_error',
  131: 'implementation_specific_error',
  144: 'topic_name_invalid',
  147: 'receive_maximum_exceeded',
  148: 'topic_alias_invalid',
  149: 'packet_too_large',
  150: 'message_rate_too_high',
  151: 'quota_exceeded',
  152: 'administrative_action',
  153: 'payload_format_invalid',
};

test('client.disconnected names each reason that a client gives in its good-bye', async (t) => {
  const { join, rows } = await startStory(t);
  for (const code of Object.keys(GOOD_BYES)) await (await join(code)).send(disconnect(Number(code)));
  const events = await rows('client.disconnected');
  assert.deepEqual(
    events.map(({ reason }) => reason),
    Object.values(GOOD_BYES),
  );
  assert.ok(events.every((row) => row.closed_by === 'client' && flaws(row).length === 0));
});

test('client.disconnected names what the broker, the network and others bring about', async (t) => {
  const story = await startStory(t, { settings: { maximumPacketSize: 1000, maximumAwaitingRel: 1 } });
  const { join, broker, clock, rows } = story;
  const { chain } = broker.authorization;
  const peers: Record<string, (peer: Awaited<ReturnType<typeof join>>) => unknown> = {
    'tcp_closed network': (peer) => peer.cut(reasonOfSocketError('ECONNRESET')),
    'etimedout network': (peer) => peer.cut(reasonOfSocketError('ETIMEDOUT')),
    'ehostunreach network': (peer) => peer.cut(reasonOfSocketError('EHOSTUNREACH')),
    'enotconn network': (peer) => peer.cut(reasonOfSocketError('ENOTCONN')),
    'einval network': (peer) => peer.cut(reasonOfSocketError('EINVAL')),
    'ssl_closed network': (peer) => peer.cut(reasonOfTlsError('ECONNRESET')),
    'tls_alert network': (peer) => peer.cut(reasonOfTlsError('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')),
    'ssl_error network': (peer) => peer.cut(reasonOfTlsError('ERR_SSL_BAD_RECORD')),
    'ws_close_1001 network': (peer) => peer.cut(reasonOfWebSocketClose(1001)),
    'kicked server': () => broker.kick('kicked server'),
    'discarded server': () => join('discarded server'),
    'takenover server': () => join('takenover server', lasting),
    'keepalive_timeout server': () => clock.advance(20_000),
    'frame_too_large server': (peer) => peer.sendBytes([0x30, 0xff, 0x7f]),
    'malformed_packet server': (peer) => peer.sendBytes([0x36, 2, 0, 0]),
    'protocol_error server': (peer) => peer.send(connect('again')),
    'topic_alias_invalid server': (peer) =>
      peer.send(publish('t', 'x', 0, { properties: { topicAlias: 99 } })),
    'receive_maximum_exceeded server': (peer) =>
      peer.send(publish('t', 'x', 2), publish('t', 'x', 2, { packetId: 2 })),
    'topic_name_invalid server': (peer) => peer.send(publish('t/#', 'x')),
    'not_authorized server': (peer) => {
      chain.settings = { ...chain.settings, denyAction: 'disconnect' };
      return peer.publish('$SYS/x', 'x');
    },
  };
  for (const [clientId, act] of Object.entries(peers)) {
    const options = clientId.startsWith('takenover') ? lasting : {};
    const peer = await join(clientId, { ...options, keepAlive: clientId.startsWith('keepalive') ? 10 : 0 });
    await act(peer);
    await endOfTurn();
    const [event, ...more] = await rows('client.disconnected');
    assert.deepEqual(
      [`${event?.reason} ${event?.closed_by}`, event?.clientid, more],
      [clientId, clientId, []],
    );
    assert.deepEqual(flaws(event ?? {}), []);
  }
  await join('last');
  broker.stop();
  assert.ok((await rows('client.disconnected')).every(({ reason }) => reason === 'server_shutting_down'));
});

test('message.dropped names each reason', async (t) => {
  const { join, broker, rows, clock } = await startStory(t, {
    settings: { maximumAwaitingRel: 1, delayed: { isOn: true, maximumMessages: 1 } },
  });
  const keep = async (limits: Partial<typeof broker.retainer.limits>, rest = {}) => {
    const before = broker.retainer.limits;
    broker.retainer.configure({ ...before, ...limits });
    await client.publish('kept', 'xxxxx', 0, { retain: true, ...rest });
    broker.retainer.configure(before);
  };
  const client = await join('c');
  await client.publish('nobody', 'x');
  await client.subscribe('#', { qos: 0 });
  await client.send(publish('t', '1', 2), publish('t', '2', 2));
  await client.send({ type: 'pubrel', packetId: 1, reasonCode: 0, properties: {} });
  for (const time of ['10', '20', 'x']) await client.publish(`$delayed/${time}/t`, 'x');
  await keep({ maximumPayload: 1 });
  await keep({ maximumMessages: 1 });
  await keep({ allowsEndless: false });
  await keep({}, { properties: { messageExpiryInterval: 5 } });
  await clock.advance(20_000);
  await (await join('d')).send(publish('t', '1', 2), publish('t', '2', 2, { packetId: 2 }));
  const events = await rows('message.dropped');
  assert.deepEqual(
    events.map(({ reason }) => reason),
    [
      'no_subscribers',
      'packet_identifier_inuse',
      'quota_exceeded',
      'topic_name_invalid',
      'retained_payload_too_large',
      'retained_without_expiry',
      'retained_expired',
      'receive_maximum_exceeded',
    ],
  );
  assert.deepEqual(events.flatMap(flaws), []);
});

test('delivery.dropped names each reason', async (t) => {
  const { join, broker, clock, rows } = await startStory(t, {
    settings: { maximumQueue: 1, queueQos0: false },
  });
  const away = await join('away', lasting);
  await away.subscribe('a', { qos: 1 });
  away.cut();
  const small = await join('small', { properties: { maximumPacketSize: 20 } });
  await small.subscribe('small');
  await small.subscribe('own', { noLocal: true });
  const client = await join('c');
  await small.publish('own', 'x');
  await client.publish('small', 'x'.repeat(100));
  await client.publish('a', 'qos 0');
  await client.publish('a', 'old', 1);
  await client.publish('a', 'new', 1, { properties: { messageExpiryInterval: 5 } });
  await clock.advance(10_000);
  (await join('away', lasting)).cut();
  await client.publish('a', 'denied', 1);
  const { chain } = broker.authorization;
  chain.settings = { ...chain.settings, noMatch: 'deny' };
  await clock.advance(1000);
  const events = await rows('delivery.dropped');
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['no_local', 'too_large', 'qos0_msg', 'queue_full', 'expired', 'not_authorized'],
  );
  assert.deepEqual(events.flatMap(flaws), []);
});

test('a refused client is told of by connack and check_authn_complete, with the reason and without connected', async (t) => {
  const { dial, rows } = await startStory(t, { access: { allowAnonymous: 'loopback' } });
  await dial('10.0.0.1').send(connect('stranger'));
  const events = await rows();
  assert.deepEqual(
    events.map(({ event, reason_code }) => [event, reason_code]),
    [
      ['client.check_authn_complete', 'not_authorized'],
      ['client.connack', 'not_authorized'],
    ],
  );
  assert.deepEqual(events.flatMap(flaws), []);
  assert.equal(kindOf(events[1]?.connected_at), 'undefined');
});

test('subscriptions, deliveries and rights are told of with what was asked for and what was answered', async (t) => {
  const { join, rows } = await startStory(t);
  const client = await join('c', { protocolVersion: 4, cleanStart: true });
  await client.subscribe('$share/g/t', { qos: 1 });
  await client.publish('t', 'x', 2);
  await client.publish('$SYS/x', 'x', 1);
  const events = await rows();
  const first = (name: string) => events.find(({ event }) => event === name) ?? {};
  assert.deepEqual([first('session.subscribed').topic, first('session.subscribed').qos], ['$share/g/t', 1]);
  assert.deepEqual([first('message.publish').qos, first('message.delivered').qos], [2, 1]);
  assert.deepEqual(first('client.connected').conn_props, { 'User-Property': {} });
  assert.deepEqual(first('message.publish').flags, { dup: false, retain: false });
  assert.deepEqual(
    events
      .filter(({ event }) => event === 'client.check_authz_complete')
      .map(({ action, topic, result }) => [action, topic, result]),
    [
      ['subscribe', 't', 'allow'],
      ['publish', 't', 'allow'],
    ],
  );
});

test('client.disconnected says whether the will of the client is published with it, before the will itself', async (t) => {
  const { join, broker, rows, clock } = await startStory(t);
  const will = {
    topic: 'will',
    payload: Buffer.from('gone'),
    qos: 0,
    retain: false,
    properties: {},
  } as const;
  const delayed = { ...will, properties: { willDelayInterval: 10 } };
  const order = async (): Promise<unknown[]> =>
    (await rows())
      .filter(({ event }) => event === 'client.disconnected' || event === 'message.publish')
      .map(({ will_published, topic }) => will_published ?? topic);
  (await join('breaks', { will })).cut();
  assert.deepEqual(await order(), [true, 'will']);
  await (await join('leaves', { will })).send(disconnect(0));
  assert.deepEqual(await order(), [false]);
  await (await join('asks', { will })).send(disconnect(4));
  assert.deepEqual(await order(), [true, 'will']);
  (await join('has none')).cut();
  assert.deepEqual(await order(), [false]);
  (await join('waits', { ...lasting, will: delayed })).cut();
  assert.deepEqual(await order(), [false]);
  await clock.advance(12_000);
  assert.deepEqual(await order(), ['will']);
  await join('ends', { ...lasting, will: delayed });
  await join('ends');
  assert.deepEqual(await order(), [true, 'will']);
  const { chain } = broker.authorization;
  chain.settings = { ...chain.settings, noMatch: 'deny' };
  (await join('may not', { will })).cut();
  assert.deepEqual(await order(), [false]);
});

test('messages of the API, of rules, and those that were delayed come to message.publish too', async (t) => {
  const { join, engine, broker, clock, rows } = await startStory(t);
  engine.create({
    id: 'again',
    sql: 'SELECT payload FROM "in"',
    actions: [{ function: 'republish', args: { topic: '$delayed/5/out', payload: '${payload}' } }],
  });
  const client = await join('c');
  await client.publish('in', '1');
  const from = {
    clientId: 'api',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  broker.publish({ topic: 'api', payload: Buffer.from('2'), qos: 0, retain: false, from });
  await clock.advance(7000);
  const events = await rows('message.publish');
  assert.deepEqual(
    events.map(({ topic, clientid, payload }) => [topic, clientid, payload]),
    [
      ['in', 'c', '1'],
      ['api', 'api', '2'],
      ['out', 'again', '1'],
    ],
  );
});
