import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../broker/door.ts';
import { topicSearchTexts } from '../../texts/topic-search.ts';
import { SearchQueryError } from '../client-search/client-query.ts';
import { retainedTest } from './retained-query.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 2);

function message(
  topic: string,
  { size = 10, age = HOUR, clientId = 'dev-1', username = 'ann' } = {},
): Message {
  return {
    id: 'x',
    topic,
    qos: 1,
    retain: true,
    dup: false,
    payload: Buffer.alloc(size),
    properties: {},
    from: { clientId, username, peerHost: undefined, peerName: undefined, attributes: {} },
    receivedAt: NOW - age,
  };
}

const fits = (q: string, one: Message) => retainedTest(q, topicSearchTexts.en, NOW)(one);

test('words of a search find retained messages by topic, publisher, size and age', () => {
  const one = message('plant/Line1/temp', { size: 2048, age: 2 * HOUR });
  for (const q of [
    '',
    'LINE1'.toLowerCase(),
    'Line1',
    'plant/+/temp',
    'plant/#',
    '#',
    'topic:plant/Line1/temp',
    'topic:x,plant/#',
    'client:DEV',
    'client:*-1',
    'user:"ann"',
    'size>1kB',
    'size<=2048',
    'age>1h age<1d',
    'qos:1',
    '-client:other',
    'client:',
    '"plant/Line1/temp"',
  ])
    assert.ok(fits(q, one), q);
  for (const q of [
    'LINE1',
    'plant/+',
    'topic:plant',
    'client:ev',
    'user:"an"',
    'size>2kB',
    'age>1d',
    'qos:0',
    '-plant/#',
    '"plant/+/temp"',
  ])
    assert.ok(!fits(q, one), q);
  assert.ok(!fits('#', message('$SYS/x')));
  assert.ok(fits('$SYS/#', message('$SYS/x')));
});

test('what cannot be meant is said, with its place', () => {
  for (const [q, sentence] of [
    ['a topic:a/#/b', /topic filter/],
    ['a size>big', /no size/],
    ['a age>5', /length of time/],
    ['a qos:3', /no QoS/],
    ['a clien:x', /there is no "clien:" here: topic: client: from: user: qos: size> age>/],
  ] as const)
    assert.throws(
      () => fits(q, message('a')),
      (error) => error instanceof SearchQueryError && sentence.test(error.message) && error.from === 2,
      q,
    );
});
