import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { finish } from '../../lib/steps.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../messages/application-message.ts';
import { TopicNames } from '../routing/topic-names.ts';
import { SeenTopics } from './seen-topics.ts';
import { levelsOf } from './topic-levels.ts';
import { WatchedTopics } from './topic-observer.ts';

const ALL = { skip: 0, take: 100 };
const names = new TopicNames({ maximumTopicLevels: 200_000, maximumTopicLength: 65_535 });
const from = { clientId: 'd', username: undefined, peerHost: undefined, peerName: undefined, attributes: {} };

function messageOn(topic: string, payload: Buffer | string = 'x', now = 0): ApplicationMessage {
  const bytes = Buffer.from(payload);
  return new ApplicationMessage(
    names.fromName(topic),
    0,
    false,
    false,
    from,
    now,
    Number.POSITIVE_INFINITY,
    NO_PROPERTY_BYTES,
    bytes,
    0,
    bytes.length,
  );
}

function scenario({ filters = [], retained = [] }: { filters?: string[]; retained?: string[] } = {}) {
  const clock = new FakeClock();
  const watched = new WatchedTopics({ clock, filters: () => filters, retained: () => retained });
  const publish = (topic: string, payload?: Buffer | string) =>
    watched.seen.isOn && watched.seen.see(messageOn(topic, payload), clock.now());
  const levels = (below?: string) =>
    finish(watched.levels(below, ALL))?.rows.map(({ name, topics, rate, children }) => [
      name,
      children?.size ?? 0,
      topics,
      rate,
    ]);
  return { clock, watched, publish, levels };
}

test('messages are counted from the first look on, until 30 s after the last one', async () => {
  const { clock, watched, publish } = scenario();
  publish('a');
  assert.equal(watched.seen.isOn, false);
  watched.look();
  publish('a');
  await clock.advance(20_000);
  watched.look();
  await clock.advance(29_999);
  assert.equal(watched.seen.get('a')?.count, 1);
  await clock.advance(1);
  assert.deepEqual([watched.seen.isOn, watched.seen.size], [false, 0]);
});

test('a level tells what lies below it: topics of subscriptions, retained messages and publications, each once', async () => {
  const { watched, publish, levels, clock } = scenario({
    filters: ['p/+/t', 'p/1'],
    retained: ['p/1', '$SYS/x', '/lead'],
  });
  watched.look();
  await clock.advance(1000);
  for (let i = 0; i < 4; i++) publish('p/1/t');
  assert.deepEqual(levels(), [
    ['', 1, 1, 0],
    ['p', 2, 3, 4],
    ['$SYS', 1, 1, 0],
  ]);
  assert.deepEqual(levels(''), [['lead', 0, 1, 0]]);
  assert.deepEqual(levels('p'), [
    ['+', 1, 1, 0],
    ['1', 1, 2, 4],
  ]);
  assert.equal(levels('q'), undefined);
});

test('numbers in names are in their order, and empty levels are levels', () => {
  const { levels } = scenario({ retained: ['n10', 'n9', 'a//b', 'a/'] });
  assert.deepEqual(
    levels()?.map(([name]) => name),
    ['a', 'n9', 'n10'],
  );
  assert.deepEqual(levels('a'), [['', 1, 2, 0]]);
  assert.deepEqual(levels('a/'), [['b', 0, 1, 0]]);
});

test('the rate is that of the last seconds', async () => {
  const { clock, watched, publish } = scenario();
  watched.look();
  const rate = () => watched.seen.rateOf(watched.seen.get('a') ?? assert.fail('it was seen'), clock.now());
  for (let second = 0; second < 20; second++) {
    for (let i = 0; i < 10; i++) publish('a');
    await clock.advance(1000);
  }
  assert.ok(Math.abs(rate() - 10) < 1, String(rate()));
  watched.look();
  await clock.advance(10_000);
  assert.equal(rate(), 0);
});

test('of payloads the beginning is kept, one a second, so that a fast topic costs no more', async () => {
  const { clock, watched, publish } = scenario();
  watched.look();
  publish('a', 'first');
  publish('a', 'second');
  const seen = () => watched.seen.get('a') ?? assert.fail('it was seen');
  const payload = () => seen().bytes?.toString('utf8', 0, seen().kept);
  assert.equal(payload(), 'first');
  await clock.advance(1000);
  publish('a', Buffer.alloc(65_536, 'y'));
  assert.deepEqual([payload(), seen().payloadLength], ['y'.repeat(1024), 65_536]);
  await clock.advance(1000);
  publish('a', '');
  assert.deepEqual([payload(), seen().payloadLength, seen().count], ['', 0, 4]);
});

test('topics and bytes are bounded, and what finds no room is counted', () => {
  const seen = new SeenTopics({ topics: 2, bytes: 1000 });
  seen.begin(0);
  seen.see(messageOn('a', Buffer.alloc(500)), 2000);
  seen.see(messageOn('b', Buffer.alloc(500)), 2000);
  seen.see(messageOn('c'), 2000);
  assert.deepEqual([seen.size, seen.missed, seen.get('b')?.count, seen.get('b')?.kept], [2, 1, 1, 0]);
});

test('names of very many levels do not take memory without a bound', () => {
  const deep = (first: string) => ({
    topic: `${first}${'/x'.repeat(100)}`,
    isSubscribed: false,
    isRetained: true,
    seen: undefined,
    rate: 0,
  });
  const tree = finish(levelsOf([deep('a'), deep('b'), deep('c')], 150));
  assert.deepEqual([tree.topics.length, tree.leftOut], [2, 1]);
});

test('a search remembers its own tree, and a tree is made again after some seconds', async () => {
  const retained = ['a/1', 'b/1'];
  const { clock, watched } = scenario({ retained });
  const only = { name: 'a', accepts: ({ topic }: { topic: string }) => topic.startsWith('a') };
  const found = () => finish(watched.topics('name', { ...ALL, only })).rows.map(({ topic }) => topic);
  assert.deepEqual(found(), ['a/1']);
  retained.push('a/2');
  assert.deepEqual(found(), ['a/1']);
  await clock.advance(2000);
  assert.deepEqual(found(), ['a/1', 'a/2']);
});
