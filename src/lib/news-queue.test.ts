import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NewsQueue } from './news-queue.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('news is told after its turn, in its order, and what there was no room for as a count behind it', async () => {
  const told: (number | string)[] = [];
  let tellLast: () => void = () => {};
  const isOver = new Promise<void>((resolve) => {
    tellLast = resolve;
  });
  const queue = new NewsQueue<number>(
    (news) => told.push(news),
    (count) => {
      told.push(`${count} skipped`);
      tellLast();
    },
  );
  for (let news = 0; news < 2000; news++) queue.add(news);
  queue.add(2000);
  queue.add(2001, 3);
  assert.deepEqual(told, [], 'nothing in the turn itself');
  await isOver;
  assert.deepEqual(told, [...Array.from({ length: 2000 }, (_, news) => news), '4 skipped']);
});

test('what waits when a queue is cleared is not told, and what comes later is', async () => {
  const told: string[] = [];
  const queue = new NewsQueue<string>(
    (news) => told.push(news),
    (count) => told.push(`${count} skipped`),
  );
  queue.add('before');
  queue.clear();
  await turn();
  assert.deepEqual(told, []);
  queue.add('after');
  await turn();
  assert.deepEqual(told, ['after']);
});
