import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { MemoryDisk } from '../../../test/support/memory-log-file.ts';
import { endOfTurn } from '../../../test/support/test-broker.ts';
import type { AcknowledgementPacket, ConnectPacket } from '../../mqtt/packets.ts';

const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

const ack = (type: AcknowledgementPacket['type'], packetId: number): AcknowledgementPacket => ({
  type,
  packetId,
  reasonCode: 0,
  properties: {},
});

test('a session, its subscriptions and what waits for it survive the end of the process', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const subscriber = await first.join('s', lasting);
  await subscriber.subscribe('a/#', { qos: 1, retainAsPublished: true });
  await subscriber.send({
    type: 'subscribe',
    packetId: 9,
    properties: { subscriptionIdentifiers: [7] },
    subscriptions: [{ filter: 'b', qos: 2, noLocal: true, retainAsPublished: false, retainHandling: 2 }],
  });
  await subscriber.subscribe('gone');
  await subscriber.send({ type: 'unsubscribe', packetId: 8, filters: ['gone'], properties: {} });
  subscriber.cut();
  const publisher = await first.join('p');
  const userProperties = [['k', 'v']] as const;
  await publisher.publish('a/x', 'one', 1, { properties: { contentType: 'text/plain', userProperties } });
  await publisher.publish('b', 'two', 2, { packetId: 2 });

  const second = disk.boot(first.clock);
  assert.deepEqual(
    second.broker.client('s')?.subscriptions.map(({ filter }) => filter),
    ['a/#', 'b'],
  );
  const back = await second.join('s', lasting);
  assert.equal(back.connack.sessionPresent, true);
  const [one, two] = back.takeAll('publish');
  assert.deepEqual([`${one?.payload}`, one?.qos, one?.dup], ['one', 1, false]);
  assert.deepEqual(one?.properties, { contentType: 'text/plain', userProperties });
  assert.deepEqual([`${two?.payload}`, two?.qos, two?.properties.subscriptionIdentifiers], ['two', 2, [7]]);
  await (await second.join('p')).publish('a/x', 'three', 1);
  assert.deepEqual(back.takeMessages(), ['a/x=three'], 'the restored subscription is at work');
});

test('what was sent and not acknowledged comes again under its packet identifier, QoS 2 from where it stood', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const subscriber = await first.join('s', lasting);
  await subscriber.subscribe('t');
  const publisher = await first.join('p');
  for (const [index, payload] of ['acked', 'sent', 'received', 'done'].entries())
    await publisher.publish('t', payload, index === 0 || index === 1 ? 1 : 2, { packetId: index + 1 });
  const [acked, sent, received, done] = subscriber
    .takeAll('publish')
    .map(({ packetId }) => packetId as number);
  await subscriber.send(ack('puback', acked as number));
  await subscriber.send(ack('pubrec', received as number), ack('pubrec', done as number));
  await subscriber.send(ack('pubcomp', done as number));

  const back = await disk.boot(first.clock).join('s', lasting);
  const publishes = back.takeAll('publish');
  assert.deepEqual(
    publishes.map(({ packetId, payload, dup }) => [packetId, `${payload}`, dup]),
    [[sent, 'sent', true]],
  );
  assert.deepEqual(
    back.takeAll('pubrel').map(({ packetId }) => packetId),
    [received],
  );
});

test('a QoS 2 message that was received before the crash is not published again after it', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const subscriber = await first.join('s', lasting);
  await subscriber.subscribe('t');
  subscriber.cut();
  const publisher = await first.join('p', lasting);
  await publisher.publish('t', 'once', 2, { packetId: 5 });
  await publisher.publish('t', 'released', 2, { packetId: 6 });
  await publisher.send(ack('pubrel', 6));

  const second = disk.boot(first.clock);
  const again = await second.join('p', lasting);
  await again.publish('t', 'once', 2, { packetId: 5, dup: true });
  assert.equal(again.take('pubrec').packetId, 5);
  await again.publish('t', 'another', 2, { packetId: 6 });
  const back = await second.join('s', lasting);
  assert.deepEqual(back.takeMessages(), ['t=once', 't=released', 't=another']);
});

test('retained messages survive, replaced and cleared ones do not', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const publisher = await first.join('p');
  const retain = { retain: true } as const;
  await publisher.publish('a', 'old', 1, retain);
  await publisher.publish('a', 'new', 0, retain);
  await publisher.publish('b', 'x', 1, retain);
  await publisher.publish('b', '', 1, retain);
  await publisher.publish('c', 'short', 0, { ...retain, properties: { messageExpiryInterval: 5 } });
  await first.clock.advance(20_000);

  const subscriber = await disk.boot(first.clock).join('s');
  await subscriber.subscribe('#');
  assert.deepEqual(subscriber.takeMessages(), ['a=new']);
});

test('a session that ends with its connection writes nothing', async () => {
  const disk = new MemoryDisk();
  const { join } = disk.boot();
  const subscriber = await join('s');
  await subscriber.subscribe('t');
  const publisher = await join('p');
  await publisher.publish('t', 'x', 2);
  await publisher.publish('t', 'y', 1, { packetId: 2 });
  await publisher.send(ack('pubrel', 1), { type: 'disconnect', reasonCode: 0, properties: {} });
  assert.deepEqual([...disk.segments.values()].flat(), []);
});

test('a session that ended stays ended, however it ended', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const { broker, join, clock } = first;
  (await join('expired', { cleanStart: false, properties: { sessionExpiryInterval: 5 } })).cut();
  await clock.advance(10_000);
  await join('kicked', lasting);
  broker.kick('kicked');
  const said = await join('said', lasting);
  await said.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 0 } });
  (await join('discarded', lasting)).cut();
  await join('discarded', { cleanStart: true });
  (await join('shortened', lasting)).cut();
  await join('shortened', { cleanStart: false });
  await endOfTurn();
  assert.deepEqual([...disk.boot(clock).broker.sessions.all()], []);
});

test('a session goes on expiring where it stopped, and ends at the start when its time has passed', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const minute = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;
  (await first.join('away', minute)).cut();
  const left = first.clock.now();
  await first.clock.advance(30_000);
  await first.join('connected', minute);

  const second = disk.copy().boot(new FakeClock(left + 50_000));
  const ids = (broker: typeof second.broker) => [...broker.sessions.all()].map(({ clientId }) => clientId);
  assert.deepEqual(ids(second.broker), ['away', 'connected']);
  assert.equal(second.broker.client('away')?.disconnectedAt, left);
  assert.equal(second.broker.client('connected')?.disconnectedAt, left + 50_000, 'away since the start');
  await second.clock.advance(11_000);
  assert.deepEqual(ids(second.broker), ['connected']);
  await second.clock.advance(50_000);
  assert.deepEqual(ids(second.broker), []);

  assert.deepEqual(ids(disk.copy().boot(new FakeClock(left + 61_000)).broker), ['connected']);
});

test('a clock that was set back neither ends a session nor keeps it for longer than its interval', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  (await first.join('s', { cleanStart: false, properties: { sessionExpiryInterval: 60 } })).cut();
  await endOfTurn();
  const { broker, clock } = disk.boot(new FakeClock(first.clock.now() - 86_400_000));
  await clock.advance(59_000);
  assert.notEqual(broker.client('s'), undefined);
  await clock.advance(2_000);
  assert.equal(broker.client('s'), undefined);
});

const will = (willDelayInterval: number): Partial<ConnectPacket> => ({
  ...lasting,
  will: {
    topic: 'status',
    payload: Buffer.from('gone'),
    qos: 1,
    retain: true,
    properties: { willDelayInterval },
  },
});

test('the end of the process is the end of the connection: wills follow after their delay', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const watcher = await first.join('watcher', lasting);
  await watcher.subscribe('status');
  watcher.cut();
  await first.join('connected', will(0));
  const second = disk.boot(first.clock);
  const events = second.record('client.disconnected');
  const back = await second.join('watcher', lasting);
  assert.deepEqual(back.takeMessages(), ['status=gone']);
  assert.deepEqual(events, [], 'nobody saw it leave');

  const again = await disk.boot(first.clock).join('watcher', { ...lasting, cleanStart: true });
  await again.subscribe('status');
  assert.deepEqual(again.takeMessages(), ['status=gone'], 'retained, and not published a second time');
});

test('a will whose delay was running goes on, and is published at the start when it is overdue', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const watcher = await first.join('watcher', lasting);
  await watcher.subscribe('status');
  watcher.cut();
  (await first.join('back', will(60))).cut();
  await first.join('back', will(60));
  await first.join('good-bye', will(60)).then(async (peer) => {
    await peer.send({ type: 'disconnect', reasonCode: 0, properties: {} });
    return peer;
  });
  (await first.join('broken', will(60))).cut();
  await endOfTurn();
  const left = first.clock.now();

  const late = disk.copy().boot(new FakeClock(left + 61_000));
  const messages = (await late.join('watcher', lasting)).takeMessages();
  assert.deepEqual(messages, ['status=gone'], 'the will of the broken connection alone');

  const soon = disk.copy().boot(new FakeClock(left + 30_000));
  const back = await soon.join('watcher', lasting);
  assert.deepEqual(back.takeMessages(), []);
  await soon.clock.advance(31_000);
  assert.deepEqual(back.takeMessages(), ['status=gone']);
});

test('queue bounds of today hold for what was stored yesterday', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot(undefined, { maximumQueue: 10 });
  const subscriber = await first.join('s', lasting);
  await subscriber.subscribe('t');
  subscriber.cut();
  const publisher = await first.join('p');
  for (let i = 1; i <= 12; i++) await publisher.publish('t', `${i}`, 1, { packetId: i });
  const second = disk.boot(first.clock, { maximumQueue: 3 });
  assert.equal(second.broker.client('s')?.queued, 3);
  assert.deepEqual((await second.join('s', lasting)).takeMessages(), ['t=10', 't=11', 't=12']);
});

test('a message that expired while nobody ran is not delivered', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const subscriber = await first.join('s', lasting);
  await subscriber.subscribe('t');
  subscriber.cut();
  const publisher = await first.join('p');
  await publisher.publish('t', 'short', 1, { properties: { messageExpiryInterval: 5 } });
  await publisher.publish('t', 'long', 1, { properties: { messageExpiryInterval: 500 } });
  const second = disk.boot(new FakeClock(first.clock.now() + 10_000));
  const back = await second.join('s', lasting);
  const message = back.take('publish');
  assert.deepEqual([`${message.payload}`, message.properties.messageExpiryInterval], ['long', 490]);
});

test('who was connected when the process was killed is lost until somebody was told, however often it is killed before', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  await first.join('lost', lasting);
  await first.join('back', lasting);
  const lostOf = (boot: typeof first): string[] => [...boot.broker.sessions.takeLost().keys()].sort();

  const second = disk.boot(first.clock);
  await second.join('back', lasting);
  const third = disk.boot(second.clock);
  assert.deepEqual(lostOf(third), ['back', 'lost'], 'nobody was told by the second');
  third.broker.sessions.toldLost();
  await endOfTurn();
  third.broker.settle();
  assert.deepEqual(lostOf(disk.boot(third.clock)), [], 'the third has told');
});
