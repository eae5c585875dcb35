import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlushQueue } from './flush-queue.ts';
import { LONGEST_TURN } from './reading-turns.ts';

/** A connection that has nothing to wait for. */
const calm = { flush() {}, withhold() {}, readOn() {}, mustWait: () => false, endWait() {} };

test('what waits is stored and written in the middle of a turn that lasts long, and not before', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const said: string[] = [];
  const queue = new FlushQueue(() => {
    said.push('stored');
    return true;
  });
  const connection = { ...calm, flush: () => said.push('written') };
  queue.add(connection);
  queue.relieve();
  now += LONGEST_TURN;
  queue.relieve();
  assert.deepEqual(said, []);
  now += 1;
  queue.relieve();
  assert.deepEqual(said, ['stored', 'written']);
});

test('what comes while others are written does not have anything written again', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  let commits = 0;
  const queue = new FlushQueue(() => {
    commits++;
    return true;
  });
  const flush = (): void => {
    for (let times = 0; times < 3; times++) {
      queue.relieve();
      now += 2 * LONGEST_TURN;
    }
  };
  queue.add({ ...calm, flush });
  queue.flush();
  assert.equal(commits, 1);
});
