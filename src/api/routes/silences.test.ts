import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { sampleAlert } from '../../../test/support/sample-alert.ts';
import type { Alert as KnownAlert } from '../../alerts/door.ts';
import { MaintenanceWindow, Silence, SilencePage, SilencePreview } from '../contract.ts';

const HOUR = 3_600_000;

interface Scenario extends ApiScenario {
  raise(key: string, rule?: string): KnownAlert;
  clear(key: string): void;
}

async function open(t: TestContext): Promise<Scenario> {
  const clock = new FakeClock();
  const { alerts, store } = openTestAlerts(t, { clock });
  alerts.start();
  const api = await startApi(t, { alerts, clock, beforeAnswer: () => store.commit() });
  api.rules.create({ id: 'offline', sql: 'SELECT * FROM "t"' });
  return {
    ...api,
    clock,
    raise(key, rule = 'offline') {
      const { source: _source, ...rest } = sampleAlert({ key });
      const alert = alerts.book.raise({ ...rest, source: { kind: 'rule', id: rule }, at: clock.now() });
      assert.ok(alert);
      store.commit();
      return alert;
    },
    clear(key) {
      alerts.book.clear({ kind: 'rule', id: 'offline' }, key, clock.now());
      store.commit();
    },
  };
}

const inAnHour = '2026-01-01T09:00:00+08:00';

test('a silence is made, shown, changed, ended and forgotten', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  api.raise('gw-1');
  const body = { matchers: { rule: 'offline', key: 'dev-*' }, ends_at: inAnHour, reason: '换机柜' };
  const made = await api.send('POST /silences', { who: 'operatorKey', body });
  assert.equal(made.status, 201);
  const silence = Silence.parse(made.body);
  const { id, state, reason, created_by, hides, warnings } = silence;
  assert.deepEqual(
    { state, reason, created_by, hides, warnings },
    {
      state: 'active',
      reason: '换机柜',
      created_by: 'operator-key',
      hides: { count: 1, alerts: [alert.id] },
      warnings: [],
    },
  );
  assert.equal(Date.parse(silence.ends_at ?? ''), api.clock.now() + HOUR);
  await checkTable(api, [
    {
      request: `GET /alerts/${alert.id}`,
      status: 200,
      check: (shown: { silenced_by: string }) => assert.equal(shown.silenced_by, id),
    },
    { request: `GET /silences/${id}`, status: 200, answer: Silence },
    {
      request: 'GET /silences?state=active',
      status: 200,
      answer: SilencePage,
      check: ({ data, meta }: SilencePage) => assert.deepEqual([data[0]?.id, meta.count], [id, 1]),
    },
    // As it came, with another end.
    {
      request: `PUT /silences/${id}`,
      body: { ...silence, ends_at: api.clock.now() + 2 * HOUR },
      who: 'operatorKey',
      status: 200,
      answer: Silence,
      check: (shown: Silence) => assert.equal(Date.parse(shown.ends_at ?? ''), api.clock.now() + 2 * HOUR),
    },
    {
      request: `POST /silences/${id}/expire`,
      who: 'operatorKey',
      status: 200,
      check: (shown: Silence) => assert.deepEqual([shown.state, shown.ended_by], ['expired', 'operator-key']),
    },
    { request: `POST /silences/${id}/expire`, status: 409, code: 'CONFLICT' },
    { request: `PUT /silences/${id}`, body, status: 409, code: 'CONFLICT' },
    { request: `DELETE /silences/${id}`, who: 'viewerKey', status: 403 },
    { request: `DELETE /silences/${id}`, who: 'operatorKey', status: 204 },
    { request: `GET /silences/${id}`, status: 404, code: 'NOT_FOUND' },
    { request: `DELETE /silences/${id}`, status: 404, code: 'NOT_FOUND' },
  ]);
});

test('what cannot be meant is refused with a sentence', async (t) => {
  const api = await open(t);
  const matchers = { key: 'dev-*' };
  const rows: [body: unknown, says: RegExp][] = [
    [{ matchers }, /say when it ends: ends_at, or \\?"until_resolved/],
    [{ matchers, ends_at: '2025-12-31T23:00:00Z' }, /ends_at lies in the past/],
    [{ matchers, ends_at: 1_780_000_000 }, /in the past .*Unix milliseconds/],
    [{ matchers, ends_at: '2026-01-01 09:00' }, /RFC 3339/],
    [{ matchers, ends_at: 'tomorrow' }, /RFC 3339/],
    [{ matchers, ends_at: 1e18 }, /year 9999|ends_at/],
    [{ matchers, starts_at: '2026-02-01T00:00:00Z', ends_at: inAnHour }, /before starts_at/],
    [{ matchers: {}, ends_at: inAnHour }, /\*/],
    [{ matchers: { client: 'dev-1' }, ends_at: inAnHour }, /client/],
    [{ matchers: { key_re: '(' }, ends_at: inAnHour }, /key_re/],
    [{ ends_at: inAnHour }, /matchers/],
    [{ matchers, end_at: inAnHour }, /end_at/],
  ];
  for (const [body, says] of rows) {
    const { status, text } = await api.send('POST /silences', { body });
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(text, says);
  }
});

test('an unknown rule is no mistake, but it is said', async (t) => {
  const api = await open(t);
  const body = { matchers: { rule: 'offlien' }, until_resolved: true };
  const { status, body: answer } = await api.send('POST /silences', { body });
  assert.equal(status, 201);
  const { warnings, ends_at, until_resolved } = Silence.parse(answer);
  assert.deepEqual([ends_at, until_resolved], [null, true]);
  assert.match(warnings?.join('; ') ?? '', /there is no rule offlien.*matches no alert/);
});

test('a preview says what a silence would hide now, and would have hidden since yesterday', async (t) => {
  const api = await open(t);
  api.raise('dev-old');
  api.clear('dev-old');
  await api.clock.advance(25 * HOUR);
  api.raise('dev-1');
  api.clear('dev-1');
  for (let n = 10; n < 30; n++) api.raise(`dev-${n}`);
  api.raise('gw-1');
  const body = { matchers: { rule: 'offline', key: 'dev-*' } };
  const { status, body: answer } = await api.send('POST /silences/preview', { body, who: 'operatorKey' });
  assert.equal(status, 200);
  const preview = SilencePreview.parse(answer);
  assert.deepEqual(preview, answer);
  assert.deepEqual([preview.now.count, preview.last_24h.count, preview.now.alerts.length], [20, 21, 10]);
  assert.deepEqual(
    [preview.now.alerts[0]?.key, preview.now.alerts[0]?.title, preview.now.alerts[0]?.rule_id],
    ['dev-10', 'Device offline', 'offline'],
  );
  const { body: list } = await api.send('GET /silences');
  assert.equal((list as SilencePage).data.length, 0, 'nothing was made');
});

test('silences are found by state, by text, by the alert that they hold, and those that hide nothing', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const now = api.clock.now();
  const make = async (body: object) =>
    Silence.parse((await api.send('POST /silences', { body: { ends_at: now + HOUR, ...body } })).body).id;
  const used = await make({ matchers: { key: 'dev-1' }, reason: 'Rack move' });
  const idle = await make({ matchers: { key: 'dev-2' } });
  const later = await make({ matchers: { key: 'dev-*' }, starts_at: now + 1000 });
  const rows: [string, string[]][] = [
    ['', [idle, used, later]],
    ['?state=pending', [later]],
    ['?state=active,pending', [idle, used, later]],
    ['?unused=true', [idle]],
    ['?unused=false', [used]],
    ['?q=rack', [used]],
    ['?q=DEV-2', [idle]],
    [`?alert=${alert.id}`, [used]],
    ['?alert=none', []],
    ['?page=2&limit=2', [later]],
  ];
  for (const [query, ids] of rows) {
    const { body } = await api.send(`GET /silences${query}`);
    assert.deepEqual(
      SilencePage.parse(body).data.map(({ id }) => id),
      ids,
      query,
    );
  }
  assert.equal((await api.send('GET /silences?state=over')).status, 400);
  await api.clock.advance(HOUR);
  const { body } = await api.send('GET /silences?state=expired');
  assert.equal(SilencePage.parse(body).meta.count, 3);
});

test('hostile names stay what they are', async (t) => {
  const api = await open(t);
  const key = `${'<img src=x onerror=alert(1)>\u202e*'.repeat(1500)}`;
  api.raise(key);
  const body = {
    matchers: { key: key.replaceAll('*', '\\*') },
    ends_at: inAnHour,
    reason: '</script>\u0000',
  };
  const { status, body: answer, text } = await api.send('POST /silences', { body });
  assert.equal(status, 201, text.slice(0, 300));
  assert.equal(Silence.parse(answer).hides.count, 1);
});

test('a maintenance window is made, shown, changed and deleted', async (t) => {
  const api = await open(t);
  const body = { name: '周六割接', matchers: { rule: 'offline' }, schedule: 'sat 22:00-02:00 Asia/Shanghai' };
  const made = await api.send('POST /maintenance_windows', { body, who: 'operatorKey' });
  assert.equal(made.status, 201, made.text);
  const window = MaintenanceWindow.parse(made.body);
  assert.deepEqual(window, made.body);
  assert.deepEqual(window.schedule, {
    time_zone: 'Asia/Shanghai',
    windows: [{ days: ['sat'], from: '22:00', to: '02:00' }],
  });
  assert.deepEqual([window.state, window.enable], ['pending', true]);
  assert.equal(Date.parse(window.next_change_at ?? ''), Date.parse('2026-01-03T14:00:00Z'));

  const alert = api.raise('dev-1');
  await api.clock.advance(Date.parse('2026-01-03T15:00:00Z') - api.clock.now());
  await checkTable(api, [
    {
      request: `GET /maintenance_windows/${window.id}`,
      status: 200,
      check: (shown: MaintenanceWindow) =>
        assert.deepEqual([shown.state, shown.hides], ['active', { count: 1, alerts: [alert.id] }]),
    },
    {
      request: 'GET /maintenance_windows?state=active',
      status: 200,
      check: ({ data }: { data: unknown[] }) => assert.equal(data.length, 1),
    },
    {
      request: `PUT /maintenance_windows/${window.id}`,
      body: { ...window, enable: false },
      status: 200,
      check: (shown: MaintenanceWindow) => assert.equal(shown.state, 'disabled'),
    },
    { request: `DELETE /maintenance_windows/${window.id}`, who: 'viewerKey', status: 403 },
    { request: `DELETE /maintenance_windows/${window.id}`, status: 204 },
    { request: `GET /maintenance_windows/${window.id}`, status: 404 },
  ]);
  const rows: [object, RegExp][] = [
    [{ schedule: undefined }, /starts_at and ends_at, or a schedule/],
    [{ schedule: 'sat nights' }, /cannot read/],
    [{ schedule: { time_zone: 'Mars', windows: [] } }, /schedule/],
    [{ schedule: undefined, starts_at: 1, ends_at: 2 }, /in the past/],
    [{ name: '' }, /name/],
  ];
  for (const [change, says] of rows) {
    const { status, text } = await api.send('POST /maintenance_windows', { body: { ...body, ...change } });
    assert.equal(status, 400, text);
    assert.match(text, says);
  }
});
