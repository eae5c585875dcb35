import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isValidTopicFilter,
  isValidTopicName,
  parseSharedFilter,
  topicLevels,
  topicMatchesFilter,
} from './topics.ts';

const long = 'x'.repeat(65_535);

/** With the examples of §4.7 and §4.8.2. */
const names: [text: string, valid: boolean][] = [
  ['sport/tennis/player1', true],
  ['/', true],
  ['/finance', true],
  ['ACCOUNTS', true],
  ['Accounts payable', true],
  ['$SYS/broker', true],
  ['温度/🔔', true],
  [long, true],
  ['', false],
  ['sport/+', false],
  ['sport/#', false],
  ['a#b', false],
  ['a\0b', false],
  ['\ud800', false],
  [`${long}x`, false],
];

const filters: [text: string, valid: boolean][] = [
  ['sport/tennis/player1/#', true],
  ['sport/#', true],
  ['#', true],
  ['sport/tennis/#', true],
  ['sport/tennis#', false],
  ['sport/tennis/#/ranking', false],
  ['+', true],
  ['+/tennis/#', true],
  ['sport+', false],
  ['+sport', false],
  ['sport/+/player1', true],
  ['sport/++', false],
  ['/+', true],
  ['+/+', true],
  ['#/', false],
  ['##', false],
  ['//', true],
  ['', false],
  ['a\0', false],
  [`${long}x`, false],
  ['$SYS/#', true],
  ['$share', true],
  ['$share/consumer/sport/tennis/+', true],
  ['$share/consumer//finance', true],
  ['$share/g/#', true],
  ['$share/', false],
  ['$share/g', false],
  ['$share/g/', false],
  ['$share//a', false],
  ['$share/g+/a', false],
  ['$share/#/a', false],
  ['$share/g/a#', false],
  ['$share/g/$share/h/a', false],
  ['$share/g/$queue/a', false],
  ['$queue/a/+', true],
  ['$queue/', false],
  ['$queue/a+', false],
];

const matches: [filter: string, topic: string, matching: boolean][] = [
  ['sport/tennis/player1/#', 'sport/tennis/player1', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
  ['sport/tennis/player1/#', 'sport/tennis/player2', false],
  ['sport/tennis/player1/#', 'sport/tennis/player10', false],
  ['sport/#', 'sport', true],
  ['sport/#', 'sport/', true],
  ['#', 'a/b/c', true],
  ['#', '/', true],
  ['sport/tennis/+', 'sport/tennis/player1', true],
  ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
  ['sport/+', 'sport', false],
  ['sport/+', 'sport/', true],
  ['+/+', '/finance', true],
  ['/+', '/finance', true],
  ['+', '/finance', false],
  ['+', 'finance', true],
  ['+/+/#', 'a/b', true],
  ['+/+/#', 'a', false],
  ['#', '$SYS/broker', false],
  ['+/monitor/Clients', '$SYS/monitor/Clients', false],
  ['$SYS/#', '$SYS/broker/uptime', true],
  ['$SYS/#', '$SYS', true],
  ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
  ['a/+', 'a/$b', true],
  ['a/b', 'a/b', true],
  ['a/b', 'A/b', false],
  ['a/b', 'a/b/', false],
  ['a/b/', 'a/b', false],
  ['a', 'ab', false],
  ['a/', 'a', false],
  ['#/b', 'a', false],
  ['a/#/b', 'a/x', false],
];

test('topic names', () => {
  for (const [text, valid] of names) assert.equal(isValidTopicName(text), valid, text.slice(0, 40));
});

test('topic filters', () => {
  for (const [text, valid] of filters) assert.equal(isValidTopicFilter(text), valid, text.slice(0, 40));
});

test('topics and filters match', () => {
  for (const [filter, topic, matching] of matches) {
    assert.equal(topicMatchesFilter(topic, filter), matching, `${filter} and ${topic}`);
  }
});

test('a shared filter has a group and a filter', () => {
  assert.deepEqual(parseSharedFilter('$share/consumer//finance'), { group: 'consumer', filter: '/finance' });
  assert.deepEqual(parseSharedFilter('$share/g/a/#'), { group: 'g', filter: 'a/#' });
  assert.deepEqual(parseSharedFilter('$queue/a/#'), { group: '$queue', filter: 'a/#' });
  for (const other of [
    'a/b',
    '$share',
    '$share/g',
    '$share//a',
    '$share/g/',
    '$share/+/a',
    '$queue/',
    '$SYS/a',
  ]) {
    assert.equal(parseSharedFilter(other), undefined, other);
  }
});

test('levels are counted', () => {
  assert.deepEqual(
    ['a', 'a/b', '/', '/a/', '+/#'].map((text) => topicLevels(text)),
    [1, 2, 2, 3, 2],
  );
});
