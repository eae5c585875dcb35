import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { policyWith } from '../../../test/support/alerts/telling-scenario.ts';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Condition } from '../../alerts/door.ts';
import { Alert, AlertBulkResult, AlertCounts, AlertDetail, AlertPage, Problem } from '../contract.ts';

const source = { kind: 'rule', id: 'offline' } as const;

const policy = policyWith({ grace: 60_000, notify: undefined });

const subject = {
  clientId: 'dev-1',
  username: 'u1',
  peerHost: '10.2.3.4',
  listener: 'tcp:default',
  node: 'tocsin@127.0.0.1',
  attributes: { site: 'hz' },
  reason: 'keepalive_timeout',
  sequence: 7,
};

/** Ids of alerts never go back in time within a process: each test has a day of its own. */
let day = 0;

async function open(t: TestContext) {
  const clock = new FakeClock(Date.UTC(2027, 0, ++day));
  const scenario = openTestAlerts(t, { clock });
  const { book } = scenario.alerts;
  book.setPolicy(source, policy);
  book.setPolicy({ kind: 'monitor', name: 'cpu_high' }, { ...policy, grace: 0 });
  scenario.alerts.start();
  const api = await startApi(t, {
    alerts: scenario.alerts,
    clock,
    beforeAnswer: () => scenario.store.commit(),
  });
  const raise = (key: string, changes: Partial<Condition> = {}) => {
    const alert = book.raise({
      source,
      key,
      severity: 'critical',
      title: { en: `${key} is offline`, zh: `${key} 离线` },
      labels: { site: 'hz' },
      facts: { reason: 'keepalive_timeout' },
      subject: { ...subject, clientId: key },
      at: clock.now(),
      ...changes,
    });
    assert.ok(alert);
    scenario.store.commit();
    return alert;
  };
  return { ...scenario, api, book, raise };
}

async function bodyOf<Body>(api: ApiScenario, request: string, about = {}): Promise<Body> {
  const { status, text, body } = await api.send(request, about);
  assert.equal(status, 200, text);
  return body as Body;
}

const keysOf = (page: { data: { key: string }[] }) => page.data.map(({ key }) => key);

test('what is not resolved is listed, the newest first, in the asked language', async (t) => {
  const { api, raise, clock } = await open(t);
  raise('dev-1');
  await clock.advance(60_000);
  raise('dev-2');
  raise('cpu', { source: { kind: 'monitor', name: 'cpu_high' }, severity: 'warning', subject: undefined });
  await checkTable(api, [
    {
      request: 'GET /alerts?limit=2',
      status: 200,
      answer: AlertPage,
      check: ({ data, meta }: AlertPage) => {
        assert.deepEqual(
          data.map(({ key, status, rule_id, monitor }) => [key, status, rule_id, monitor]),
          [
            ['cpu', 'open', null, 'cpu_high'],
            ['dev-2', 'pending', 'offline', null],
          ],
        );
        assert.deepEqual(meta, { page: 1, limit: 2, count: 3, hasnext: true });
      },
    },
    {
      request: 'GET /alerts?status=open&rule=offline',
      who: 'viewerKey',
      status: 200,
      answer: AlertPage,
      check: ({ data }: AlertPage) => {
        const [{ title, clientid, client_attrs, opened_at, starts_at, due_at } = assert.fail()] = data;
        assert.deepEqual(
          [title, clientid, client_attrs, due_at],
          ['dev-1 is offline', 'dev-1', { site: 'hz' }, null],
        );
        assert.equal(Date.parse(String(opened_at)) - Date.parse(starts_at), 60_000);
      },
    },
    {
      request: 'GET /alerts?key=dev-1&language=zh',
      status: 200,
      check: ({ data }: AlertPage) => assert.equal(data[0]?.title, 'dev-1 离线'),
    },
    {
      request: 'GET /alerts?order=worst&severity=critical,warning',
      status: 200,
      check: (page: AlertPage) => assert.deepEqual(keysOf(page), ['dev-2', 'dev-1', 'cpu']),
    },
    {
      request: 'GET /alerts?status=&severity=&rule=&key=&q=',
      status: 200,
      check: (page: AlertPage) => assert.equal(page.meta.count, 3),
    },
    { request: 'GET /alerts?status=lost', status: 400, code: 'BAD_REQUEST', answer: Problem },
    { request: 'GET /alerts?limit=0', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /alerts?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z', status: 400 },
  ]);
  const zh = { headers: { 'accept-language': 'fr;q=0.9, zh-CN;q=0.8, en;q=0.5' } };
  assert.equal((await bodyOf<AlertPage>(api, 'GET /alerts?key=dev-1', zh)).data[0]?.title, 'dev-1 离线');
});

test('one alert tells its story, with the end', async (t) => {
  const { api, raise, book, clock } = await open(t);
  const { id } = raise('dev-1');
  await clock.advance(60_000);
  await checkTable(api, [
    {
      request: `POST /alerts/${id}/acknowledge`,
      who: 'operatorKey',
      body: { note: 'on my way' },
      status: 200,
      answer: Alert,
    },
  ]);
  await clock.advance(30_000);
  book.clear(source, 'dev-1', clock.now());
  const detail = await bodyOf<AlertDetail>(api, `GET /alerts/${id}`);
  assert.deepEqual(AlertDetail.parse(detail), detail);
  const start = Date.parse(detail.starts_at);
  assert.deepEqual(
    detail.timeline
      // Whom it was told is the notifier's.
      .filter(({ kind }) => kind !== 'notification' && kind !== 'delivery')
      .map(({ at, kind, text }) => [Date.parse(at) - start, kind, text]),
    [
      [0, 'event', 'It began: dev-1, keepalive_timeout'],
      [0, 'matched', 'Rule offline matched'],
      [0, 'grace', 'Grace period of 1 min: nobody is told if it is over by then'],
      [60_000, 'opened', 'Still so after the grace period of 1 min: opened'],
      [60_000, 'note', 'Note by operator-key: on my way'],
      [60_000, 'acknowledged', 'Acknowledged by operator-key'],
      [90_000, 'resolved', 'Resolved after 1 min 30 s: it is over'],
    ],
  );
  assert.deepEqual(
    [detail.status, detail.acknowledged_by, detail.resolved_how, detail.duration_ms],
    ['resolved', 'operator-key', 'recovered', 90_000],
  );
});

test('acknowledging is for what is not resolved, and changes nothing the second time', async (t) => {
  const { api, raise, book, clock } = await open(t);
  const { id } = raise('dev-1', { source: { kind: 'monitor', name: 'cpu_high' } });
  const first = await bodyOf<Alert>(api, `POST /alerts/${id}/acknowledge`, { who: 'admin' });
  assert.deepEqual([first.status, first.acknowledged_by], ['acknowledged', 'admin']);
  await clock.advance(1000);
  const second = await bodyOf<Alert>(api, `POST /alerts/${id}/acknowledge`, { body: {} });
  assert.deepEqual([second.acknowledged_by, second.acknowledged_at], ['admin', first.acknowledged_at]);
  book.resolve(id, 'somebody');
  const missing = '0190a1b2-0000-7000-8000-000000000000';
  await checkTable(api, [
    { request: `POST /alerts/${id}/acknowledge`, status: 409, code: 'CONFLICT', answer: Problem },
    { request: `POST /alerts/${missing}/acknowledge`, status: 404, code: 'NOT_FOUND' },
    { request: `POST /alerts/${missing}/resolve`, status: 404, code: 'NOT_FOUND' },
    { request: `POST /alerts/${missing}/note`, body: { text: 'x' }, status: 404, code: 'NOT_FOUND' },
    { request: `GET /alerts/${missing}`, status: 404, code: 'NOT_FOUND' },
    { request: `POST /alerts/${id}/note`, body: { text: ' ' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST /alerts/${id}/note`, body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: `POST /alerts/${id}/note`, body: { text: 'x', who: 'me' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST /alerts/${id}/note`, body: { text: 'it was the power' }, status: 200, answer: Alert },
    { request: `POST /alerts/${id}/acknowledge`, who: 'viewerKey', status: 403, code: 'UNAUTHORIZED_ROLE' },
  ]);
});

test('what is ended by hand is resolved; what comes of its condition then is a new alert', async (t) => {
  const { api, raise } = await open(t);
  const { id } = raise('dev-1');
  const ended = await bodyOf<Alert>(api, `POST /alerts/${id}/resolve`, { body: { note: 'replaced' } });
  assert.deepEqual(
    [ended.status, ended.resolved_how, ended.resolved_by],
    ['resolved', 'manual', 'admin-key'],
  );
  const again = await bodyOf<Alert>(api, `POST /alerts/${id}/resolve`, {});
  assert.equal(again.resolved_at, ended.resolved_at);
  const next = raise('dev-1');
  assert.notEqual(next.id, id);
  assert.deepEqual(keysOf(await bodyOf(api, 'GET /alerts')), ['dev-1']);
  assert.deepEqual((await bodyOf<AlertPage>(api, 'GET /alerts?status=resolved')).data[0]?.id, id);
});

test('an alert is silenced for an hour, or as long as somebody says', async (t) => {
  const { api, raise, clock, alerts } = await open(t);
  const { id } = raise('dev-*');
  raise('dev-1');
  const silenced = await bodyOf<Alert>(api, `POST /alerts/${id}/silence`, { who: 'operatorKey' });
  assert.equal(Date.parse(String(silenced.silenced_until)) - clock.now(), 3_600_000);
  const { data } = await bodyOf<AlertPage>(api, 'GET /alerts');
  assert.deepEqual(
    data.map(({ key, silenced_by }) => [key, silenced_by !== null]),
    [
      ['dev-1', false],
      ['dev-*', true],
    ],
  );
  assert.equal(alerts.quiet.silences.get(String(silenced.silenced_by))?.createdBy, 'operator-key');
  await checkTable(api, [
    {
      request: `POST /alerts/${id}/silence`,
      body: { for: '4h', reason: 'works' },
      status: 200,
      answer: Alert,
    },
    { request: `POST /alerts/${id}/silence`, body: { until_resolved: true }, status: 200, answer: Alert },
    {
      request: `POST /alerts/${id}/silence`,
      body: { for: '1h', ends_at: 1 },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { request: `POST /alerts/${id}/silence`, body: { ends_at: 1 }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST /alerts/${id}/silence`, body: { for: 'long' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST /alerts/${id}/silence`, body: { for: '104249991d' }, status: 400, code: 'BAD_REQUEST' },
    {
      request: `POST /alerts/${id}/silence`,
      body: { ends_at: 8.64e15 + 1 },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { request: 'GET /alerts/stats?since=9999999999999999', status: 200 },
    { request: 'GET /alerts?until=9999999999999999', status: 200 },
    { request: 'POST /alerts/none/silence', body: {}, status: 404, code: 'NOT_FOUND' },
    { request: `POST /alerts/${id}/silence`, who: 'viewerKey', status: 403 },
  ]);
});

test('several are acknowledged or ended at once, and each is accounted for', async (t) => {
  const { api, raise, book } = await open(t);
  const [a, b] = [raise('a'), raise('b')];
  book.resolve(b.id, 'x');
  const body = { ids: [a.id, b.id, 'no-such', a.id] };
  const wanted = { changed: [a.id], unchanged: [b.id], missing: ['no-such'] };
  await checkTable(api, [
    {
      request: 'POST /alerts/acknowledge',
      body,
      status: 200,
      answer: AlertBulkResult,
      check: (got) => assert.deepEqual(got, wanted),
    },
    { request: 'POST /alerts/resolve', body, status: 200, check: (got) => assert.deepEqual(got, wanted) },
    { request: 'POST /alerts/resolve', body: { ids: [] }, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'GET /alerts/stats',
      status: 200,
      answer: AlertCounts,
      check: ({ status, began, resolved, noisiest, short_drops }: AlertCounts) => {
        assert.deepEqual(short_drops, { last_hour: 0, last_24h: 0, sources: [] });
        assert.deepEqual(status, { pending: 0, open: 0, acknowledged: 0 });
        assert.deepEqual([began, resolved], [2, 2]);
        assert.deepEqual(noisiest, [{ rule_id: 'offline', monitor: null, began: 2 }]);
      },
    },
  ]);
});

test('a reader of the stream is told what happens from then on', async (t) => {
  const { api, raise, book } = await open(t);
  const port = (await api.server.listen('127.0.0.1', 0)).port;
  const authorization = `Basic ${Buffer.from('viewer-key:secret-v').toString('base64')}`;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v5/alerts/stream?key=dev-1`, {
    headers: { authorization },
  });
  assert.equal(answer.status, 200);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  raise('dev-2');
  const { id } = raise('dev-1');
  book.resolve(id, 'me');
  let text = '';
  while (!text.includes('event: resolved')) {
    const { value, done } = await reader.read();
    assert.ok(!done);
    text += value;
  }
  assert.deepEqual(text.match(/^event: .*$/gm), ['event: pending', 'event: resolved']);
  assert.ok(!text.includes('dev-2'));
  await reader.cancel();
});

test('the settings of all alerts are replaced as a whole', async (t) => {
  const { api } = await open(t);
  const ping = '1f2e3d4c-1111-2222-3333-444455556666';
  const body = { notify: ['wecom:ops'], heartbeat: { url: `https://hc.example.com/${ping}` } };
  const whole = {
    ...body,
    heartbeat: { ...body.heartbeat, method: 'GET', every: '60s' },
    links: { enable: true, valid_for: '7d' },
    status: {
      heartbeat: {
        sent: 3,
        failed: 1,
        withheld: 0,
        last_success_at: '2023-11-14T22:13:20.000+00:00',
        reason: null,
      },
    },
  };
  const links = { enable: true, valid_for: '7d' };
  await checkTable(api, [
    {
      request: 'GET /alert_settings',
      status: 200,
      check: (got) => assert.deepEqual(got, { notify: [], links, status: {} }),
    },
    { request: 'PUT /alert_settings', body, status: 200, check: (got) => assert.deepEqual(got, whole) },
    { request: 'GET /alert_settings', status: 200, check: (got) => assert.deepEqual(got, whole) },
    {
      request: 'GET /alert_settings',
      who: 'viewerKey',
      status: 200,
      check: (got) =>
        assert.deepEqual(got, {
          ...whole,
          heartbeat: { ...whole.heartbeat, url: 'https://hc.example.com/******' },
        }),
    },
    {
      request: 'PUT /alert_settings',
      body: whole,
      status: 200,
      check: (got) => assert.deepEqual(got, whole),
    },
    {
      request: 'PUT /alert_settings',
      body: { heartbeat: { url: 'http://169.254.169.254/latest' } },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { request: 'PUT /alert_settings', body: { notfy: [] }, status: 400, code: 'BAD_REQUEST' },
    { request: 'PUT /alert_settings', who: 'operatorKey', body, status: 403, code: 'UNAUTHORIZED_ROLE' },
    {
      request: 'PUT /alert_settings',
      body: {},
      status: 200,
      check: (got) => assert.deepEqual(got, { notify: [], links, status: {} }),
    },
  ]);
});
