import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, startTestBroker } from '../../test/support/test-broker.ts';
import {
  draft,
  openTraces as open,
  recordsOf,
  startTraces,
  textFrom,
  typesOf,
} from '../../test/support/trace-scenario.ts';
import { encodePacket } from '../mqtt/codec.ts';
import type { TraceRecord } from './trace-record.ts';
import { textOf } from './trace-text.ts';
import type { TraceParts } from './traces.ts';

test('a trace of a client has its packets both ways, decoded, and what the broker made of them', async (t) => {
  const { join, traces } = open(t);
  await traces.create(draft());
  const other = await join('other');
  const peer = await join('dev-1', { username: 'u' });
  await peer.subscribe('cmd/#');
  await peer.publish('state', '{"t":21}', 1, { properties: { contentType: 'json' } });
  await other.publish('cmd/x', 'go', 1);
  await peer.send({ type: 'puback', packetId: 1, reasonCode: 0, properties: {} });
  await peer.send({ type: 'pingreq' });
  await peer.send({ type: 'disconnect', reasonCode: 0, properties: {} });
  assert.deepEqual(await typesOf(traces), [
    'event trace.started',
    'received CONNECT',
    'event client.check_authn_complete',
    'event client.connected',
    'sent CONNACK',
    'received SUBSCRIBE',
    'event client.check_authz_complete',
    'event session.subscribed',
    'sent SUBACK',
    'received PUBLISH',
    'event client.check_authz_complete',
    'event message.dropped',
    'event message.routed',
    'sent PUBACK',
    'sent PUBLISH',
    'received PUBACK',
    'event message.acked',
    'received PINGREQ',
    'sent PINGRESP',
    'received DISCONNECT',
    'event client.disconnected',
  ]);
  const records = await recordsOf(traces);
  const byType = (kind: string, type: string) =>
    records.find((record) => record.kind === kind && record.type === type);
  const published = byType('received', 'PUBLISH');
  assert.equal(published?.clientid, 'dev-1');
  assert.equal(published?.username, 'u');
  assert.deepEqual(published?.fields, {
    topic: 'state',
    qos: 1,
    retain: false,
    dup: false,
    packet_id: 1,
    payload_bytes: 8,
    payload: '{"t":21}',
    properties: { content_type: 'json' },
    bytes: 27,
  });
  assert.deepEqual(byType('sent', 'PUBACK')?.fields, {
    packet_id: 1,
    reason_code: 16,
    reason: 'no_matching_subscribers',
  });
  const { fields } = byType('sent', 'PUBLISH') ?? {};
  assert.equal(fields?.topic, 'cmd/x');
  assert.equal(fields?.from_clientid, 'other');
  assert.deepEqual(byType('event', 'client.disconnected')?.fields, {
    reason: 'normal',
    closed_by: 'client',
    listener: 'tcp:default',
    queued: 0,
    inflight: 0,
  });
});

test('passwords and authentication data are never in a trace, also not of a packet that cannot be read', async (t) => {
  const { join, dial, traces } = open(t);
  await traces.create(draft({ type: 'ip_address', value: '::ffff:127.0.0.1' }));
  await join('dev-1', { username: 'u', password: Buffer.from('s3cret-word') });
  const broken = dial();
  const bytes = encodePacket(connect('dev-2', { username: 'u', password: Buffer.from('s3cret-word') }), 5);
  broken.sendBytes(Buffer.concat([bytes.subarray(0, 1), Buffer.from([bytes.length - 1]), bytes.subarray(2)]));
  broken.finish();
  const auth = dial();
  await auth.send(
    connect('dev-3', {
      properties: { authenticationMethod: 'M', authenticationData: Buffer.from('s3cret-word') },
    }),
  );
  const text = await textFrom(traces.lines('t'));
  assert.match(text, /"password":"\*{6}"/);
  assert.match(text, /"authentication_data":"\*{6}"/);
  for (const form of ['utf8', 'hex', 'base64'] as const)
    assert.ok(!text.includes(Buffer.from('s3cret-word').toString(form)), text);
});

test('a trace of a topic has the messages that match, from whom and to whom, and the subscriptions that may', async (t) => {
  const { broker, join, traces } = open(t);
  await traces.create(draft({ type: 'topic', value: 'plant/+/state' }));
  const [reader, writer] = [await join('reader'), await join('writer')];
  await reader.subscribe('plant/#');
  await reader.subscribe('office/#');
  await writer.publish('plant/7/state', 'on');
  await writer.publish('plant/7/other', 'on');
  broker.publish({
    topic: 'plant/8/state',
    payload: Buffer.from('off'),
    qos: 0,
    retain: false,
    from: {
      clientId: 'api',
      username: undefined,
      peerHost: undefined,
      peerName: undefined,
      attributes: {},
    },
  });
  const records = await recordsOf(traces);
  assert.deepEqual(
    records.map(({ kind, type, clientid }) => [kind, type, clientid]),
    [
      ['event', 'trace.started', undefined],
      ['received', 'SUBSCRIBE', 'reader'],
      ['event', 'client.check_authz_complete', 'reader'],
      ['event', 'session.subscribed', 'reader'],
      ['received', 'PUBLISH', 'writer'],
      ['event', 'client.check_authz_complete', 'writer'],
      ['sent', 'PUBLISH', 'reader'],
      ['event', 'message.routed', 'writer'],
      ['sent', 'PUBLISH', 'reader'],
      ['event', 'message.routed', 'api'],
    ],
  );
});

test('a topic alias is shown with its name, and finds the trace of its topic', async (t) => {
  const { join, traces } = open(t);
  await traces.create(draft({ type: 'topic', value: 'a/b' }));
  const peer = await join('dev-1');
  await peer.publish('a/b', '1', 0, { properties: { topicAlias: 3 } });
  await peer.publish('', '2', 0, { properties: { topicAlias: 3 } });
  const published = (await recordsOf(traces)).filter(({ type }) => type === 'PUBLISH');
  assert.deepEqual(
    published.map(({ fields }) => [fields.topic, fields.payload, fields.properties]),
    [
      ['a/b', '1', { topic_alias: 3 }],
      ['a/b', '2', { topic_alias: 3 }],
    ],
  );
});

test('a packet that cannot be read is there with the reason and its bytes, and so is the end of the connection', async (t) => {
  const { join, traces } = open(t);
  await traces.create(draft());
  const peer = await join('dev-1');
  peer.sendBytes([0x82, 0x02, 0x00, 0x00]); // a SUBSCRIBE without a filter
  const records = await recordsOf(traces);
  const broken = records.find(({ type }) => type === 'SUBSCRIBE');
  assert.equal(broken?.fields.hex, '82020000');
  assert.match(String(broken?.fields.error), /\w/);
  const [disconnect, ended] = records.slice(-2);
  assert.equal(disconnect?.type, 'DISCONNECT');
  assert.equal(ended?.type, 'client.disconnected');
  assert.equal(ended?.fields.sentence, broken?.fields.error);
});

test('a refused connection of an address is told once', async (t) => {
  const { dial, traces, clock } = open(t);
  await traces.create(draft({ type: 'ip_address', value: '10.0.0.9' }));
  dial('10.0.0.9').sendBytes([0x30, 0x00]);
  dial('10.0.0.9');
  dial('10.0.0.8').sendBytes([0x30, 0x00]);
  await clock.advance(11_000);
  const closed = (await recordsOf(traces)).filter(({ type }) => type.startsWith('connection.'));
  assert.deepEqual(
    closed.map(({ type, fields }) => [type, fields.reason]),
    [
      ['connection.closed', 'malformed_packet'],
      ['connection.closed', 'idle_timeout'],
    ],
  );
});

test('payloads are shown as text, as hexadecimal digits or not at all, and only their begin', async (t) => {
  const { join, traces } = open(t);
  for (const payloadEncoding of ['text', 'hex', 'hidden'] as const)
    await traces.create(draft({ name: payloadEncoding, value: payloadEncoding, payloadEncoding }));
  for (const name of ['text', 'hex', 'hidden']) {
    const peer = await join(name);
    await peer.publish('t', 'hé');
    await peer.send({
      type: 'publish',
      topic: 't',
      payload: Buffer.from([0xff, 0]),
      qos: 0,
      packetId: undefined,
      retain: false,
      dup: false,
      properties: {},
    });
    await peer.publish('t', 'é'.repeat(600));
  }
  const shown = async (name: string) =>
    (await recordsOf(traces, name))
      .filter(({ kind, type }) => kind === 'received' && type === 'PUBLISH')
      .map(({ fields: { payload, payload_hex, payload_bytes, payload_cut } }) => [
        payload ?? payload_hex,
        payload_bytes,
        payload_cut,
      ]);
  assert.deepEqual(await shown('text'), [
    ['hé', 3, undefined],
    ['ff00', 2, undefined],
    ['é'.repeat(512), 1200, true],
  ]);
  assert.deepEqual((await shown('hex')).slice(0, 2), [
    ['68c3a9', 3, undefined],
    ['ff00', 2, undefined],
  ]);
  assert.deepEqual(await shown('hidden'), [
    ['******', 3, undefined],
    ['******', 2, undefined],
    ['******', 1200, undefined],
  ]);
});

test('what rules make of the events of a trace is in it', async (t) => {
  const started = startTestBroker();
  let rules: Parameters<TraceParts['hearRules']>[0];
  const { traces } = startTraces(t, {
    ...started,
    hearRules: (listener) => {
      rules = listener;
    },
  });
  const events = started.record('client.connected');
  await traces.create(draft());
  await started.join('dev-1');
  await started.join('dev-2');
  for (const event of events) {
    rules?.('offline', event, 2, undefined);
    rules?.('broken', event, 0, 'no such function');
  }
  const told = (await recordsOf(traces)).filter(({ type }) => type.startsWith('rule.'));
  assert.deepEqual(
    told.map(({ type, clientid, fields }) => [type, clientid, fields]),
    [
      ['rule.matched', 'dev-1', { rule: 'offline', event: 'client.connected', rows: 2 }],
      ['rule.failed', 'dev-1', { rule: 'broken', event: 'client.connected', error: 'no such function' }],
    ],
  );
  await traces.stop('t');
  assert.equal(rules, undefined);
});

test('the text of a line cannot pass for another line or steer a terminal', () => {
  const record: TraceRecord = {
    time: '2026-01-01T00:00:00.000Z',
    kind: 'received',
    type: 'PUBLISH',
    clientid: 'a b"\n\u001b[31m\u202e',
    peername: '10.0.0.1:5',
    fields: { topic: 'x=1 y', qos: 1, payload: undefined },
  };
  assert.equal(
    textOf(`${JSON.stringify(record)}\n`),
    '2026-01-01T00:00:00.000Z RECV "a b\\"\\n\\u001b[31m\\u202e"@10.0.0.1:5 PUBLISH topic="x=1 y" qos=1\n',
  );
});
