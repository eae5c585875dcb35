import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, type Peer, publish, startTestBroker } from '../../../test/support/test-broker.ts';

/** PUBACK for everything that arrived; what arrived, by its payload. */
async function acknowledge(subscriber: Peer): Promise<string[]> {
  const arrived = subscriber.takeAll('publish');
  for (const { packetId = 0 } of arrived)
    await subscriber.send({ type: 'puback', packetId, reasonCode: 0, properties: {} });
  await endOfTurn();
  return arrived.map(({ payload }) => payload.toString());
}

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...publish('t', `${name}${i}`, 1), packetId: i + 1 }));

test('publishers wait for a receiver whose queue fills, and nothing is lost, doubled or reordered', async () => {
  const { broker, join, record } = startTestBroker({ maximumInflight: 4, maximumQueue: 16 });
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const names = ['a', 'b', 'c'];
  const publishers = await Promise.all(names.map((name) => join(name)));
  for (const [index, publisher] of publishers.entries())
    await publisher.send(...numbered(names[index] as string, 50));
  assert.deepEqual(
    publishers.map(({ paused }) => paused),
    [true, true, true],
  );
  assert.ok((broker.client('subscriber')?.queued ?? 0) <= 16);
  const arrived: string[] = [];
  for (let round = 0; round < 100 && arrived.length < 150; round++)
    arrived.push(...(await acknowledge(subscriber)));
  for (const name of names) {
    assert.deepEqual(
      arrived.filter((payload) => payload.startsWith(name)),
      Array.from({ length: 50 }, (_, i) => `${name}${i}`),
    );
  }
  assert.deepEqual(dropped, []);
  await endOfTurn();
  assert.deepEqual(
    publishers.map(({ paused }) => paused),
    [false, false, false],
  );
  assert.equal(broker.metrics['packets.publish.received'], 150);
  assert.equal(publishers[0]?.takeAll('puback').length, 50);
});

test('publishers take turns at a receiver that is slower than they are', async () => {
  const { join } = startTestBroker({ maximumInflight: 4, maximumQueue: 16 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const publishers = [await join('a'), await join('b')];
  for (const publisher of publishers)
    await publisher.send(...numbered(publisher === publishers[0] ? 'a' : 'b', 200));
  const arrived: string[] = [];
  while (arrived.length < 100) arrived.push(...(await acknowledge(subscriber)));
  const ofB = arrived.filter((payload) => payload.startsWith('b')).length;
  assert.ok(ofB >= 30, `${ofB} of ${arrived.length}`);
});

test('a packet that came in pieces waits like any other', async () => {
  const { join } = startTestBroker({ maximumInflight: 1, maximumQueue: 2 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const publisher = await join('publisher');
  await publisher.send(...numbered('x', 2));
  const frame = [0x30, 8, 0, 1, 0x74, 0, ...Buffer.from('late')];
  publisher.sendBytes(frame.slice(0, 5));
  publisher.sendBytes([...frame.slice(5), ...frame]);
  await endOfTurn();
  assert.equal(publisher.paused, true);
  const arrived: string[] = [];
  for (let i = 0; i < 8; i++) arrived.push(...(await acknowledge(subscriber)));
  assert.deepEqual(arrived, ['x0', 'x1', 'late', 'late']);
});

test('a receiver that does not get on is waited for about a second, and not again for a while', async () => {
  const { broker, join, record, clock } = startTestBroker({ maximumInflight: 1, maximumQueue: 4 });
  const dropped = record('delivery.dropped');
  const [stuck, healthy] = [await join('stuck'), await join('healthy')];
  await stuck.subscribe('#', { qos: 1 });
  await healthy.subscribe('#', { qos: 0 });
  const publisher = await join('publisher');
  await publisher.send(...numbered('x', 20));
  assert.equal(publisher.paused, true);
  await clock.advance(1500);
  assert.equal(broker.metrics['reading.paused.receiver_too_slow'], 1);
  assert.deepEqual(
    healthy.takeMessages(),
    Array.from({ length: 20 }, (_, i) => `t=x${i}`),
  );
  assert.equal(publisher.paused, false);
  assert.ok(dropped.length > 0);
  assert.deepEqual(
    [...new Set(dropped.map(({ client, reason }) => `${client.clientId} ${reason}`))],
    ['stuck queue_full'],
  );
});

test('a receiver that is slow, but keeps the pace of a hundred messages a second, is waited for as long as it takes', async () => {
  const { broker, join, record, clock } = startTestBroker({ maximumInflight: 50, maximumQueue: 1000 });
  const dropped = record('delivery.dropped');
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const publisher = await join('publisher');
  await publisher.send(...numbered('x', 3000));
  assert.equal(publisher.paused, true);
  const arrived: string[] = [];
  for (let round = 0; round < 70 && arrived.length < 3000; round++) {
    await clock.advance(250);
    arrived.push(...(await acknowledge(subscriber)));
  }
  assert.deepEqual(
    arrived,
    Array.from({ length: 3000 }, (_, i) => `x${i}`),
  );
  assert.deepEqual(dropped, []);
  assert.equal(broker.metrics['reading.paused.receiver_too_slow'], 0);
});

test('a receiver that goes away is waited for no longer', async () => {
  const { join } = startTestBroker({ maximumInflight: 1, maximumQueue: 4 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#', { qos: 1 });
  const publisher = await join('publisher');
  await publisher.send(...numbered('x', 20));
  assert.equal(publisher.paused, true);
  subscriber.cut();
  await endOfTurn();
  await endOfTurn();
  assert.equal(publisher.paused, false);
  assert.equal(publisher.takeAll('puback').length, 20);
});

test('a client never waits for itself', async () => {
  const { join } = startTestBroker({ maximumInflight: 1, maximumQueue: 4 });
  const echo = await join('echo');
  await echo.subscribe('#', { qos: 1 });
  await echo.send(...numbered('x', 6));
  assert.equal(echo.paused, false);
});
