import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, isPublishable, isSubscribable, splitShared } from './topic-text.ts';

test('a topic can be published to when it is a name and within bounds', () => {
  const longest = `${'x'.repeat(1023)}`;
  for (const topic of ['a', '/', 'a//b', '$x', '设备/1', `${longest}y`])
    assert.ok(isPublishable(topic), topic);
  for (const topic of ['', 'a/+', '#', 'a\0', '\ud800', `${longest}yy`, '/'.repeat(64)]) {
    assert.ok(!isPublishable(topic), topic);
  }
});

test('a filter can be subscribed with when its wildcards and its group are in order', () => {
  for (const filter of ['#', '+', 'a/+/b', 'a/#', '$share/g/a', '$share/g/#', '$SYS/#', '$share/g/a/b']) {
    assert.ok(isSubscribable(filter), filter);
  }
  for (const filter of [
    '',
    'a/#/b',
    'a#',
    'a+/b',
    '$share',
    '$share/g',
    '$share//a',
    '$share/+/a',
    '$share/g/',
  ]) {
    assert.ok(!isSubscribable(filter), filter);
  }
});

test('group and filter of a shared subscription are told apart', () => {
  assert.deepEqual(splitShared('$share/g/a/b'), { group: 'g', filter: 'a/b' });
  assert.deepEqual(splitShared('a/b'), { group: undefined, filter: 'a/b' });
});

test('one filter covers another when it matches all that the other matches', () => {
  const covered = ['#|a', '#|a/#', 'a/#|a', 'a/#|a/+/b', 'a/+|a/+', 'a/+|a/b', 'a|a', '$SYS/#|$SYS/a'];
  const not = ['a|b', 'a/+|a/#', 'a/b|a/+', 'a/+|a', 'a/+|a/b/c', '#|$SYS/a', '+/a|$SYS/a'];
  for (const pair of covered) assert.ok(covers(...(pair.split('|') as [string, string])), pair);
  for (const pair of not) assert.ok(!covers(...(pair.split('|') as [string, string])), pair);
});
