import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { MemoryDisk } from '../../test/support/memory-log-file.ts';
import { type RuledBroker, startRuledBroker } from '../../test/support/ruled-broker.ts';
import { connect, endOfTurn, publish } from '../../test/support/test-broker.ts';

const draft = { sql: 'SELECT payload FROM "slow/#"', actions: ['http:hook'] };
const qos1 = (packetId: number) => publish('slow/1', String(packetId), 1, { packetId });

/** Turns pass until it is so; far too many of them are a failure. */
async function until(isSo: () => boolean, meanwhile: () => void = () => {}): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    assert.ok(turn < 1000, 'it does not come');
    meanwhile();
    await endOfTurn();
  }
}

/** Rules that take 7 ms each, of the 20 ms of a turn. */
async function startSlowly(t: TestContext, options = {}): Promise<RuledBroker> {
  const broker = await startRuledBroker(t, options);
  broker.engine.create({ id: 'slow', ...draft });
  broker.slowDown(7);
  return broker;
}

test('a PUBACK leaves when what the rules made of its message is stored, and not before', async (t) => {
  const { join, stored } = await startSlowly(t);
  const publisher = await join('publisher');
  await publisher.send(...[1, 2, 3, 4, 5, 6, 7].map(qos1));
  assert.ok(stored().length < 7);
  assert.deepEqual(publisher.takeAll('puback'), []);
  await until(
    () => publisher.packets.length > 0,
    () => assert.ok(stored().length < 7, 'nothing is held back for longer than it must be'),
  );
  assert.deepEqual(stored(), ['1', '2', '3', '4', '5', '6', '7']);
  assert.deepEqual(
    publisher.takeAll('puback').map(({ packetId }) => packetId),
    [1, 2, 3, 4, 5, 6, 7],
  );
});

test('those who owe nothing to slow rules are answered meanwhile: pings, QoS 0, and topics without a rule', async (t) => {
  const { join } = await startSlowly(t);
  const [publisher, calm, other, qos0] = [await join('p'), await join('c'), await join('o'), await join('q')];
  await other.subscribe('#', { qos: 0 });

  const long = publisher.send(...Array.from({ length: 40 }, (_, index) => qos1(index + 1)));
  const pinged = calm.send({ type: 'pingreq' });
  const sent = other.publish('quick', 'x', 1);
  const both = qos0.send(publish('slow/2', 'x'), { type: 'pingreq' });
  await Promise.all([long, pinged, sent, both]);
  assert.equal(calm.takeAll('pingresp').length, 1);
  assert.equal(other.takeAll('puback').length, 1);
  assert.equal(other.takeAll('publish').length, 42);
  assert.equal(qos0.takeAll('pingresp').length, 1);
  assert.equal(publisher.packets.length, 0);
});

test('a publisher whose acknowledgements wait is not read, and then goes on where it was', async (t) => {
  const { join, stored } = await startSlowly(t);
  const publisher = await join('publisher', { keepAlive: 10 });
  await publisher.send(...[1, 2, 3, 4, 5, 6, 7].map(qos1));
  assert.equal(publisher.paused, true);
  // What had arrived already.
  publisher.sendBytes([0xc0, 0]);
  publisher.sendBytes([0x32, 12, 0, 6, ...Buffer.from('slow/1'), 0, 8, 0, 0x38]);
  await until(() => publisher.packets.length === 9);
  assert.deepEqual(
    publisher.packets.map(({ type }) => type),
    [...Array.from({ length: 7 }, () => 'puback'), 'pingresp', 'puback'],
  );
  assert.equal(publisher.paused, false);
  assert.equal(stored().length, 8);
});

test('what a rule publishes, and what other rules make of that, is done before the acknowledgement too', async (t) => {
  const { join, engine, stored } = await startSlowly(t);
  engine.update('slow', { ...draft, actions: [{ function: 'republish', args: { topic: 'next' } }] });
  engine.create({ id: 'next', ...draft, sql: `SELECT 'next' as payload FROM "next"` });
  const [publisher, others] = [await join('publisher'), await join('others')];

  await Promise.all([publisher.send(qos1(1)), others.send(...[1, 2, 3, 4, 5, 6, 7].map(qos1))]);
  await until(() => publisher.packets.length > 0);
  assert.ok(stored().length >= 1);
  assert.equal(others.packets.length, 0);
});

test('SUBACK and PUBREC wait for their rules as PUBACK does', async (t) => {
  const { join, engine, stored } = await startSlowly(t);
  engine.create({ id: 'sub', ...draft, sql: `SELECT 'sub' as payload FROM "$events/session/subscribed"` });
  const [busy, subscriber, publisher] = [await join('busy'), await join('s'), await join('p')];
  const all = [
    busy.send(...[1, 2, 3, 4, 5, 6, 7].map(qos1)),
    subscriber.send({
      type: 'subscribe',
      packetId: 1,
      properties: {},
      subscriptions: [{ filter: 'a', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
    }),
    publisher.send(publish('slow/2', 'two', 2)),
  ];
  await Promise.all(all);
  assert.deepEqual([...subscriber.packets, ...publisher.packets], []);
  await until(() => publisher.packets.length > 0);
  assert.equal(subscriber.takeAll('suback').length, 1);
  assert.equal(publisher.takeAll('pubrec').length, 1);
  assert.deepEqual(stored().slice(-2), ['sub', 'two']);
});

test('when what rules caused cannot be stored, nobody who waits for it is told that it is', async (t) => {
  const { join, store } = await startSlowly(t);
  const publisher = await join('publisher');
  await publisher.send(...[1, 2, 3, 4, 5, 6, 7].map(qos1));
  store.write(() => {
    throw new Error('the disk is full');
  });
  await until(() => publisher.closed !== undefined);
  assert.deepEqual(publisher.takeAll('puback'), []);
});

test('a QoS 2 message that comes again after a crash comes to its rules again, and not to its subscribers', async (t) => {
  const disk = new MemoryDisk();
  const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } } as const;
  const first = disk.boot();
  const subscriber = await first.join('subscriber', lasting);
  await subscriber.subscribe('slow/#');
  const publisher = await first.join('publisher', lasting);
  await publisher.publish('slow/1', 'once', 2);

  const { clock } = first;
  const second = await startSlowly(t, { log: disk.copy().open(clock) });
  const again = await second.join('publisher', lasting);
  await again.publish('slow/1', 'once', 2, { dup: true });
  assert.equal(again.takeAll('pubrec').length, 1);
  assert.deepEqual(second.stored(), ['once']);
  const receiver = await second.join('subscriber', lasting);
  assert.deepEqual(receiver.takeMessages(), ['slow/1=once']);
  await again.publish('slow/1', 'once', 2, { dup: true });
  assert.deepEqual(second.stored(), ['once']);
});

test('the repetition of a QoS 2 message on a new connection is acknowledged no sooner', async (t) => {
  const { join, dial, stored } = await startSlowly(t);
  const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } } as const;
  const publisher = await join('publisher', lasting);
  const message = publish('slow/1', 'two', 2);
  await publisher.send(...Array.from({ length: 40 }, (_, index) => qos1(index + 2)), message);
  publisher.cut();
  const again = dial();
  await again.send(connect('publisher', lasting));
  again.takeAll('connack');
  await again.send({ ...message, dup: true });
  await until(
    () => again.packets.length > 0,
    () => assert.ok(!stored().includes('two'), 'acknowledged in the turn in which it is stored'),
  );
  assert.ok(stored().includes('two'));
  assert.deepEqual(again.takeAll('puback'), []);
});
