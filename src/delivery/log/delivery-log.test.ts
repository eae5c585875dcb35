import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import { orderedId } from '../../lib/ids.ts';
import { LogPruning } from './log-pruning.ts';

async function deliver(delivery: ReturnType<typeof startDelivery>, count: number): Promise<void> {
  await delivery.connect('web', {}, { pool_size: 1 });
  for (let n = 0; n < count; n++) delivery.run('http:web', `c${n}`);
  await delivery.untilSettled(count);
}

const lengthOf = (delivery: ReturnType<typeof startDelivery>): number => delivery.logged().length;

test('a page of a longer log is found in steps, with all that match counted', async (t) => {
  const delivery = startDelivery(t);
  const insert = delivery.store.prepare(`INSERT INTO deliveries
    (id, connector, action, state, attempts, created_at, due_at, finished_at, request, bytes)
    VALUES (?, 'http:c', ?, 'delivered', 1, ?, 0, 1, '{}', 2)`);
  const ids = Array.from({ length: 9000 }, (_, n) => {
    const id = orderedId(n);
    insert.run(id, n % 3 === 0 ? 'http:third' : 'http:other', n);
    return id;
  }).reverse();
  for (const [filter, skip, expected] of [
    [{}, 0, ids],
    [{}, 4000, ids],
    [{}, 8995, ids],
    [{}, 9000, ids],
    [{}, 12_000, ids],
    [{ action: ['http:third'] }, 0, ids.filter((_, at) => (8999 - at) % 3 === 0)],
    [{ action: ['http:third'] }, 2990, ids.filter((_, at) => (8999 - at) % 3 === 0)],
    [{ since: 100, until: 8899 }, 8795, ids.slice(100, 8900)],
  ] as const) {
    const steps = delivery.log.page(filter, { skip, take: 20 });
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    assert.ok(count > 1);
    assert.deepEqual(step.value.rows, expected.slice(skip, skip + 20));
    assert.deepEqual([step.value.count, step.value.hasMore], [expected.length, expected.length > skip + 20]);
  }
});

test('tokens and secret headers of requests are not shown', async (t) => {
  const delivery = startDelivery(t);
  const parameters = { path: '/send?key=hidden', headers: { Authorization: 'Bearer hidden' }, body: '{}' };
  await delivery.connect('web', { parameters });
  delivery.run('http:web', 'c1');
  await delivery.untilSettled(1);
  const shown = JSON.stringify(delivery.logged()[0]?.request);
  assert.match(shown, /send\?key=\*{6}/);
  assert.match(shown, /"authorization":"\*{6}"/);
  assert.doesNotMatch(shown, /hidden/);
  // Its settings are gone with the connector, and what it got is shown as it was queued.
  delivery.actions.delete('http:web');
  await delivery.connectors.delete('http:web');
  assert.deepEqual(delivery.logged()[0]?.request, {
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
  const newest = delivery.logged().map(({ id }) => id);
  while (lengthOf(delivery) > 3) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    delivery.logged().map(({ id }) => id),
    newest.slice(0, lengthOf(delivery)),
  );
  const attempts = store.prepare('SELECT COUNT(*) AS count FROM delivery_attempts').get();
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

test('what waits for the limit of its destination says when it goes, and nothing names a time that is past', async (t) => {
  const delivery = startDelivery(t);
  const { clock } = delivery;
  await delivery.connect('web', {}, { limits: { per_minute: 1 } });
  for (const id of ['a', 'b', 'c']) delivery.actions.run('http:web', rowOf({ id }), { key: 'k' });
  await delivery.untilSettled(1);
  await clock.advance(10_000);
  const waiting = delivery.logged({ status: ['queued'] });
  assert.equal(waiting.length, 2);
  for (const { next_at, created_at } of waiting) {
    const pause = (next_at ?? 0) - created_at;
    assert.ok(pause >= 60_000 && pause < 60_100, `${pause} ms`);
  }
  delivery.actions.setEnabled('http:web', false);
  for (const { next_at } of delivery.logged({ status: ['queued'] })) assert.equal(next_at, null);
});

test('what expires before it could be sent says so', async (t) => {
  const delivery = startDelivery(t);
  await delivery.connect('web', { resource_opts: { request_ttl: '5s' } }, { limits: { per_minute: 1 } });
  for (const id of ['a', 'b']) delivery.run('http:web', id);
  await delivery.untilSettled(1);
  await delivery.clock.advance(61_000);
  await delivery.untilSettled(2);
  const [expired] = delivery.logged({ status: ['expired'] });
  assert.deepEqual([expired?.reason, expired?.attempts], ['its time was over before it could be sent', []]);
});
