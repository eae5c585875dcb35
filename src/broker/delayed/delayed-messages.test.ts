import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryDisk } from '../../../test/support/memory-log-file.ts';
import { endOfTurn, publish, startTestBroker } from '../../../test/support/test-broker.ts';
import { finish } from '../../lib/steps.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { delayOf, LONGEST_DELAY, NO_DELAY } from './delay.ts';

test('a delayed topic has seconds and a topic that clients may publish to', () => {
  assert.equal(delayOf('a/b'), undefined);
  assert.equal(delayOf('$delayed'), undefined);
  assert.deepEqual(delayOf('$delayed/15/a/b'), { seconds: 15, topic: 'a/b' });
  assert.deepEqual(delayOf('$delayed/0/a'), { seconds: 0, topic: 'a' });
  assert.deepEqual(delayOf(`$delayed/${LONGEST_DELAY}//a`), { seconds: LONGEST_DELAY, topic: '/a' });
  const wrong = [
    'x/a',
    '-1/a',
    '1.5/a',
    `${LONGEST_DELAY + 1}/a`,
    '1',
    '1/',
    '/a',
    '1/$SYS/x',
    '1/$delayed/1/a',
  ];
  for (const rest of wrong) assert.equal(delayOf(`$delayed/${rest}`), NO_DELAY, rest);
});

test('a delayed message comes when its time has come, as what it was', async () => {
  const { broker, clock, join } = startTestBroker();
  const seen: string[] = [];
  broker.watch('#', ({ topic }) => seen.push(topic));
  const peer = await join('c');
  await peer.subscribe('#');
  const properties = { contentType: 'text/plain' } as const;
  const puback = await peer.ask(publish('$delayed/10/t', 'later', 1, { properties, retain: true }), 'puback');
  assert.equal(puback.reasonCode, ReasonCode.Success);
  await clock.advance(9_500);
  assert.deepEqual([peer.takeMessages(), seen], [[], []], 'rules see it when it is released');
  assert.deepEqual(broker.stats().delayed, { count: 1, max: 1 });
  await clock.advance(1_000);
  await endOfTurn();
  const { topic, payload, qos, properties: received } = peer.take('publish');
  assert.deepEqual([topic, String(payload), qos, received], ['t', 'later', 1, properties]);
  assert.deepEqual(seen, ['t']);
  assert.deepEqual([broker.stats().delayed, broker.metrics['messages.delayed']], [{ count: 0, max: 1 }, 1]);
  const late = await join('late');
  await late.subscribe('t');
  assert.deepEqual(late.takeMessages(), ['t=later'], 'it is retained');
});

test('wills and messages of the API can be delayed as well', async () => {
  const { broker, clock, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('#');
  const will = {
    topic: '$delayed/5/w',
    payload: Buffer.from('gone'),
    qos: 0,
    retain: false,
    properties: {},
  } as const;
  (await join('d', { will })).cut();
  const from = {
    clientId: 'api',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  broker.publish({ topic: '$delayed/5/a', payload: Buffer.from('x'), qos: 0, retain: false, from });
  await clock.advance(5_500);
  await endOfTurn();
  assert.deepEqual(peer.takeMessages(), ['w=gone', 'a=x']);
});

test('a topic that says no delay, and a message too many, are refused by name', async () => {
  const { broker, join, record } = startTestBroker({ delayed: { isOn: true, maximumMessages: 1 } });
  const drops = record('message.dropped');
  const peer = await join('c');
  const answer = async (topic: string) => (await peer.ask(publish(topic, 'x', 1), 'puback')).reasonCode;
  assert.equal(await answer('$delayed/soon/t'), ReasonCode.TopicNameInvalid);
  assert.equal(await answer('$delayed/10/t'), ReasonCode.Success);
  assert.equal(await answer('$delayed/10/t'), ReasonCode.QuotaExceeded);
  await peer.publish('$delayed/10/t', 'x', 0);
  const pubrec = await peer.ask(publish('$delayed/10/t', 'x', 2, { packetId: 7 }), 'pubrec');
  assert.equal(pubrec.reasonCode, ReasonCode.QuotaExceeded);
  const three = await join('three', { protocolVersion: 4 });
  assert.equal((await three.ask(publish('$delayed/10/t', 'x', 1), 'puback')).reasonCode, ReasonCode.Success);
  assert.deepEqual(
    drops.map(({ reason }) => reason),
    ['topic_name_invalid', 'quota_exceeded', 'quota_exceeded', 'quota_exceeded', 'quota_exceeded'],
  );
  assert.equal(broker.stats().delayed.count, 1);
});

test('a QoS 2 message that waits is not refused when it is repeated, and waits once', async () => {
  const { broker, join } = startTestBroker({ delayed: { isOn: true, maximumMessages: 1 } });
  const peer = await join('c');
  for (const dup of [false, true]) {
    const pubrec = await peer.ask(publish('$delayed/10/t', 'x', 2, { dup }), 'pubrec');
    assert.equal(pubrec.reasonCode, ReasonCode.Success);
  }
  assert.equal(broker.stats().delayed.count, 1);
});

test('a client that may not publish to the topic may not do it later either', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  const puback = await peer.ask(publish('$delayed/1/$SYS/x', 'x', 1), 'puback');
  assert.equal(puback.reasonCode, ReasonCode.TopicNameInvalid);
});

test('switched off, the topic is one like others', async () => {
  const { join, broker } = startTestBroker({ delayed: { isOn: false, maximumMessages: 0 } });
  const peer = await join('c');
  await peer.subscribe('$delayed/#');
  await peer.publish('$delayed/10/t', 'x');
  assert.deepEqual(peer.takeMessages(), ['$delayed/10/t=x']);
  broker.delayed.configure({ isOn: true, maximumMessages: 0 });
  await peer.publish('$delayed/10/t', 'x');
  assert.deepEqual(peer.takeMessages(), []);
});

test('what waits can be looked at and taken away', async () => {
  const { broker, clock, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('#');
  for (const topic of ['a', 'b', 'a', 'c']) await peer.publish(`$delayed/10/${topic}`, topic);
  const { rows, count, hasMore } = finish(broker.delayed.page({ skip: 1, take: 2 }));
  assert.deepEqual([rows.map(({ message }) => message.topic), count, hasMore], [['b', 'a'], 4, true]);
  const [b] = rows;
  assert.equal(b && broker.delayed.get(b.message.id)?.dueAt, clock.now() + 10_000);
  assert.deepEqual(
    [broker.delayed.delete(b?.message.id ?? ''), broker.delayed.delete('none')],
    [true, false],
  );
  assert.equal(broker.delayed.deleteTopic('a'), 2);
  await clock.advance(11_000);
  await endOfTurn();
  assert.deepEqual(peer.takeMessages(), ['c=c']);
});

test('what waits outlives the process: it comes when it is due, late when it fell due meanwhile, and once', async () => {
  const disk = new MemoryDisk();
  const first = disk.boot();
  const publisher = await first.join('p');
  for (const [seconds, qos] of [
    [5, 1],
    [60, 2],
    [90, 0],
  ] as const)
    await publisher.publish(`$delayed/${seconds}/t`, String(seconds), qos, { packetId: qos || undefined });
  const ids = [...first.broker.delayed.all()].map(({ message }) => message.id);

  await first.clock.advance(1_000);
  const second = disk.boot(first.clock);
  assert.deepEqual(
    [...second.broker.delayed.all()].map(({ message }) => message.id),
    ids,
  );
  const third = disk.boot(first.clock);
  const peer = await third.join('c');
  await peer.subscribe('t');
  await third.clock.advance(4_500);
  await endOfTurn();
  assert.deepEqual(peer.takeMessages(), ['t=5']);

  const fourth = disk.boot(first.clock);
  const again = await fourth.join('c');
  await again.subscribe('t');
  await fourth.clock.advance(200_000);
  await endOfTurn();
  assert.deepEqual(again.takeMessages(), ['t=60', 't=90']);
  assert.equal([...disk.boot(first.clock).broker.delayed.all()].length, 0);
});
