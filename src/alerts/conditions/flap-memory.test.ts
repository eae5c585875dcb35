import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlapMemory } from './flap-memory.ts';

const limit = { changes: 6, within: 600_000 };

test('changes of a key within the window are counted, also beyond the limit', () => {
  const memory = new FlapMemory();
  for (let n = 1; n <= 9; n++) assert.equal(memory.add('a', n * 1000, 1, limit), n);
  assert.equal(memory.add('b', 9000, 2, limit), 2);
  assert.equal(memory.add('a', 605_000, 1, limit), 6);
});

test('the keys that did not change for longest are forgotten first', () => {
  const memory = new FlapMemory(2);
  const forgotten: string[] = [];
  for (const [at, key] of ['a', 'b', 'a', 'c'].entries()) {
    memory.add(key, at, 1, limit, (old) => forgotten.push(old));
  }
  assert.deepEqual(forgotten, ['b']);
  assert.equal(memory.memoryOf('b'), undefined);
  assert.deepEqual(memory.memoryOf('a'), [0, 2]);
});

test('keys whose last change lies before the window go as others change', () => {
  const memory = new FlapMemory();
  for (let n = 0; n < 100; n++) memory.add(`old-${n}`, 0, 1, limit);
  for (let n = 0; n < 50; n++) memory.add('a', 600_001, 1, limit);
  assert.equal(memory.size, 1);
});

test('what is written down of a key and read again counts as before, as far as it is within the window', () => {
  const memory = new FlapMemory();
  assert.equal(memory.recall('a', [0, 500_000, 500_001], 700_000, limit), true);
  assert.equal(memory.add('a', 700_001, 1, limit), 3);
  assert.equal(memory.recall('b', [0], 700_000, limit), false);
});
