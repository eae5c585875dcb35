import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkQueue } from './work-queue.ts';

test('as many things as there are places run at a time, others wait in order, and more than that are refused', async () => {
  const queue = new WorkQueue(2, 1);
  const ends: Array<() => void> = [];
  const started: string[] = [];
  const work = (name: string) =>
    queue.run(() => {
      started.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const [first, second, third] = [work('a'), work('b'), work('c')];
  await assert.rejects(work('d'), { name: 'BusyError' });
  assert.deepEqual(started, ['a', 'b']);
  ends[0]?.();
  await first;
  await new Promise(setImmediate);
  assert.deepEqual(started, ['a', 'b', 'c']);
  for (const end of ends) end();
  await Promise.all([second, third]);
});

test('a thing that fails gives its place free', async () => {
  const queue = new WorkQueue(1, 0);
  await assert.rejects(
    queue.run(() => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await queue.run(() => Promise.resolve('yes')), 'yes');
});
