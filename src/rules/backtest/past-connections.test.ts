import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PastConnections } from './past-connections.ts';

test('a connection lasts from one event of its client to the next, until it ends', () => {
  const connections = new PastConnections();
  const first = connections.of('client.connected', 'a');
  assert.equal(connections.of('message.publish', 'a'), first);
  assert.notEqual(connections.of('message.publish', 'b'), first);
  assert.equal(connections.of('client.disconnected', 'a'), first);
  const second = connections.of('message.publish', 'a');
  assert.notEqual(second, first);
  assert.notEqual(connections.of('client.connected', 'a'), second);
  assert.equal(connections.of('alarm.activated', undefined), undefined);
});

test('of very many, the one that was used longest ago is forgotten', () => {
  const connections = new PastConnections();
  const kept = connections.of('message.publish', 'kept');
  const gone = connections.of('message.publish', 'gone');
  for (let n = 0; n < 4999; n++) {
    connections.of('message.publish', `c${n}`);
    connections.of('message.publish', 'kept');
  }
  assert.equal(connections.of('message.publish', 'kept'), kept);
  assert.notEqual(connections.of('message.publish', 'gone'), gone);
});
