import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { delivered, startLane, unavailable } from '../../../test/support/lane-scenario.ts';

const keyOf = (request: unknown): string => String(request).slice(0, 1);

/** Those of one key, in the order in which they were accepted. */
function ofKey(requests: readonly unknown[], key: string): unknown[] {
  return requests.filter((request) => keyOf(request) === key);
}

test('what follows a delivery that is not accepted in its order waits for it, other orders go on', async (t) => {
  const lane = startLane(t, { concurrency: 4 });
  const accepted: unknown[] = [];
  let aIsAway = true;
  lane.answer = (request) => {
    if (keyOf(request) === 'a' && aIsAway) return unavailable;
    accepted.push(request);
    return delivered;
  };
  for (let n = 0; n < 20; n++) for (const key of ['a', 'b']) lane.add(`${key}${n}`, { orderKey: key });
  await lane.rest();
  assert.equal(ofKey(lane.sent.flat(), 'b').length, 20);
  assert.deepEqual(new Set(ofKey(lane.sent.flat(), 'a')), new Set(['a0']));
  aIsAway = false;
  await lane.clock.advance(20_000);
  await lane.rest();
  const expected = Array.from({ length: 20 }, (_, n) => n);
  assert.deepEqual(
    ofKey(accepted, 'a'),
    expected.map((n) => `a${n}`),
  );
  assert.deepEqual(
    ofKey(accepted, 'b'),
    expected.map((n) => `b${n}`),
  );
});

test('two deliveries of one order are never in flight together', async (t) => {
  const lane = startLane(t, { concurrency: 8 });
  let inFlight = 0;
  let most = 0;
  lane.answer = async () => {
    most = Math.max(most, ++inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight--;
    return delivered;
  };
  for (let n = 0; n < 40; n++) lane.add(n, { orderKey: 'k' });
  while (lane.settled.length < 40) await lane.rest();
  assert.equal(most, 1);
  assert.deepEqual(
    lane.sent.flat(),
    Array.from({ length: 40 }, (_, n) => n),
  );
});

test('a delivery that is refused lets the next of its order go', async (t) => {
  const lane = startLane(t);
  lane.answer = (request) =>
    request === 0 ? { kind: 'rejected', cause: 'message', reason: 'no' } : delivered;
  for (let n = 0; n < 3; n++) lane.add(n, { orderKey: 'k' });
  await lane.rest();
  assert.deepEqual(lane.sent.flat(), [0, 1, 2]);
});

test('the order holds over a restart, and for what is sent again', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  await t.test('before', async (t) => {
    const lane = startLane(t, { directory, concurrency: 4 });
    lane.answer = () => new Promise(() => undefined);
    for (let n = 0; n < 30; n++) lane.add(n, { orderKey: 'k' });
    await lane.rest();
    assert.deepEqual(lane.sent.flat(), [0]);
  });
  const lane = startLane(t, { directory, concurrency: 4 });
  lane.answer = (request) =>
    request === 0 ? { kind: 'rejected', cause: 'message', reason: 'no' } : unavailable;
  await lane.rest();
  const [dead] = lane.settled;
  assert.equal(lane.outbox.requeue(String(dead?.delivery), undefined), true);
  lane.answer = () => delivered;
  await lane.clock.advance(20_000);
  await lane.rest();
  assert.deepEqual(
    lane.sent.flat().slice(-30),
    Array.from({ length: 30 }, (_, n) => n),
  );
});

test('thousands that wait for one order hold up no other', async (t) => {
  const lane = startLane(t, { concurrency: 4 });
  lane.answer = (request) => (request === 'stuck' ? unavailable : delivered);
  lane.add('stuck', { orderKey: 'a' });
  await lane.rest();
  for (let n = 0; n < 5000; n++) lane.add('behind', { orderKey: 'a' });
  lane.store.commit();
  for (let n = 0; n < 5; n++) lane.add(n, { orderKey: `other${n}` });
  await lane.rest();
  assert.deepEqual(
    lane.sent.flat().filter((request) => typeof request === 'number'),
    [0, 1, 2, 3, 4],
  );
  assert.ok(!lane.sent.flat().includes('behind'));
});

test('a batch is sent when it is full, or when its first request has waited long enough', async (t) => {
  const lane = startLane(t, { batching: { size: 3, time: 50 } });
  await lane.rest();
  for (let n = 0; n < 4; n++) lane.add(n);
  await lane.rest();
  assert.deepEqual(lane.sent, [[0, 1, 2]]);
  await lane.clock.advance(50);
  await lane.rest();
  assert.deepEqual(lane.sent, [[0, 1, 2], [3]]);
});

test('a batch that is not accepted goes again in its order, before what came behind it', async (t) => {
  const lane = startLane(t, { batching: { size: 10, time: 0 } });
  lane.answer = () => unavailable;
  for (let n = 0; n < 25; n++) lane.add(n, { orderKey: 'fake:a' });
  await lane.rest();
  lane.answer = () => delivered;
  const before = lane.sent.length;
  await lane.clock.advance(20_000);
  await lane.rest();
  assert.deepEqual(
    lane.sent.slice(before).flat(),
    Array.from({ length: 25 }, (_, n) => n),
  );
});

test('of a batch each request has an outcome of its own', async (t) => {
  const lane = startLane(t, { batching: { size: 10, time: 10 } });
  lane.answer = (request) =>
    request === 1 ? { kind: 'rejected', cause: 'message', reason: 'no' } : delivered;
  await lane.rest();
  for (let n = 0; n < 3; n++) lane.add(n, { orderKey: 'fake:a' });
  await lane.rest();
  await lane.clock.advance(10);
  await lane.rest();
  assert.deepEqual(
    lane.settled.map(({ outcome }) => outcome),
    ['delivered', 'rejected', 'delivered'],
  );
});

test('a burst into an idle lane, more than it takes at once, does not wait for the next delivery', async (t) => {
  const lane = startLane(t, { concurrency: 8 });
  lane.add('k0', { orderKey: 'k' });
  while (lane.settled.length < 1) await lane.rest();
  for (let n = 1; n <= 40; n++) lane.add(`k${n}`, { orderKey: 'k' });
  for (let turn = 0; turn < 50; turn++) await lane.rest();
  assert.deepEqual(
    lane.sent.flat(),
    Array.from({ length: 41 }, (_, n) => `k${n}`),
  );
});
