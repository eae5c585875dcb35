import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { policyWith, to } from '../../../test/support/alerts/telling-scenario.ts';
import { type ApiScenario, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Condition } from '../../alerts/door.ts';
import type { AlertBulkResult, AlertCommon, AlertDays, AlertGroupPage, AlertPage } from '../contract.ts';

const offline = { kind: 'rule', id: 'offline' } as const;
const cpu = { kind: 'monitor', name: 'cpu_high' } as const;

/** Ids of alerts never go back in time within a process: each test has a day of its own. */
let day = 0;

async function open(t: TestContext) {
  const clock = new FakeClock(Date.UTC(2028, 0, ++day, 12));
  const scenario = openTestAlerts(t, { clock });
  const { book } = scenario.alerts;
  scenario.channels.add('wecom:ops');
  book.setPolicy(offline, policyWith({ grace: 0, notify: to('wecom:ops') }));
  book.setPolicy(cpu, policyWith({ grace: 0, notify: to('wecom:ops') }));
  scenario.alerts.start();
  const api = await startApi(t, {
    alerts: scenario.alerts,
    clock,
    beforeAnswer: () => scenario.store.commit(),
  });
  const raise = (key: string, changes: Partial<Condition> = {}) => {
    const alert = book.raise({
      source: offline,
      key,
      severity: 'warning',
      title: { en: 'Device offline', zh: '设备离线' },
      labels: {},
      facts: {},
      subject: {
        clientId: key,
        username: undefined,
        peerHost: '10.2.3.4',
        listener: 'tcp:default',
        node: 'tocsin@127.0.0.1',
        attributes: {},
        reason: 'keepalive_timeout',
        sequence: undefined,
      },
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

test('what is open is grouped by rule and monitor, the worst first, with counts and who takes care', async (t) => {
  const { api, book, raise, clock } = await open(t);
  for (const key of ['dev-1', 'dev-2', 'dev-3']) raise(key);
  await clock.advance(1000);
  raise('', {
    source: cpu,
    severity: 'critical',
    subject: undefined,
    title: { en: 'CPU high', zh: 'CPU 高' },
  });
  book.acknowledge(book.find(offline, 'dev-2')?.id ?? '', 'zhang');
  const { data, meta } = await bodyOf<AlertGroupPage>(api, 'GET /alert_groups?language=zh');
  assert.equal(meta.count, 2);
  assert.deepEqual(
    data.map(({ id, severity, count, status, acknowledged_by: by }) => [id, severity, count, status, by]),
    [
      ['monitor:cpu_high', 'critical', 1, { pending: 0, open: 1, acknowledged: 0 }, []],
      ['rule:offline', 'warning', 3, { pending: 0, open: 2, acknowledged: 1 }, ['zhang']],
    ],
  );
  assert.deepEqual(
    data[1]?.first.map(({ key, title }) => [key, title]),
    [
      ['dev-3', '设备离线'],
      ['dev-2', '设备离线'],
      ['dev-1', '设备离线'],
    ],
  );
  const narrow = async (query: string) =>
    (await bodyOf<AlertGroupPage>(api, `GET /alert_groups?${query}`)).data.map(({ id, count }) => [
      id,
      count,
    ]);
  assert.deepEqual(await narrow('severity=critical'), [['monitor:cpu_high', 1]]);
  assert.deepEqual(await narrow('q=DEV-2'), [['rule:offline', 1]]);
  assert.deepEqual(await narrow('status=acknowledged'), [['rule:offline', 1]]);
  assert.deepEqual(await narrow('limit=1&page=2'), [['rule:offline', 3]]);
  assert.equal((await api.send('GET /alert_groups?status=ringing')).status, 400);
});

test('a group counts those of which nobody is told, and says until when', async (t) => {
  const { api, raise } = await open(t);
  raise('dev-1');
  raise('dev-2');
  const silence = { matchers: { key: 'dev-1' }, until_resolved: true };
  assert.equal((await api.send('POST /silences', { body: silence })).status, 201);
  const [group] = (await bodyOf<AlertGroupPage>(api, 'GET /alert_groups')).data;
  assert.deepEqual([group?.silenced, group?.silenced_until], [1, null]);
});

test('lists say which channels were told, which wait and which refused', async (t) => {
  const { api, raise, clock, channels, store } = await open(t);
  channels.accepting.clear();
  const { id } = raise('dev-1');
  await clock.advance(1000);
  store.commit();
  const told = async () =>
    (await bodyOf<AlertPage>(api, 'GET /alerts')).data.find((alert) => alert.id === id)?.deliveries;
  assert.deepEqual(await told(), { delivered: [], waiting: ['wecom:ops'], failed: [] });
  for (const { delivery } of channels.unfinished('wecom:ops'))
    channels.settle(delivery, { outcome: 'rejected', reason: 'Invalid webhook' });
  for (let turn = 0; turn < 20; turn++) {
    store.commit();
    await clock.advance(1);
  }
  assert.deepEqual(await told(), { delivered: [], waiting: [], failed: ['wecom:ops'] });
  const [group] = (await bodyOf<AlertGroupPage>(api, 'GET /alert_groups')).data;
  assert.deepEqual(group?.deliveries.failed, ['wecom:ops']);
});

test('a calendar counts by the days of a zone, also what is over', async (t) => {
  const { api, book, raise, clock } = await open(t);
  raise('dev-1');
  book.clear(offline, 'dev-1', clock.now());
  await clock.advance(5 * 3_600_000);
  raise('dev-2', { severity: 'critical' });
  const days = async (zone: string) =>
    (await bodyOf<AlertDays>(api, `GET /alerts/days?time_zone=${encodeURIComponent(zone)}`)).data.map(
      ({ began, critical, warning }) => [began, critical, warning],
    );
  assert.deepEqual(await days('UTC'), [[2, 1, 1]]);
  assert.deepEqual(await days('Asia/Shanghai'), [
    [1, 0, 1],
    [1, 1, 0],
  ]);
  const { status, text } = await api.send('GET /alerts/days?time_zone=Shanghai');
  assert.equal(status, 400);
  assert.match(text, /did you mean Asia\/Shanghai\?/);
});

test('alerts that match have in common what nearly all share', async (t) => {
  const { api, raise } = await open(t);
  for (let n = 0; n < 10; n++) raise(`dev-${n}`);
  const { of, common } = await bodyOf<AlertCommon>(api, 'GET /alerts/common?rule=offline');
  assert.equal(of, 10);
  assert.deepEqual(common[0], { name: 'network/24', value: '10.2.3.0/24', count: 10 });
});

test('the list can be had as a file, in which nothing is a formula', async (t) => {
  const { api, raise } = await open(t);
  raise('=cmd|"x"');
  const csv = await api.send('GET /alerts/export?format=csv');
  assert.match(csv.text, /^id,starts_at,/);
  assert.match(csv.text, /"'=cmd\|""x"""/);
  const lines = await api.send('GET /alerts/export?status=open');
  assert.equal(JSON.parse(lines.text.trim()).key, '=cmd|"x"');
});

test('all alerts of a rule are acknowledged with one call, however many they are', async (t) => {
  const { api, raise } = await open(t);
  for (let n = 0; n < 30; n++) raise(`dev-${n}`);
  raise('', { source: cpu, subject: undefined });
  const body = { matching: { rule: 'offline' }, note: 'power cut' };
  const { changed } = await bodyOf<AlertBulkResult>(api, 'POST /alerts/acknowledge', { body });
  assert.equal(changed.length, 30);
  const left = await bodyOf<AlertPage>(api, 'GET /alerts?status=open');
  assert.deepEqual(
    left.data.map(({ monitor }) => monitor),
    ['cpu_high'],
  );
  for (const wrong of [{}, { ids: ['a'], matching: { rule: 'b' } }, { matching: {} }])
    assert.equal((await api.send('POST /alerts/resolve', { body: wrong })).status, 400);
});
