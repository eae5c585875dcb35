import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { TopicNameTree } from './topic-name-tree.ts';
import { TopicTree } from './topic-tree.ts';
import { isValidTopicFilter, topicMatchesFilter } from './topics.ts';

const level = fc.constantFrom('a', 'b', '', '$x', '温');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/') || '/');
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
  .map(([levels, deep]) => [...levels, ...(deep ? ['#'] : [])].join('/'))
  .filter(isValidTopicFilter);

const DEEP = 30_000;
const deepTopic = 'a/'.repeat(DEEP);

const collectGarbage = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function collect<T extends NonNullable<unknown>>(tree: TopicTree<T>, name: string): T[] {
  const found: T[] = [];
  tree.collect(name, found);
  return found;
}

test('a topic finds the values of the filters that match it, through additions and removals', () => {
  // Few filters and values, so that they meet often
  const pool = fc.array(filter, { minLength: 1, maxLength: 5 });
  const change = fc.record({ pick: fc.nat({ max: 4 }), value: fc.nat({ max: 2 }), adds: fc.boolean() });
  fc.assert(
    fc.property(
      pool,
      fc.array(change, { maxLength: 40 }),
      fc.array(topic, { maxLength: 5 }),
      (filters, changes, topics) => {
        const tree = new TopicTree<number>();
        const held = new Map<string, Set<number>>();
        for (const { pick, value, adds } of changes) {
          const filter = filters[pick % filters.length] as string;
          const values = held.get(filter) ?? new Set();
          if (adds) tree.add(filter, value);
          else assert.equal(tree.remove(filter, value), values.has(value));
          if (adds) values.add(value);
          else values.delete(value);
          if (values.size > 0) held.set(filter, values);
          else held.delete(filter);
        }
        for (const name of topics) {
          const expected = [...held]
            .filter(([filter]) => topicMatchesFilter(name, filter))
            .flatMap(([, values]) => [...values]);
          assert.deepEqual(collect(tree, name).sort(), expected.sort(), name);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a filter holds a value once, several values side by side, and a Set as one value', () => {
  const tree = new TopicTree<object>();
  const set = new Set([1]);
  const other = {};
  tree.add('a', set);
  tree.add('a', set);
  assert.deepEqual(collect(tree, 'a'), [set]);
  tree.add('a', other);
  assert.deepEqual(collect(tree, 'a'), [set, other]);
  assert.equal(tree.remove('a', set), true);
  assert.equal(tree.remove('a', set), false);
  assert.deepEqual(collect(tree, 'a'), [other]);
  assert.equal(tree.remove('a', other), true);
  assert.deepEqual(collect(tree, 'a'), []);
});

test('what was removed leaves no nodes behind', () => {
  const tree = new TopicTree<number>();
  const names = new TopicNameTree<number>();
  const before = heapUsed();
  for (let index = 0; index < 20_000; index++) {
    const name = `device/${index}/state`;
    tree.add(name, index);
    tree.remove(name, index);
    names.set(name, index);
    names.delete(name);
  }
  // With their nodes it would be 10 million bytes and more.
  assert.ok(heapUsed() - before < 2_000_000);
  assert.equal(names.size, 0);
});

test('topics and filters of thousands of levels do not overflow the stack', () => {
  const tree = new TopicTree<number>();
  tree.add(`${deepTopic}#`, 1);
  tree.add('+/'.repeat(DEEP), 2);
  tree.add('#', 3);
  assert.deepEqual(collect(tree, deepTopic).sort(), [1, 2, 3]);
  tree.remove(`${deepTopic}#`, 1);
  tree.remove('+/'.repeat(DEEP), 2);
  assert.deepEqual(collect(tree, deepTopic), [3]);

  const names = new TopicNameTree<number>();
  names.set(deepTopic, 1);
  assert.deepEqual([...names.match('#')], [1]);
  assert.deepEqual([...names.match('+/'.repeat(DEEP))], [1]);
  assert.equal(names.delete(deepTopic), true);
});

test('a filter finds the values of the topics that it matches, through changes', () => {
  const change = fc.record({ name: topic, value: fc.nat({ max: 3 }), sets: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 30 }),
      fc.array(filter, { maxLength: 5 }),
      (changes, filters) => {
        const tree = new TopicNameTree<number>();
        const held = new Map<string, number>();
        for (const { name, value, sets } of changes) {
          if (sets) {
            tree.set(name, value);
            held.set(name, value);
          } else assert.equal(tree.delete(name), held.delete(name));
        }
        assert.equal(tree.size, held.size);
        for (const [name, value] of held) assert.equal(tree.get(name), value);
        for (const text of filters) {
          const expected = [...held]
            .filter(([name]) => topicMatchesFilter(name, text))
            .map(([, value]) => value);
          assert.deepEqual([...tree.match(text)].sort(), expected.sort(), text);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('retained topics that begin with $ are hidden from wildcards on the first level [MQTT-4.7.2-1]', () => {
  const tree = new TopicNameTree<string>();
  for (const name of ['$SYS', '$SYS/up', 'a', 'a/$b']) tree.set(name, name);
  assert.deepEqual([...tree.match('#')].sort(), ['a', 'a/$b']);
  assert.deepEqual([...tree.match('+')], ['a']);
  assert.deepEqual([...tree.match('$SYS/#')], ['$SYS', '$SYS/up']);
  assert.deepEqual([...tree.match('a/+')], ['a/$b']);
});

test('a match can go on after topics were deleted and set', () => {
  const tree = new TopicNameTree<number>();
  for (let index = 0; index < 100; index++) tree.set(`d/${index}/state`, index);
  const found = tree.match('d/+/state');
  assert.equal(found.next().value, 0);
  for (let index = 50; index < 100; index++) tree.delete(`d/${index}/state`);
  tree.set('d/1/state', 1000);
  assert.deepEqual([...found], [1000, ...Array.from({ length: 48 }, (_, index) => index + 2)]);
});

test('a search that finds nothing says so now and then, so that it can be left', () => {
  const tree = new TopicNameTree<number>();
  for (let i = 0; i < 10_000; i++) tree.set(`a/${i}/b`, i);
  const found = [...tree.search('a/+/c')];
  assert.ok(found.length >= 10_000 / 128 && found.every((value) => value === undefined));
  assert.deepEqual([...tree.match('a/+/c')], []);
});
