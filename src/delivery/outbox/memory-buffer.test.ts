import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { idsOf, rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';

const rows = 'SELECT COUNT(*) AS count FROM deliveries';

test('what waits in memory is sent in its order and repeated, and never lies on the disk', async (t) => {
  const { connect, actions, clock, store, untilSettled } = startDelivery(t);
  const receiver = await connect('web', { buffer: 'memory' });
  let isBusy = true;
  receiver.answer = (_request, response) => void response.writeHead(isBusy ? 503 : 200).end();
  for (let n = 0; n < 5; n++) actions.run('http:web', rowOf({ id: n }), { key: 'k' });
  await untilSettled(1);
  isBusy = false;
  await clock.advance(1500);
  await untilSettled(6);
  assert.deepEqual(idsOf(receiver), ['0', '0', '1', '2', '3', '4']);
  assert.equal(store.prepare(rows).get()?.count, 0);
  const { metrics } = actions.metrics('http:web');
  assert.deepEqual([metrics.success, metrics.queuing, metrics.queuing_bytes], [5, 0, 0]);
});

test('what failed is kept, and can be sent again', async (t) => {
  const { connect, run, log, store, untilSettled } = startDelivery(t);
  const receiver = await connect('web', { buffer: 'memory' });
  receiver.answer = (_request, response) => void response.writeHead(404).end('nothing here');
  run('http:web', 'c1');
  const [settled] = await untilSettled(1);
  const id = String(settled?.delivery);
  assert.deepEqual([log.get(id).status, log.get(id).attempts[0]?.body], ['failed', 'nothing here']);
  receiver.answer = (_request, response) => void response.end();
  log.resend(id);
  await untilSettled(2);
  assert.equal(log.get(id).status, 'delivered');
  assert.equal(store.prepare(rows).get()?.count, 1);
});

test('a stop moves what waits in memory to the disk, from where it is sent after the next start', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const clock = new FakeClock();
  const first = startDelivery(t, { directory, clock });
  const receiver = await first.connect('web', { buffer: 'memory' });
  receiver.answer = (_request, response) => void response.writeHead(503).end();
  for (let n = 0; n < 3; n++) first.actions.run('http:web', rowOf({ id: n }), { key: 'k' });
  await first.untilSettled(1);
  await first.close();
  receiver.answer = (_request, response) => void response.end();
  receiver.requests.splice(0);
  const second = startDelivery(t, { directory, clock });
  await clock.advance(2000);
  await second.untilSettled(3);
  assert.deepEqual(idsOf(receiver), ['0', '1', '2']);
});

test('the oldest in memory give way when the buffer is full', async (t) => {
  const { connect, run, actions, untilSettled } = startDelivery(t);
  const action = { buffer: 'memory', resource_opts: { max_buffer_bytes: 2000 } };
  const receiver = await connect('web', action, { pool_size: 1 });
  receiver.answer = () => undefined;
  for (let n = 0; n < 40; n++) run('http:web', `c${n}`);
  await untilSettled(30);
  const { metrics } = actions.metrics('http:web');
  assert.ok(metrics['dropped.queue_full'] >= 30);
  assert.ok(metrics.queuing_bytes <= 2000);
});
