import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mqtt } from '../../test/support/rule-scenario.ts';
import { SqlError } from '../sql/door.ts';
import { eventCatalogue } from './event-catalogue.ts';
import { namesSource, resolveTopic } from './event-topics.ts';

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
const alarms = ['alarm.activated', 'alarm.deactivated'];
const withoutLegacy = [...alarms, 'connection.refused', 'session.subscribe_refused'];

test('alarms are events', () => {
  assert.deepEqual(resolve('$events/sys/+'), {
    kind: 'events',
    topic: '$events/sys/+',
    events: alarms,
  });
});

for (const topic of [
  '$bridges/mqtt:site-b',
  '$sources/mqtt:site-b',
  '$bridges/mqtt:*',
  '$bridges/+',
  '$bridges/#',
]) {
  test(`${topic} names sources`, () => assert.deepEqual(resolve(topic), { kind: 'sources', topic }));
}

const sources: Array<[topic: string, source: string, named: boolean]> = [
  ['$bridges/mqtt:a', 'mqtt:a', true],
  ['$sources/mqtt:a', 'mqtt:a', true],
  ['$bridges/mqtt:a', 'mqtt:ab', false],
  ['$bridges/mqtt:*', 'mqtt:ab', true],
  ['$bridges/mqtt:*', 'kafka:ab', false],
  ['$sources/#', 'mqtt:ab', true],
  ['t/#', 'mqtt:ab', false],
  ['#', 'mqtt:ab', false],
];

for (const [topic, source, named] of sources) {
  test(`${topic} ${named ? 'names' : 'does not name'} the source ${source}`, () =>
    assert.equal(namesSource(topic, source, mqtt.topicMatchesFilter), named));
}

test('every event of the catalogue but messages and sources has a topic for FROM', () => {
  const covered = [...aliases.map(([, , event]) => event), ...withoutLegacy];
  assert.deepEqual(
    new Set(['message.publish', 'source.message', ...covered]),
    new Set(eventCatalogue.map(({ event }) => event)),
  );
});

const wildcards: Array<[topic: string, events: string[]]> = [
  ['$events/#', [...aliases.map(([, , event]) => event), ...withoutLegacy]],
  ['$events/client/+', ['client.connected', 'client.disconnected', 'client.connack']],
  ['$events/+/dropped', ['message.dropped']],
  ['$events/session/#', ['session.subscribed', 'session.unsubscribed', 'session.subscribe_refused']],
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
  ['$events/message_published', /write the topic filter of the messages/],
  ['$events/schema_validation/failed', /not available in this version/],
  ['$events/message_transformation_failed', /not available in this version/],
  ['$bridges/kafka:site-b', /has sources of these types: mqtt/],
  ['$bridges/mqqt:site-b', /did you mean \$bridges\/mqtt:site-b\?/],
  ['$bridges/mqtt', /write "\$bridges\/mqtt:name"/],
  ['$bridges/mqtt:a b', /write "\$bridges\/mqtt:name"/],
  ['$bridges/mqtt:a/b', /not available in this version/],
  ['$sources', /not available in this version/],
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
