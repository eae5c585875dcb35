import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, splitShared } from './topic-text.ts';

test('group and filter of a shared subscription are told apart', () => {
  assert.deepEqual(splitShared('$share/g/a/b'), { group: 'g', filter: 'a/b' });
  assert.deepEqual(splitShared('$queue/a/b'), { group: '$queue', filter: 'a/b' });
  assert.deepEqual(splitShared('$queued/a'), { group: undefined, filter: '$queued/a' });
  assert.deepEqual(splitShared('a/b'), { group: undefined, filter: 'a/b' });
});

test('one filter covers another when it matches all that the other matches', () => {
  const covered = ['#|a', '#|a/#', 'a/#|a', 'a/#|a/+/b', 'a/+|a/+', 'a/+|a/b', 'a|a', '$SYS/#|$SYS/a'];
  const not = ['a|b', 'a/+|a/#', 'a/b|a/+', 'a/+|a', 'a/+|a/b/c', '#|$SYS/a', '+/a|$SYS/a'];
  for (const pair of covered) assert.ok(covers(...(pair.split('|') as [string, string])), pair);
  for (const pair of not) assert.ok(!covers(...(pair.split('|') as [string, string])), pair);
});
