import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOfTopic, isWished, readSearch } from './event-query.ts';

const NOTHING = { event: [], clientid: [], username: undefined, column: [], text: undefined, rules: [] };

test('words of a search become what the server is asked', () => {
  assert.deepEqual(readSearch(''), NOTHING);
  assert.deepEqual(readSearch('event:client.disconnected reason:kicked user:ann'), {
    ...NOTHING,
    event: ['client.disconnected'],
    column: ['reason:kicked'],
    username: 'ann',
  });
  assert.deepEqual(readSearch('event:dropped client:"a b\\"c" rule:offline'), {
    ...NOTHING,
    event: ['message.dropped', 'delivery.dropped'],
    clientid: ['a b"c'],
    rules: ['offline'],
  });
  assert.deepEqual(readSearch('ip:10.2.0.1 two words "a:b"'), {
    ...NOTHING,
    column: ['peerhost:10.2.0.1'],
    text: 'two words a:b',
  });
  assert.deepEqual(readSearch('event: http://x'), { ...NOTHING, column: ['http://x'] });
});

test('what happens meanwhile is let through by the same search', () => {
  const event = {
    id: '1-0',
    at: '2026-01-01T00:00:00.000Z',
    event: 'client.disconnected',
    clientid: 'a',
    username: 'ann',
    columns: { reason: 'kicked', client_attrs: { site: 'hz' }, proto_ver: 5 },
  };
  for (const search of [
    '',
    'event:disconnected',
    'client:a user:ann',
    'client_attrs.site:hz',
    'KICK',
    'proto:5',
  ])
    assert.ok(isWished(event, readSearch(search)), search);
  for (const search of ['event:connected', 'client:b', 'user:bob', 'reason:normal', 'nothing'])
    assert.ok(!isWished(event, readSearch(search)), search);
});

test('a rule is about the events of its FROM', () => {
  assert.deepEqual(eventsOfTopic('$events/client/disconnected'), ['client.disconnected']);
  assert.deepEqual(eventsOfTopic('$events/client_connected'), ['client.connected']);
  assert.deepEqual(eventsOfTopic('$events/message/delivery_dropped'), ['delivery.dropped']);
  assert.deepEqual(eventsOfTopic('$events/sys/+'), ['alarm.activated', 'alarm.deactivated']);
  assert.deepEqual(eventsOfTopic('t/#'), ['message.publish']);
});
