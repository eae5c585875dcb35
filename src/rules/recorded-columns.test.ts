import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aClient, aMessage, mqtt } from '../../test/support/rule-scenario.ts';
import type { BrokerEvent } from '../broker/door.ts';
import { EventSource } from './event-source.ts';
import { RecordedSource, recordedColumns } from './recorded-columns.ts';

const node = 'tocsin@127.0.0.1';
const context = { node, reasonCodeName: mqtt.reasonCodeName };
const at = 1_795_822_438_123;
const ofDelivery = {
  at,
  message: aMessage(),
  client: aClient,
  qos: 1,
  retain: false,
  identifiers: [1, 2],
} as const;
const alarm = {
  name: 'a',
  message: 'm',
  activatedAt: at,
  deactivatedAt: at,
  details: { usage: 0.5, on: true, n: 4 },
};

const events: BrokerEvent[] = [
  { name: 'client.connected', at, client: { ...aClient, username: 'quo"te\n\u{1f514}' }, sequence: 1 },
  {
    name: 'client.disconnected',
    at,
    client: {
      ...aClient,
      properties: {
        userProperties: [
          ['$bytes', 'AAAA'],
          ['$map', 'x'],
          ['__proto__', 'y'],
        ],
      },
      attributes: { $missing: 'z' },
    },
    reason: 'normal',
    closedBy: 'client',
    properties: {
      reasonString: 'bye',
      userProperties: [
        ['$bytes', 'AAAA'],
        ['a', '1'],
        ['a', '2'],
      ],
    },
    disconnectedAt: at,
    sequence: 2,
  },
  { name: 'client.connack', at, client: { ...aClient, connectedAt: 0 }, reasonCode: 0x87 },
  { name: 'client.check_authn_complete', at, client: aClient, reasonCode: 0, isAnonymous: true },
  {
    name: 'client.check_authz_complete',
    at,
    client: aClient,
    topic: 't',
    action: 'publish',
    source: 'file',
    result: 'deny',
  },
  {
    name: 'session.subscribed',
    at,
    client: aClient,
    filter: 't/#',
    qos: 2,
    properties: { subscriptionIdentifiers: [7] },
  },
  { name: 'session.unsubscribed', at, client: aClient, filter: 't/#', qos: 2, properties: {} },
  {
    name: 'message.publish',
    at,
    message: aMessage({
      payload: Buffer.from([0xff, 0, 0x80]),
      properties: { correlationData: Buffer.from([1, 0xfe]), messageExpiryInterval: 4_294_967_295 },
    }),
  },
  {
    name: 'message.publish',
    at,
    message: aMessage({ payload: Buffer.from('{"a":4.0,"b":12345678901234567890}') }),
  },
  { name: 'message.delivered', ...ofDelivery },
  { name: 'message.acked', ...ofDelivery, properties: {} },
  { name: 'delivery.dropped', ...ofDelivery, reason: 'queue_full' },
  { name: 'message.dropped', at, message: aMessage({ payload: Buffer.alloc(0) }), reason: 'no_subscribers' },
  { name: 'alarm.activated', at, alarm },
  { name: 'alarm.deactivated', at, alarm },
];

for (const [index, event] of events.entries()) {
  test(`a recorded ${event.name} is to a rule what it was when it happened (${index})`, () => {
    const source = new EventSource(event, 'r1', context);
    const recorded = new RecordedSource(event.name, recordedColumns(event, node, context), 'r1');
    assert.deepEqual([...recorded.columnNames()], [...source.columnNames()]);
    for (const name of source.columnNames()) {
      assert.deepEqual(plain(recorded.column(name)), plain(source.column(name)), name);
    }
  });
}

/** Maps of rules inherit nothing, by one of two ways that are the same to a rule. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.entries(value).map(([key, item]) => [key, plain(item)]);
}
