import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { type Answer, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import {
  ConnectorSummary,
  Delivery,
  DeliveryCounts,
  DeliveryPage,
  DroppedQueue,
  Recovery,
} from '../contract.ts';

const bad = { status: 400, code: 'BAD_REQUEST' };

/** An API on a real outbox: `http:good` takes what it gets, `http:bad` refuses it. */
async function startLog(t: TestContext) {
  const delivery = startDelivery(t);
  const good = await delivery.connect('good');
  const refusing = await delivery.connect('bad');
  refusing.answer = (_request, response) => void response.writeHead(404).end('=no such bot, "really"');
  const api = await startApi(t, { deliveries: delivery.log, clock: delivery.clock });
  const list = async (query: string) => (await api.send(`GET /deliveries${query}`)).body as DeliveryList;
  return { api, delivery, good, refusing, list };
}

type DeliveryList = {
  data: Delivery[];
  meta: { page: number; limit: number; count: number; hasnext: boolean };
};

test('deliveries are listed with their attempts, the newest first, a page at a time', async (t) => {
  const { api, delivery, list } = await startLog(t);
  for (let n = 0; n < 5; n++) delivery.run(n % 2 === 0 ? 'http:good' : 'http:bad', `c${n}`);
  await delivery.untilSettled(5);
  const { data, meta } = await list('');
  assert.deepEqual(DeliveryPage.parse({ data, meta }), { data, meta });
  assert.deepEqual(meta, { page: 1, limit: 100, count: 5, hasnext: false });
  assert.deepEqual(
    data.map(({ status }) => status),
    ['delivered', 'failed', 'delivered', 'failed', 'delivered'],
  );
  const [, failed] = data;
  assert.deepEqual([failed?.connector, failed?.action, failed?.rule], ['http:bad', 'http:bad', 'r1']);
  assert.match(String(failed?.reason), /404/);
  const [attempt] = failed?.attempts ?? [];
  assert.deepEqual([attempt?.status, attempt?.verdict], [404, 'rejected']);
  assert.match(String(attempt?.at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);

  const ids = data.map(({ id }) => id);
  const pages = await Promise.all([1, 2, 3, 4].map((page) => list(`?limit=2&page=${page}`)));
  assert.deepEqual(
    pages.flatMap((page) => page.data.map(({ id }) => id)),
    ids,
  );
  assert.deepEqual(
    pages.map((page) => [page.meta.count, page.meta.hasnext]),
    [
      [5, true],
      [5, true],
      [5, false],
      [5, false],
    ],
  );
  await checkTable(api, [
    { request: `GET /deliveries/${ids[0]}`, status: 200, answer: Delivery },
    { request: 'GET /deliveries/unknown', status: 404, code: 'NOT_FOUND' },
  ]);
});

test('filters hold together, and several values of one of them are any of them', async (t) => {
  const { delivery, list } = await startLog(t);
  for (let n = 0; n < 4; n++) delivery.run(n < 3 ? 'http:good' : 'http:bad', `c${n}`);
  await delivery.untilSettled(4);
  await delivery.clock.advance(60_000);
  delivery.run('http:good', 'late');
  await delivery.untilSettled(5);
  const lateAt = delivery.clock.now();
  for (const [query, count] of [
    ['?status=delivered', 4],
    ['?status=delivered&status=failed', 5],
    ['?status=delivered,failed', 5],
    ['?status=queued,retrying,expired', 0],
    ['?connector=http:bad', 1],
    ['?connector=http%3Abad,http:good', 5],
    ['?action=http:good&status=failed', 0],
    ['?rule=r1', 5],
    ['?rule=r1&rule=r2', 5],
    ['?rule=r2', 0],
    [`?since=${lateAt}`, 1],
    [`?since=${encodeURIComponent(new Date(lateAt).toISOString())}`, 1],
    [`?until=${lateAt - 1}`, 4],
    ['?q=NO SUCH BOT', 1],
    ['?q=%25', 0],
  ] as const) {
    const { meta } = await list(query);
    assert.equal(meta.count, count, query);
  }
  const page = await list('?status=delivered&limit=3&page=2');
  assert.deepEqual([page.data.length, page.meta.count, page.meta.hasnext], [1, 4, false]);
});

test('a filter that nothing can ever fit is refused with a sentence', async (t) => {
  const { api } = await startLog(t);
  await checkTable(api, [
    {
      request: 'GET /deliveries?status=lost',
      ...bad,
      check: ({ message }: { message: string }) =>
        assert.match(message, /no delivery is ever .*lost.*: status is one of queued, retrying/),
    },
    { request: 'GET /deliveries?status=delivered,lost', ...bad },
    { request: 'GET /deliveries?limit=0', ...bad },
    { request: 'GET /deliveries?since=yesterday', ...bad },
    { request: 'GET /deliveries?since=2000&until=1000', ...bad },
    { request: 'GET /deliveries/export?format=xml', ...bad },
  ]);
});

test('a finished delivery is sent once more under its id, an unfinished one is not', async (t) => {
  const { api, delivery, refusing, list } = await startLog(t);
  delivery.run('http:bad', 'c1');
  await delivery.untilSettled(1);
  const [{ id } = { id: '' }] = (await list('?status=failed')).data;
  await checkTable(api, [
    { request: `POST /deliveries/${id}/resend`, status: 200, answer: Delivery },
    { request: 'POST /deliveries/unknown/resend', status: 404, code: 'NOT_FOUND' },
    { request: `POST /deliveries/${id}/resend`, who: 'viewerKey', status: 403 },
  ]);
  await delivery.untilSettled(2);
  const again = Delivery.parse((await api.send(`GET /deliveries/${id}`)).body);
  assert.deepEqual([again.status, again.attempt_count], ['failed', 2]);
  assert.deepEqual(
    new Set(refusing.requests.map(({ headers }) => headers['idempotency-key'])),
    new Set([id]),
  );

  refusing.close();
  await api.send(`POST /deliveries/${id}/resend`);
  await delivery.untilSettled(3);
  assert.deepEqual((await list('?status=retrying')).meta.count, 1);
  const refused = await api.send(`POST /deliveries/${id}/resend`);
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'CONFLICT']);
});

test('what was dropped is shown as failed with the reason, and cannot be sent again', async (t) => {
  const { api, delivery, refusing, list } = await startLog(t);
  refusing.close();
  delivery.run('http:bad', 'c1');
  await delivery.untilSettled(1);
  delivery.actions.delete('http:bad');
  await delivery.untilSettled(2);
  const [dropped] = (await list('?connector=http:bad')).data;
  assert.deepEqual([dropped?.status, dropped?.request], ['failed', null]);
  assert.match(String(dropped?.reason), /resource_not_found/);
  const refused = await api.send(`POST /deliveries/${dropped?.id}/resend`);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /was dropped/);
});

test('the log is exported as JSON lines, and as CSV that no spreadsheet takes for formulas', async (t) => {
  const { api, delivery } = await startLog(t);
  delivery.run('http:good', 'c1');
  delivery.run('http:bad', 'c2');
  await delivery.untilSettled(2);
  const lines = await api.send('GET /deliveries/export?status=failed');
  assert.match(String(lines.headers['content-type']), /^application\/x-ndjson/);
  const rows = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map((row) => Delivery.parse(row).status),
    ['failed'],
  );

  const csv = await api.send('GET /deliveries/export?format=csv');
  assert.match(String(csv.headers['content-type']), /^text\/csv/);
  const [head, first, second] = csv.text.split('\r\n');
  assert.match(String(head), /^id,created_at,finished_at,status,connector/);
  assert.equal([first, second].filter((line) => line?.includes(`"'=no such bot, ""really"""`)).length, 1);
});

test('all that failed of a connector since a time is sent again, so many a second, also after a restart', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const first = startDelivery(t, { directory });
  const receiver = await first.connect('web');
  receiver.answer = (_request, response) => void response.writeHead(404).end();
  first.run('http:web', 'early');
  await first.untilSettled(1);
  await first.clock.advance(60_000);
  const since = first.clock.now();
  for (let n = 0; n < 5; n++) first.run('http:web', `c${n}`);
  await first.untilSettled(6);
  receiver.answer = (_request, response) => void response.end('ok');
  receiver.requests.length = 0;
  const { log: deliveries, connectors, clock } = first;
  const api = await startApi(t, { deliveries, connectors, clock });
  await checkTable(api, [
    { request: 'POST /connectors/http:web/recover', body: {}, ...bad },
    { request: 'POST /connectors/http:web/recover', body: { since: 'noon' }, ...bad },
    { request: 'POST /connectors/http:web/recover', body: { since, rate: 0 }, ...bad },
    { request: 'POST /connectors/http:no/recover', body: { since }, status: 404, code: 'NOT_FOUND' },
    { request: 'GET /connectors/http:web/recover', status: 404, code: 'NOT_FOUND' },
    {
      request: 'POST /connectors/http:web/recover',
      body: { since: new Date(since).toISOString(), rate: 1 },
      status: 200,
      answer: Recovery,
      check: ({ count, lost, left, rate }: Recovery) =>
        assert.deepEqual([count, lost, left, rate], [5, 0, 4, 1]),
    },
  ]);
  await first.untilSettled(7);
  await first.clock.advance(1000);
  await first.untilSettled(8);
  assert.equal(Recovery.parse((await api.send('GET /connectors/http:web/recover')).body).left, 3);
  const summaries = z.array(ConnectorSummary).parse((await api.send('GET /connectors_summary')).body);
  assert.deepEqual(
    summaries.map(({ id, recovery }) => [id, recovery?.left]),
    [['http:web', 3]],
  );
  await first.close();

  const second = startDelivery(t, { directory, clock: first.clock });
  await second.clock.advance(2000);
  await second.untilSettled(3);
  const received = receiver.requests.map(({ body }) => JSON.parse(body).id);
  assert.deepEqual(received.toSorted(), ['c0', 'c1', 'c2', 'c3', 'c4']);
  assert.throws(() => second.log.recovery('http:web'), { code: 'NOT_FOUND' });
  assert.equal(second.logged({ status: ['failed'] }).length, 1, 'what failed before that is left alone');
});

test('what fails again while it is recovered is not sent once more', async (t) => {
  const { api, delivery, refusing } = await startLog(t);
  for (let n = 0; n < 3; n++) delivery.run('http:bad', `c${n}`);
  await delivery.untilSettled(3);
  await delivery.clock.advance(1);
  await api.send('POST /connectors/http:bad/recover', { body: { since: 0, rate: 1000 } });
  await delivery.untilSettled(6);
  await delivery.clock.advance(5000);
  assert.equal(refusing.requests.length, 6);
});

test('what happens to deliveries is told to those who look on, and nothing else that they did not ask for', async (t) => {
  const { delivery } = await startLog(t);
  const told: string[] = [];
  const follower = {
    onDelivery: (news: string, { id, status }: { id: string; status: string }) =>
      told.push(`${news} ${id} ${status}`),
    onSkipped: () => assert.fail('nothing is skipped'),
  };
  const unfollow = delivery.log.follow({ connector: ['http:bad'] }, follower);
  delivery.run('http:good', 'c1');
  delivery.run('http:bad', 'c2');
  await delivery.untilSettled(2);
  await new Promise((resolve) => setImmediate(resolve));
  const [{ id } = { id: '' }] = delivery.logged({ connector: ['http:bad'] });
  assert.deepEqual(
    told.map((line) => line.split(' ').slice(0, 2)),
    [
      ['queued', id],
      ['attempt', id],
      ['settled', id],
    ],
  );
  assert.equal(told.at(-1), `settled ${id} failed`);
  unfollow();
  delivery.run('http:bad', 'c3');
  await delivery.untilSettled(3);
  assert.equal(told.length, 3);
});

test('deliveries are counted by connector and status', async (t) => {
  const { api, delivery, refusing } = await startLog(t);
  for (let n = 0; n < 3; n++) delivery.run('http:good', `c${n}`);
  delivery.run('http:bad', 'c4');
  await delivery.untilSettled(4);
  refusing.close();
  delivery.run('http:bad', 'c5');
  await delivery.untilSettled(5);
  const { data, totals } = DeliveryCounts.parse((await api.send('GET /deliveries/stats')).body);
  assert.deepEqual(totals, { queued: 0, retrying: 1, delivered: 3, failed: 1, digested: 0, expired: 0 });
  assert.deepEqual(
    data.map(({ connector, failed, oldest_waiting_at: oldest }) => [connector, failed, oldest !== null]),
    [
      ['http:bad', 1, true],
      ['http:good', 0, false],
    ],
  );
});

function codeOf({ body }: Answer): unknown {
  return (body as { code?: string }).code;
}

test('what waits for a connector can be given up, and what is under way ends as it does', async (t) => {
  const { api, delivery, good, list } = await startLog(t);
  good.close();
  for (let n = 0; n < 3; n++) delivery.run('http:good', `c${n}`);
  await delivery.untilSettled(3);
  await checkTable(api, [
    { request: 'DELETE /connectors/http:unknown/queue', status: 404, code: 'NOT_FOUND' },
    { request: 'DELETE /connectors/http:good/queue', status: 200, answer: DroppedQueue },
  ]);
  await delivery.untilSettled(6);
  const { data } = await list('');
  assert.deepEqual(
    data.map(({ status, reason }) => [status, reason]),
    Array(3).fill(['failed', 'dropped: other']),
  );
  assert.deepEqual((await api.send('DELETE /connectors/http:good/queue')).body, { count: 0 });
});
