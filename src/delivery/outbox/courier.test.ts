import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { idsOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { createLogger } from '../../lib/logger.ts';

/** One status after the other; the last one stays. */
function answerInTurn(
  receiver: HttpReceiver,
  ...statuses: [status: number, headers?: Record<string, string>][]
) {
  receiver.answer = (_request, response) => {
    const [status, headers] = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? [200];
    response.writeHead(status, headers).end(`answer ${status}`);
  };
}

test('a row is sent after the commit, without any time passing', async (t) => {
  const { connect, run, store, untilSettled, logged } = startDelivery(t);
  const receiver = await connect('web');
  run('http:web', 'c1');
  assert.equal(receiver.requests.length, 0);
  store.commit();
  const [settled] = await untilSettled(1);
  assert.deepEqual(idsOf(receiver), ['c1']);
  assert.deepEqual(
    { ...settled, delivery: undefined },
    {
      delivery: undefined,
      connector: 'http:web',
      action: 'http:web',
      rule: 'r1',
      outcome: 'delivered',
      reason: undefined,
      cause: undefined,
      attempts: 1,
    },
  );
  const [delivery] = logged();
  assert.equal(delivery?.status, 'delivered');
  assert.equal(receiver.requests[0]?.headers['idempotency-key'], delivery?.id);
});

test('an unavailable receiver is tried again with the same id until it accepts, and every attempt is kept', async (t) => {
  const { connect, run, clock, untilSettled, log } = startDelivery(t);
  const receiver = await connect('web');
  answerInTurn(receiver, [500], [503], [200]);
  run('http:web', 'c1');
  await untilSettled(1);
  assert.equal(receiver.requests.length, 1);
  await clock.advance(1200);
  await untilSettled(2);
  await clock.advance(2400);
  const settled = await untilSettled(3);
  assert.deepEqual(
    settled.map(({ outcome }) => outcome),
    ['unavailable', 'unavailable', 'delivered'],
  );
  const ids = receiver.requests.map(({ headers }) => headers['idempotency-key']);
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(
    log
      .get(String(ids[0]))
      .attempts.map(({ number, status, verdict, body }) => [number, status, verdict, body]),
    [
      [1, 500, 'unavailable', 'answer 500'],
      [2, 503, 'unavailable', 'answer 503'],
      [3, 200, 'delivered', 'answer 200'],
    ],
  );
});

test('a refused request is not repeated', async (t) => {
  const { connect, run, clock, untilSettled, logged } = startDelivery(t);
  const receiver = await connect('web');
  answerInTurn(receiver, [404]);
  run('http:web', 'c1');
  const [settled] = await untilSettled(1);
  assert.deepEqual([settled?.outcome, settled?.reason], ['rejected', 'HTTP 404 Not Found']);
  await clock.advance(60_000);
  assert.equal(receiver.requests.length, 1);
  const [{ status, attempts } = {}] = logged();
  assert.deepEqual([status, attempts?.[0]?.body], ['failed', 'answer 404']);
});

test('a delivery that is given up is logged with the reason and without its request', async (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'warn',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const parameters = { path: '/hook?key=secret-token', body: '{}' };
  const { connect, run, untilSettled } = startDelivery(t, { logger });
  const receiver = await connect('web', { parameters });
  answerInTurn(receiver, [404]);
  run('http:web', 'c1');
  await untilSettled(1);
  assert.equal(lines.length, 1);
  assert.match(
    String(lines[0]),
    /"action":"http:web".*"reason":"HTTP 404 Not Found".*"msg":"delivery given up"/,
  );
  assert.doesNotMatch(String(lines[0]), /secret-token/);
});

test('Retry-After is waited for', async (t) => {
  const { connect, run, clock, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  answerInTurn(receiver, [429, { 'retry-after': '30' }], [200]);
  run('http:web', 'c1');
  await untilSettled(1);
  await clock.advance(29_000);
  assert.equal(receiver.requests.length, 1);
  await clock.advance(1000);
  await untilSettled(2);
  assert.equal(receiver.requests.length, 2);
});

test('a delivery that is not accepted before its request_ttl is over expires', async (t) => {
  const { connect, run, clock, untilSettled, actions } = startDelivery(t);
  const receiver = await connect('web', { resource_opts: { request_ttl: '5s' } });
  answerInTurn(receiver, [503]);
  run('http:web', 'c1');
  await untilSettled(1);
  await clock.advance(1200);
  await untilSettled(2);
  await clock.advance(5000);
  const settled = await untilSettled(3);
  assert.equal(settled.at(-1)?.outcome, 'expired');
  const { metrics } = actions.metrics('http:web');
  assert.deepEqual(
    [metrics.matched, metrics.dropped, metrics['dropped.expired'], metrics.queuing],
    [1, 1, 1, 0],
  );
});

test('a delivery whose request_ttl ends while the receiver is silent expires then, and not with the time limit', async (t) => {
  const { connect, run, clock, untilSettled } = startDelivery(t);
  const receiver = await connect('web', { resource_opts: { request_ttl: '2s' } });
  receiver.answer = () => undefined;
  run('http:web', 'c1');
  await receiver.received(1);
  await clock.advance(2000);
  const [settled] = await untilSettled(1);
  assert.deepEqual([settled?.outcome, settled?.reason], ['expired', 'no complete answer within 2 s']);
});

test('an answer that does not come within 15 s is as good as none', async (t) => {
  const { connect, run, clock, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  receiver.answer = () => undefined;
  run('http:web', 'c1');
  await receiver.received(1);
  await clock.advance(15_000);
  const [settled] = await untilSettled(1);
  assert.deepEqual([settled?.outcome, settled?.reason], ['unavailable', 'no complete answer within 15 s']);
});

test('a connector that does not answer holds up no other, and takes no more than its connections', async (t) => {
  const { connect, run, untilSettled } = startDelivery(t);
  const slow = await connect('slow', {}, { pool_size: 2 });
  const quick = await connect('quick');
  slow.answer = () => undefined;
  for (let n = 0; n < 20; n++) run('http:slow', `s${n}`);
  for (let n = 0; n < 20; n++) run('http:quick', `q${n}`);
  await untilSettled(20);
  assert.equal(quick.requests.length, 20);
  assert.equal(slow.requests.length, 2);
});

test('over one connection rows are sent in the order in which they came', async (t) => {
  const { connect, run, untilSettled } = startDelivery(t);
  const receiver = await connect('web', {}, { pool_size: 1 });
  const ids = Array.from({ length: 50 }, (_, n) => `c${n}`);
  for (const id of ids) run('http:web', id);
  await untilSettled(ids.length);
  assert.deepEqual(idsOf(receiver), ids);
});

test('when a connector can be reached again all that waits for it is sent at once', async (t) => {
  const { connect, run, clock, connectors, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  receiver.close();
  for (const id of ['c1', 'c2', 'c3']) run('http:web', id);
  await untilSettled(3);
  while (connectors.get('http:web').status !== 'disconnected') await new Promise(setImmediate);
  await receiver.open();
  await clock.advance(2000); // the next look at a connector that is away
  const settled = await untilSettled(6);
  assert.deepEqual(
    settled.slice(-3).map(({ outcome }) => outcome),
    ['delivered', 'delivered', 'delivered'],
  );
});

test('a receiver that fails ten times in a row gets one trial a second until it recovers', async (t) => {
  const { connect, run, clock, untilSettled, settled } = startDelivery(t);
  const receiver = await connect('web', {}, { pool_size: 1 });
  answerInTurn(receiver, [503]);
  for (let n = 0; n < 40; n++) run('http:web', `c${n}`);
  await untilSettled(10);
  await new Promise((resolve) => setImmediate(resolve));
  const failed = settled.length;
  assert.ok(failed <= 13, `${failed} requests before the lane slowed down`);
  answerInTurn(receiver, [200]);
  // What is under way while the time passes is one more failure, and moves the trial.
  while (settled.filter(({ outcome }) => outcome === 'delivered').length < 40) await clock.advance(1000);
  assert.deepEqual(new Set(idsOf(receiver)).size, 40);
});

test('the oldest waiting rows give way when the buffer of the action is full', async (t) => {
  const { connect, run, clock, untilSettled, actions, logged } = startDelivery(t);
  const size = { body: '{"id":"${id}"}', headers: {}, path: '' };
  const receiver = await connect('web', { parameters: size, resource_opts: { max_buffer_bytes: 200 } });
  receiver.close();
  for (let n = 0; n < 6; n++) run('http:web', `c${n}`);
  const [dropped] = await untilSettled(1);
  assert.deepEqual([dropped?.outcome, dropped?.reason], ['dropped', 'queue_full']);
  await receiver.open();
  while (logged().some(({ finished_at }) => finished_at === null)) await clock.advance(1000);
  const { metrics } = actions.metrics('http:web');
  assert.equal(metrics.success + metrics['dropped.queue_full'], 6);
  assert.ok(metrics['dropped.queue_full'] > 0);
  assert.deepEqual([metrics.queuing, metrics.queuing_bytes], [0, 0]);
  assert.ok(idsOf(receiver).includes('c5'), 'the newest is kept');
});

test('a finished delivery can be sent again', async (t) => {
  const { connect, run, untilSettled, log, logged } = startDelivery(t);
  const receiver = await connect('web');
  answerInTurn(receiver, [404], [200]);
  run('http:web', 'c1');
  await untilSettled(1);
  const [{ id = '' } = {}] = logged({ status: ['failed'] });
  assert.equal(log.resend(id).status, 'queued');
  await untilSettled(2);
  const { status, attempts } = log.get(id);
  assert.deepEqual(
    [status, attempts.map(({ verdict }) => verdict)],
    ['delivered', ['rejected', 'delivered']],
  );
  assert.throws(() => log.resend('no such delivery'), { code: 'NOT_FOUND' });
});

test('stopping waits for what is in flight, and lets go of it when it takes too long', async (t) => {
  const directory = await temporaryDirectory(t);
  const clock = new FakeClock();
  const first = startDelivery(t, { directory, clock });
  const receiver = await first.connect('web');
  receiver.answer = () => undefined;
  first.run('http:web', 'c1');
  await receiver.received(1);
  await first.close(1000);
  receiver.answer = (_request, response) => void response.end('ok');

  const second = startDelivery(t, { directory, clock });
  await second.untilSettled(1);
  assert.deepEqual(idsOf(receiver), ['c1', 'c1']);
  assert.equal(new Set(receiver.requests.map(({ headers }) => headers['idempotency-key'])).size, 1);
});

async function temporaryDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tocsin-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
