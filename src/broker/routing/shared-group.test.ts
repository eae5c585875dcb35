import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, type Peer, startTestBroker, type TestBroker } from '../../../test/support/test-broker.ts';
import type { ShareStrategy } from './shared-group.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

async function startGroup(strategy: ShareStrategy, members = ['a', 'b', 'c']) {
  const started = startTestBroker({ shareStrategies: { usual: strategy, byGroup: new Map() } });
  const peers: Record<string, Peer> = {};
  for (const id of members) {
    peers[id] = await started.join(id, persistent);
    await peers[id].subscribe('$share/g/#');
  }
  return { ...started, peers, publisher: await started.join('publisher') };
}

/** Who got a message, by member; the message is taken. */
function takers(peers: Record<string, Peer>): string[] {
  return Object.entries(peers).flatMap(([id, peer]) => peer.takeMessages().map(() => id));
}

async function takersOf(
  { peers, publisher }: { peers: Record<string, Peer>; publisher: Peer },
  topics: string[],
) {
  const taken: string[] = [];
  for (const topic of topics) {
    await publisher.publish(topic, 'x');
    taken.push(...takers(peers));
  }
  return taken;
}

test('round robin: the members take turns, and one that is away is passed over', async () => {
  const group = await startGroup('round_robin');
  assert.deepEqual(await takersOf(group, ['t', 't', 't', 't']), ['a', 'b', 'c', 'a']);
  group.peers.b?.cut();
  assert.deepEqual(await takersOf(group, ['t', 't', 't']), ['c', 'a', 'c']);
});

test('sticky: one member gets all, until it goes', async () => {
  const group = await startGroup('sticky');
  const topics = ['1', '2', '3'];
  assert.deepEqual(await takersOf(group, topics), ['a', 'a', 'a']);
  group.peers.a?.cut();
  assert.deepEqual(await takersOf(group, topics), ['b', 'b', 'b']);
  await group.join('a', persistent);
  assert.deepEqual(await takersOf(group, topics), ['b', 'b', 'b'], 'the one that took over keeps it');
});

test('hash by topic: a topic stays with its member, several topics are shared out', async () => {
  const group = await startGroup('hash_topic');
  const topics = Array.from({ length: 60 }, (_, i) => `topic/${i}`);
  const first = await takersOf(group, topics);
  assert.deepEqual(await takersOf(group, topics), first);
  assert.deepEqual([...new Set(first)].sort(), ['a', 'b', 'c']);
});

test('hash by client id: a publisher stays with its member, several publishers are shared out', async () => {
  const group = await startGroup('hash_clientid');
  const taken: string[] = [];
  for (let i = 0; i < 30; i++) {
    const publisher = await group.join(`device-${i}`);
    const both = await takersOf({ ...group, publisher }, ['x', 'y']);
    assert.equal(both[0], both[1]);
    taken.push(...both);
  }
  assert.deepEqual([...new Set(taken)].sort(), ['a', 'b', 'c']);
});

test('random: every member gets some', async () => {
  const group = await startGroup('random');
  const taken = await takersOf(group, Array(200).fill('t'));
  assert.equal(taken.length, 200);
  assert.deepEqual([...new Set(taken)].sort(), ['a', 'b', 'c']);
});

test('a group may have a strategy of its own, the other groups have the usual one', async () => {
  const byGroup = new Map<string, ShareStrategy>([
    ['own', 'sticky'],
    ['$queue', 'sticky'],
  ]);
  const { join } = startTestBroker({ shareStrategies: { usual: 'round_robin', byGroup } });
  const publisher = await join('publisher');
  for (const [filter, expected] of [
    ['$share/own/t', ['a', 'a', 'a']],
    ['$queue/t', ['a', 'a', 'a']],
    ['$share/other/t', ['a', 'b', 'a']],
  ] as const) {
    const peers = { a: await join('a'), b: await join('b') };
    for (const peer of Object.values(peers)) await peer.subscribe(filter);
    assert.deepEqual(await takersOf({ peers, publisher }, ['t', 't', 't']), expected, filter);
  }
});

test('whoever is away gets messages only when nobody is there', async () => {
  for (const strategy of ['random', 'round_robin', 'sticky', 'hash_clientid', 'hash_topic'] as const) {
    const group = await startGroup(strategy, ['a', 'b']);
    group.peers.a?.cut();
    assert.deepEqual(new Set(await takersOf(group, Array(10).fill('t'))), new Set(['b']), strategy);
    group.peers.b?.cut();
    for (let i = 0; i < 10; i++) await group.publisher.publish('t', 'x', 1);
    assert.equal(queued(group, 'a') + queued(group, 'b'), 10, strategy);
  }
});

const queued = ({ broker }: TestBroker, id: string) => broker.client(id)?.queued ?? 0;

test('what a member leaves undone when its session ends goes to the others: QoS 1 unacknowledged, and what waited', async () => {
  const group = await startGroup('sticky', ['a', 'b']);
  const narrow = await group.join('a', { cleanStart: true, properties: { receiveMaximum: 2 } });
  await narrow.subscribe('$share/g/#');
  group.peers.b?.cut();
  await group.publisher.publish('t', 'one', 1);
  await group.publisher.publish('t', 'two', 2, { packetId: 2 });
  await group.publisher.publish('t', 'three', 2, { packetId: 3 });
  await group.publisher.publish('t', 'four', 1, { packetId: 4 });
  assert.deepEqual(narrow.takeMessages(), ['t=one', 't=two']);
  const b = await group.join('b', persistent);
  narrow.cut();
  await endOfTurn();
  // "two" was sent at QoS 2 and is nobody else's.
  assert.deepEqual(b.takeMessages(), ['t=one', 't=three', 't=four']);
});

test('a member that merely goes away keeps what is its own', async () => {
  const group = await startGroup('sticky', ['a', 'b']);
  await group.publisher.publish('t', 'x', 1);
  group.peers.a?.cut();
  await endOfTurn();
  assert.deepEqual(takers({ b: group.peers.b as Peer }), []);
  const again = await group.join('a', persistent);
  assert.deepEqual(again.takeMessages(), ['t=x']);
});

test('messages that a session got for its own subscriptions go to nobody else', async () => {
  const group = await startGroup('sticky', ['a', 'b']);
  const leaving = await group.join('leaving');
  await leaving.subscribe('own');
  await leaving.subscribe('$share/h/t');
  await group.peers.b?.subscribe('$share/h/t');
  await group.publisher.publish('own', 'x', 1);
  takers(group.peers);
  leaving.cut();
  await endOfTurn();
  assert.deepEqual(takers(group.peers), []);
});
