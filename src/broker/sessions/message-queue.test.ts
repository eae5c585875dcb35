import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish, startTestBroker } from '../../../test/support/test-broker.ts';
import type { BrokerSettings } from '../settings.ts';

const kept = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;

/** Publishes to a client that is away: what it lost, and what it gets in which order once it is back. */
async function awayWhile(settings: Partial<BrokerSettings>, published: readonly string[]) {
  const { join, record } = startTestBroker(settings);
  const events = record('delivery.dropped');
  const first = await join('away', kept);
  await first.subscribe('#');
  first.cut();
  const publisher = await join('publisher');
  for (const text of published) {
    const [topic = '', payload = ''] = text.split('=');
    await publisher.publish(topic, payload, 1);
  }
  const got = (await join('away', kept)).takeMessages();
  const lost = events.map(({ message, reason }) => `${message.topic}=${message.payload} ${reason}`);
  return { got, lost };
}

const priorities = new Map([
  ['alarm', 255],
  ['state', 10],
]);

test('the highest priority leaves first, and what has the same one in order of arrival', async () => {
  const { got } = await awayWhile({ queuePriorities: priorities }, [
    'log=1',
    'state=1',
    'alarm=1',
    'log=2',
    'alarm=2',
    'state=2',
  ]);
  assert.deepEqual(got, ['alarm=1', 'alarm=2', 'state=1', 'state=2', 'log=1', 'log=2']);
});

test('topics without a priority may go first instead', async () => {
  const settings = { queuePriorities: priorities, queueDefaultPriority: 'highest' } as const;
  const { got } = await awayWhile(settings, ['state=1', 'alarm=1', 'log=1', 'log=2']);
  assert.deepEqual(got, ['log=1', 'log=2', 'alarm=1', 'state=1']);
});

test('a full queue drops its oldest message', async () => {
  const { got, lost } = await awayWhile({ maximumQueue: 2 }, ['a=1', 'b=2', 'a=3']);
  assert.deepEqual([got, lost], [['b=2', 'a=3'], ['a=1 queue_full']]);
});

test('a full queue with priorities drops the oldest message of the lowest one, be it the new one', async () => {
  const settings = { queuePriorities: priorities, maximumQueue: 3 };
  const { got, lost } = await awayWhile(settings, [
    'state=1',
    'log=1',
    'log=2',
    'alarm=1',
    'alarm=2',
    'log=3',
  ]);
  assert.deepEqual(got, ['alarm=1', 'alarm=2', 'state=1']);
  assert.deepEqual(lost, ['log=1 queue_full', 'log=2 queue_full', 'log=3 queue_full']);
});

test('with the policy refuse, a full queue keeps what it has', async () => {
  const settings = { maximumQueue: 2, queueOverflow: 'refuse' } as const;
  const { got, lost } = await awayWhile(settings, ['a=1', 'a=2', 'a=3']);
  assert.deepEqual([got, lost], [['a=1', 'a=2'], ['a=3 queue_full']]);
});

test('a queue of length 0 keeps nothing and says so', async () => {
  const { got, lost } = await awayWhile({ maximumQueue: 0 }, ['a=1']);
  assert.deepEqual([got, lost], [[], ['a=1 queue_full']]);
});

test('a message larger than a whole queue waits alone', async () => {
  const { got, lost } = await awayWhile({ maximumQueueBytes: 10 }, ['a=1', 'b=more than ten bytes', 'c=3']);
  assert.deepEqual(got, ['c=3']);
  assert.deepEqual(lost, ['a=1 queue_full', 'b=more than ten bytes queue_full']);
});

test('user properties count into the bytes of a queue', async () => {
  const { broker, join } = startTestBroker({ maximumQueueBytes: 1000 });
  const away = await join('away', kept);
  await away.subscribe('t');
  away.cut();
  const publisher = await join('publisher');
  const userProperties = [['key', 'x'.repeat(300)]] as const;
  for (let i = 1; i <= 5; i++)
    await publisher.send(
      publish('t', '', 1, { packetId: i, properties: { userProperties: [...userProperties] } }),
    );
  assert.equal(broker.client('away')?.queued, 3);
});

test('a long queue is taken in order and counted right to its end', async () => {
  const { broker, join } = startTestBroker({ maximumQueue: 5000, queuePriorities: priorities });
  const away = await join('away', kept);
  await away.subscribe('#');
  away.cut();
  const publisher = await join('publisher');
  for (let i = 0; i < 4000; i++) await publisher.send(publish(i % 2 ? 'log' : 'state', `${i}`, 0));
  assert.equal(broker.client('away')?.queued, 4000);
  const got = (await join('away', kept)).takeMessages();
  const order = (parity: number) => Array.from({ length: 2000 }, (_, i) => 2 * i + parity);
  assert.deepEqual(got, [...order(0).map((i) => `state=${i}`), ...order(1).map((i) => `log=${i}`)]);
  assert.equal(broker.client('away')?.queued, 0);
});
