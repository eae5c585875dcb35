import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '../support/test-broker.ts';

/** What the client got, as topic, alias and payload. */
async function receivedWith(topicAliasMaximum: number | undefined, topics: readonly string[]) {
  const { join } = startTestBroker({ topicAliasMaximum: 16 });
  const peer = await join('c', { properties: { topicAliasMaximum } });
  await peer.subscribe('#', { qos: 1 });
  const publisher = await join('p');
  for (const topic of topics) await publisher.publish(topic, topic, 0);
  return peer.takeAll('publish').map(({ topic, properties, payload }) => ({
    topic,
    alias: properties.topicAlias,
    payload: String(payload),
  }));
}

test('a client that takes no topic aliases is sent none', async () => {
  for (const maximum of [undefined, 0]) {
    const received = await receivedWith(maximum, ['t', 't', 't', 't']);
    assert.deepEqual(
      received.map(({ topic, alias }) => [topic, alias]),
      Array(4).fill(['t', undefined]),
    );
  }
});

test('a topic that comes again gets an alias, and from then on the alias alone is sent', async () => {
  const received = await receivedWith(10, ['t', 't', 't', 't']);
  const alias = received[1]?.alias;
  assert.ok(alias !== undefined && alias >= 1 && alias <= 10);
  assert.deepEqual(
    received.map(({ topic, alias: given }) => [topic, given]),
    [
      ['t', undefined],
      ['t', alias],
      ['', alias],
      ['', alias],
    ],
  );
});

test('with more topics than aliases every message still leads to its topic, within the maximum of the client', async () => {
  // A fixed sequence of 20 topics, some of which come much more often.
  const topics = Array.from({ length: 2000 }, (_, i) => `t/${(i * i * 7 + (i % 3)) % (i % 2 ? 20 : 3)}`);
  const received = await receivedWith(4, topics);
  const names = new Map<number, string>();
  let short = 0;
  for (const { topic, alias, payload } of received) {
    if (alias !== undefined) assert.ok(alias >= 1 && alias <= 4);
    if (topic !== '' && alias !== undefined) names.set(alias, topic);
    if (topic === '') short++;
    assert.equal(topic === '' ? names.get(alias ?? 0) : topic, payload);
  }
  assert.equal(received.length, topics.length);
  assert.ok(short > 500, `${short} of ${topics.length} messages went without their name`);
});

test('aliases do not outlive the connection: what is sent again has its name', async () => {
  const { join } = startTestBroker();
  const properties = { topicAliasMaximum: 10, sessionExpiryInterval: 3600 };
  const first = await join('c', { cleanStart: false, properties });
  await first.subscribe('t', { qos: 1 });
  const publisher = await join('p');
  for (const packetId of [1, 2, 3]) await publisher.publish('t', 'x', 1, { packetId });
  assert.equal(first.takeAll('publish')[2]?.topic, '');
  first.cut();
  const again = await join('c', { cleanStart: false, properties });
  const [one] = again.takeAll('publish');
  assert.deepEqual([one?.topic, one?.dup, one?.properties.topicAlias], ['t', true, undefined]);
});

test('an alias does not make a message too large for the client', async () => {
  const { join } = startTestBroker();
  const peer = await join('c', { properties: { topicAliasMaximum: 10, maximumPacketSize: 40 } });
  await peer.subscribe('t');
  const publisher = await join('p');
  for (let i = 0; i < 3; i++) await publisher.publish('t', 'x'.repeat(34), 0);
  const received = peer.takeAll('publish');
  assert.deepEqual(
    received.map(({ topic, properties }) => [topic, properties.topicAlias]),
    Array(3).fill(['t', undefined]),
  );
});
