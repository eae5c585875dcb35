import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { LogPruning } from './log-pruning.ts';

async function deliver(delivery: ReturnType<typeof startDelivery>, count: number): Promise<void> {
  await delivery.connect('web', {}, { pool_size: 1 });
  for (let n = 0; n < count; n++) delivery.run('http:web', `c${n}`);
  await delivery.untilSettled(count);
}

const lengthOf = (delivery: ReturnType<typeof startDelivery>): number => delivery.log.list().length;

test('the log is paged from the newest to the oldest', async (t) => {
  const delivery = startDelivery(t);
  await deliver(delivery, 5);
  const all = delivery.log.list().map(({ id }) => id);
  assert.deepEqual(all, all.toSorted().reverse());
  const first = delivery.log.list({ limit: 2 }).map(({ id }) => id);
  const rest = delivery.log
    .list({ before: first[1], action: 'http:web', state: 'delivered' })
    .map(({ id }) => id);
  assert.deepEqual([...first, ...rest], all);
  assert.deepEqual(delivery.log.list({ action: 'http:other' }), []);
});

test('tokens and secret headers of requests are not shown', async (t) => {
  const delivery = startDelivery(t);
  const parameters = { path: '/send?key=hidden', headers: { Authorization: 'Bearer hidden' }, body: '{}' };
  await delivery.connect('web', { parameters });
  delivery.run('http:web', 'c1');
  await delivery.untilSettled(1);
  assert.deepEqual(delivery.log.list()[0]?.request, {
    method: 'post',
    path: '/send?key=******',
    headers: { authorization: '******' },
    body: '{}',
  });
});

test('the oldest finished deliveries are deleted, with their attempts, when there are too many', async (t) => {
  const delivery = startDelivery(t);
  const { store, outbox, clock } = delivery;
  const pruning = new LogPruning(store, outbox, clock, { age: Infinity, count: 3, bytes: Infinity });
  t.after(() => pruning.stop());
  await deliver(delivery, 10);
  const newest = delivery.log.list().map(({ id }) => id);
  while (lengthOf(delivery) > 3) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    delivery.log.list().map(({ id }) => id),
    newest.slice(0, lengthOf(delivery)),
  );
  const attempts = store.prepare('SELECT COUNT(*) AS count FROM attempts').get();
  assert.equal(attempts?.count, lengthOf(delivery));
});

test('finished deliveries are deleted when they are old', async (t) => {
  const delivery = startDelivery(t, { retention: 300_000 });
  await deliver(delivery, 3);
  await delivery.clock.advance(299_999);
  assert.equal(lengthOf(delivery), 3);
  await delivery.clock.advance(300_001); // they are looked through every ten minutes
  while (lengthOf(delivery) > 0) await new Promise((resolve) => setImmediate(resolve));
});
