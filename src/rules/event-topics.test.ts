import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mqtt } from '../../test/support/rule-scenario.ts';
import { SqlError } from '../sql/door.ts';
import { eventCatalogue } from './event-catalogue.ts';
import { resolveTopic } from './event-topics.ts';

const resolve = (topic: string) => resolveTopic(topic, mqtt);

const aliases: Array<[topic: string, legacy: string, event: string]> = [
  ['$events/client/connected', '$events/client_connected', 'client.connected'],
  ['$events/client/disconnected', '$events/client_disconnected', 'client.disconnected'],
  ['$events/client/connack', '$events/client_connack', 'client.connack'],
  ['$events/auth/check_authn_complete', '$events/client_check_authn_complete', 'client.check_authn_complete'],
  ['$events/auth/check_authz_complete', '$events/client_check_authz_complete', 'client.check_authz_complete'],
  ['$events/session/subscribed', '$events/session_subscribed', 'session.subscribed'],
  ['$events/session/unsubscribed', '$events/session_unsubscribed', 'session.unsubscribed'],
  ['$events/message/delivered', '$events/message_delivered', 'message.delivered'],
  ['$events/message/acked', '$events/message_acked', 'message.acked'],
  ['$events/message/dropped', '$events/message_dropped', 'message.dropped'],
  ['$events/message/delivery_dropped', '$events/delivery_dropped', 'delivery.dropped'],
];

for (const [topic, legacy, event] of aliases) {
  test(`${topic} and ${legacy} are ${event}`, () => {
    assert.deepEqual(resolve(topic), { kind: 'events', topic, events: [event] });
    assert.deepEqual(resolve(legacy), { kind: 'events', topic: legacy, events: [event] });
  });
}

/** Events that never had another spelling. */
const withoutLegacy = ['alarm.activated', 'alarm.deactivated'];

test('alarms are events', () => {
  assert.deepEqual(resolve('$events/sys/+'), {
    kind: 'events',
    topic: '$events/sys/+',
    events: withoutLegacy,
  });
});

test('every event of the catalogue but message.publish has a topic for FROM', () => {
  const covered = [...aliases.map(([, , event]) => event), ...withoutLegacy];
  assert.deepEqual(
    new Set(['message.publish', ...covered]),
    new Set(eventCatalogue.map(({ event }) => event)),
  );
});

const wildcards: Array<[topic: string, events: string[]]> = [
  ['$events/#', [...aliases.map(([, , event]) => event), ...withoutLegacy]],
  ['$events/client/+', ['client.connected', 'client.disconnected', 'client.connack']],
  ['$events/+/dropped', ['message.dropped']],
  ['$events/session/#', ['session.subscribed', 'session.unsubscribed']],
];

for (const [topic, events] of wildcards) {
  test(`${topic} names each of its events once`, () => {
    const target = resolve(topic);
    assert.equal(target.kind, 'events');
    assert.deepEqual([...(target.kind === 'events' ? target.events : [])].sort(), [...events].sort());
  });
}

for (const topic of ['t/#', '#', '+/a', '$SYS/#', 'events/client/connected', '$eventsource/a']) {
  test(`${topic} names messages`, () =>
    assert.deepEqual(resolve(topic), { kind: 'messages', filter: topic }));
}

const refusals: Array<[topic: string, message: RegExp]> = [
  ['$events/client/disconected', /there is no event .*; did you mean \$events\/client\/disconnected\?/],
  ['$events/message_delivery_dropped', /did you mean \$events\/message\/delivery_dropped\?/],
  ['$events/xyz', /GET \/rule_events lists the events/],
  ['$events', /there is no event/],
  ['$events/xyz/#', /there is no event/],
  ['$events/message_publish', /write the topic filter of the messages/],
  ['$events/schema_validation/failed', /not available in this version/],
  ['$events/message_transformation_failed', /not available in this version/],
  ['$bridges/mqtt:site-b', /not available in this version/],
  ['$sources/mqtt:site-b', /not available in this version/],
  ['$share/g/t/#', /write "t\/#"/],
  ['$queue/t', /write "t"/],
  ['t/#/a', /not a topic filter/],
  ['', /not a topic filter/],
];

for (const [topic, message] of refusals) {
  test(`a rule on "${topic}" is refused: ${message.source}`, () => {
    const target = resolve(topic);
    assert.ok(target.kind === 'refused');
    assert.match(new SqlError(target.reason, { start: 0, end: 1 }, target.hint).message, message);
  });
}
