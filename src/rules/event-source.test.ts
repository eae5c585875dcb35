import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aClient, aMessage, mqtt } from '../../test/support/rule-scenario.ts';
import { toJsonText } from '../sql/door.ts';
import { EventSource } from './event-source.ts';
import type { RuleEvent } from './rule-event.ts';

const AT = 1_756_465_154_720;
const context = { node: 'emqx@127.0.0.1', reasonCodeName: mqtt.reasonCodeName };
const common = { timestamp: AT, node: 'emqx@127.0.0.1', metadata: { rule_id: 'r1' } };

const userProperties = [
  ['site', 'a'],
  ['site', 'b'],
] as const;
const propertiesOfUser = {
  'User-Property': { site: 'b' },
  'User-Property-Pairs': [
    { key: 'site', value: 'a' },
    { key: 'site', value: 'b' },
  ],
};

const client = { ...aClient, username: 'u', properties: { sessionExpiryInterval: 3600, receiveMaximum: 32 } };
const connection = {
  clientid: 'dev-1',
  username: 'u',
  peername: '10.0.0.5:50122',
  sockname: '10.0.0.1:1883',
  proto_name: 'MQTT',
  proto_ver: 5,
};
const message = aMessage({
  retain: true,
  receivedAt: AT - 6,
  properties: { userProperties, contentType: 'json' },
});
const publication = {
  id: message.id,
  payload: '{"temp":21}',
  topic: 't/a',
  flags: { dup: false, retain: true },
  pub_props: { 'Content-Type': 'json', ...propertiesOfUser },
  publish_received_at: AT - 6,
};
const publisher = { clientid: 'pub-1', username: 'u', peerhost: '10.0.0.9', peername: '10.0.0.9:4711' };
const delivery = { at: AT, message, client, qos: 1, retain: false, identifiers: [7] } as const;
const delivered = {
  flags: { dup: false, retain: false },
  pub_props: { ...publication.pub_props, 'Subscription-Identifier': 7 },
  from_clientid: 'pub-1',
  from_username: 'u',
  clientid: 'dev-1',
  username: 'u',
  peerhost: '10.0.0.5',
  peername: '10.0.0.5:50122',
  qos: 1,
};
const alarm = { name: 'hot', details: { degrees: 90 }, message: 'it is hot', activatedAt: AT - 5 };
const { flags: _flags, publish_received_at: _receivedAt, ...received } = publication;
const alarmBegan = { activated_at: (AT - 5) * 1000, activated_at_ms: AT - 5 };
const undefinedText = 'undefined';

const cases: Array<[RuleEvent, Record<string, unknown>]> = [
  [
    { name: 'message.publish', at: AT, message },
    { ...publication, ...publisher, qos: 1, client_attrs: { site: 'y' } },
  ],
  [
    { name: 'message.dropped', at: AT, message, reason: 'no_subscribers' },
    { ...publication, ...publisher, qos: 1, reason: 'no_subscribers' },
  ],
  [
    { name: 'message.delivered', ...delivery },
    { ...publication, ...delivered },
  ],
  [
    { name: 'message.acked', ...delivery, properties: { reasonString: 'OK' } },
    { ...publication, ...delivered, puback_props: { 'User-Property': {}, 'Reason-String': 'OK' } },
  ],
  [
    { name: 'delivery.dropped', ...delivery, reason: 'queue_full' },
    { ...publication, ...delivered, reason: 'queue_full' },
  ],
  [
    { name: 'client.connected', at: AT, client, sequence: 7 },
    {
      sequence: 7,
      ...connection,
      mountpoint: undefinedText,
      keepalive: 60,
      clean_start: true,
      receive_maximum: 32,
      expiry_interval: 3600,
      is_bridge: false,
      conn_props: { 'User-Property': {}, 'Session-Expiry-Interval': 3600, 'Receive-Maximum': 32 },
      connected_at: aClient.connectedAt,
      client_attrs: { site: 'x' },
    },
  ],
  [
    {
      name: 'client.disconnected',
      at: AT,
      client,
      reason: 'tcp_closed',
      closedBy: 'network',
      properties: { userProperties },
      disconnectedAt: aClient.connectedAt + 60_000,
      willPublished: true,
      sequence: 8,
    },
    {
      sequence: 8,
      ...connection,
      reason: 'tcp_closed',
      disconn_props: propertiesOfUser,
      disconnected_at: aClient.connectedAt + 60_000,
      connected_at: aClient.connectedAt,
      client_attrs: { site: 'x' },
      peerhost: '10.0.0.5',
      keepalive: 60,
      clean_start: true,
      expiry_interval: 3600,
      duration_ms: 60_000,
      closed_by: 'network',
      will_published: true,
    },
  ],
  [
    { name: 'client.connack', at: AT, client: { ...client, connectedAt: 0 }, reasonCode: 0x86 },
    {
      ...connection,
      reason_code: 'bad_username_or_password',
      clean_start: true,
      keepalive: 60,
      expiry_interval: 3_600_000,
      connected_at: undefinedText,
      conn_props: { 'User-Property': {}, 'Session-Expiry-Interval': 3600, 'Receive-Maximum': 32 },
    },
  ],
  [
    {
      name: 'client.check_authz_complete',
      at: AT,
      client,
      topic: 't/1',
      action: 'publish',
      source: 'file',
      result: 'deny',
    },
    {
      clientid: 'dev-1',
      username: 'u',
      peerhost: '10.0.0.5',
      peername: '10.0.0.5:50122',
      topic: 't/1',
      action: 'publish',
      authz_source: 'file',
      result: 'deny',
      client_attrs: { site: 'x' },
    },
  ],
  [
    {
      name: 'session.subscribed',
      at: AT,
      client,
      filter: '$share/g/t/#',
      qos: 1,
      properties: { subscriptionIdentifiers: [7] },
    },
    {
      clientid: 'dev-1',
      username: 'u',
      peerhost: '10.0.0.5',
      peername: '10.0.0.5:50122',
      topic: '$share/g/t/#',
      qos: 1,
      sub_props: { 'User-Property': {}, 'Subscription-Identifier': 7 },
      client_attrs: { site: 'x' },
    },
  ],
  [
    { name: 'session.unsubscribed', at: AT, client, filter: 't/#', qos: 0, properties: {} },
    {
      clientid: 'dev-1',
      username: 'u',
      peerhost: '10.0.0.5',
      peername: '10.0.0.5:50122',
      topic: 't/#',
      qos: 0,
      unsub_props: { 'User-Property': {} },
      client_attrs: { site: 'x' },
    },
  ],
  [
    { name: 'source.message', at: AT, source: 'mqtt:site-b', server: 'b.example:1883', message },
    {
      ...received,
      event: '$bridges/mqtt:site-b',
      server: 'b.example:1883',
      qos: 1,
      dup: false,
      retain: true,
      message_received_at: AT - 6,
    },
  ],
  [
    { name: 'alarm.activated', at: AT, alarm: { ...alarm, deactivatedAt: undefined } },
    { name: 'hot', details: { degrees: 90 }, message: 'it is hot', ...alarmBegan },
  ],
  [
    { name: 'alarm.deactivated', at: AT, alarm: { ...alarm, deactivatedAt: AT } },
    {
      name: 'hot',
      details: { degrees: 90 },
      message: 'it is hot',
      ...alarmBegan,
      deactivated_at: AT * 1000,
      deactivated_at_ms: AT,
    },
  ],
];

for (const [event, columns] of cases) {
  test(`${event.name} has the documented columns`, () => {
    const expected = { event: event.name, ...common, ...columns };
    assert.deepEqual(columnsOf(event), expected);
  });
}

test('a payload that is not UTF-8 is bytes', () => {
  const payload = Buffer.from([0xff, 0x00]);
  const source = sourceOf({ name: 'message.publish', at: AT, message: aMessage({ payload }) });
  assert.deepEqual(source.column('payload'), payload);
});

test('a payload is decoded once for all rules that look into the message', () => {
  const event = { name: 'message.publish', at: AT, message: aMessage() } as const;
  assert.equal(sourceOf(event).payloadDocument(), sourceOf(event).payloadDocument());
});

test('a payload that is not JSON is refused for each rule that looks into it', () => {
  const event = {
    name: 'message.publish',
    at: AT,
    message: aMessage({ payload: Buffer.from('{') }),
  } as const;
  for (const source of [sourceOf(event), sourceOf(event)]) {
    assert.throws(() => source.payloadDocument(), /decode_json_failed/);
  }
});

test('names that objects inherit are no columns, and a user property may have any name', () => {
  const properties = { userProperties: [['__proto__', 'x'] as const] };
  const source = sourceOf({ name: 'message.publish', at: AT, message: aMessage({ properties }) });
  for (const name of ['constructor', '__proto__', 'toString']) assert.equal(source.column(name), undefined);
  assert.equal(
    toJsonText(source.column('pub_props')),
    '{"User-Property":{"__proto__":"x"},"User-Property-Pairs":[{"key":"__proto__","value":"x"}]}',
  );
});

test('a message of the system says so in its flags', () => {
  const message = aMessage({ topic: '$SYS/brokers/n/uptime' });
  const source = sourceOf({ name: 'message.publish', at: AT, message });
  assert.equal(toJsonText(source.column('flags')), '{"dup":false,"retain":false,"sys":true}');
});

function sourceOf(event: RuleEvent): EventSource {
  return new EventSource(event, 'r1', context);
}

/** As JSON has it: undefined is the word. */
function columnsOf(event: RuleEvent): unknown {
  const source = sourceOf(event);
  const columns = [...source.columnNames()].map((name) => [name, source.column(name)]);
  return JSON.parse(toJsonText(Object.fromEntries(columns)));
}
