import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SortedList } from './sorted-list.ts';

interface Item {
  key: string;
  version: number;
}

function keysOf(items: Iterable<Item>): string[] {
  return [...items].map(({ key }) => key);
}

test('whatever comes and goes, the items stay in order, and skipping and cursors agree with it', () => {
  const list = new SortedList<Item>(({ key }) => key);
  const model = new Map<string, Item>();
  // A fixed sequence that looks random: the same failure fails again.
  let state = 12345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 20_000; round++) {
    const key = `c${random(5000)}`;
    if (random(3) === 0) assert.equal(list.delete(key), model.delete(key));
    else {
      const item = { key, version: round };
      list.set(item);
      model.set(key, item);
    }
  }
  const expected = [...model.values()].sort((a, b) => (a.key < b.key ? 1 : -1));
  assert.ok(expected.length > 2000, 'many blocks');
  assert.equal(list.size, expected.length);
  assert.deepEqual([...list.descending()], expected);
  for (const skip of [1, 511, 512, 513, 1700, expected.length - 1, expected.length, 99_999]) {
    assert.deepEqual([...list.descending(skip)], expected.slice(skip), `after ${skip}`);
  }
  for (const [index, { key }] of expected.entries()) {
    if (index % 97 === 0) assert.deepEqual(keysOf(list.below(key)), keysOf(expected.slice(index + 1)));
  }
  assert.deepEqual(keysOf(list.below('c')), []);
  assert.equal(keysOf(list.below('d')).length, expected.length);
  for (const { key } of expected) assert.equal(list.delete(key), true);
  assert.deepEqual([list.size, [...list.descending()], [...list.below('x')]], [0, [], []]);
});

test('the order is that of code units, upper case before lower case', () => {
  const list = new SortedList<string>((text) => text);
  for (const text of ['b', 'B', 'a', '设', '_']) list.set(text);
  assert.deepEqual([...list.descending()], ['设', 'b', 'a', '_', 'B']);
});
