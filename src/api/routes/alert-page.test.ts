import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { policyWith } from '../../../test/support/alerts/telling-scenario.ts';
import { type Answer, type ApiScenario, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { sampleAlert } from '../../../test/support/sample-alert.ts';
import { type Alerts, type Alert as KnownAlert, pipelineSettings } from '../../alerts/door.ts';
import { orderedId } from '../../lib/ids.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RULE = { kind: 'rule', id: 'offline' } as const;

interface Scenario extends ApiScenario {
  alerts: Alerts;
  store: AlertScenario['store'];
  raise(key: string, given?: Partial<KnownAlert>): KnownAlert;
  /** The address of the page for one alert, or for a notification about several. */
  linkTo(alerts: KnownAlert | readonly KnownAlert[], isOver?: boolean): string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Presses a button. */
  press(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
}

async function open(t: TestContext): Promise<Scenario> {
  const clock = new FakeClock();
  const { alerts, store } = openTestAlerts(t, { clock });
  alerts.start();
  const api = await startApi(t, { alerts, clock, beforeAnswer: () => store.commit() });
  return {
    ...api,
    alerts,
    store,
    clock,
    raise(key, given = {}) {
      const { source: _source, ...rest } = sampleAlert({ key, ...given });
      const alert = alerts.book.raise({ ...rest, source: RULE, at: clock.now() });
      assert.ok(alert);
      store.commit();
      return alert;
    },
    linkTo(linked, isOver = false) {
      const id = orderedId(clock.now());
      if ('id' in linked) return pathOf(alerts, { id, single: linked, isOver });
      const ids = JSON.stringify(linked.map((alert) => alert.id));
      store
        .prepare('INSERT INTO notification_members (notification, n, event, alerts) VALUES (?, 0, ?, ?)')
        .run(id, 'trigger', ids);
      return pathOf(alerts, { id, single: undefined, isOver });
    },
    get: (path, headers = {}) =>
      api.call({
        method: 'GET',
        path: `/${path}`,
        who: 'nobody',
        headers: { accept: 'text/html', ...headers },
      }),
    press: (path, form, headers = {}) =>
      api.call({
        method: 'POST',
        path: `/${path}`,
        who: 'nobody',
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
  };
}

function pathOf(
  alerts: Alerts,
  { id, single, isOver }: { id: string; single: KnownAlert | undefined; isOver: boolean },
): string {
  const counts = isOver ? { opened: 0, resolved: 2, stillOpen: 0 } : { opened: 2, resolved: 0, stillOpen: 2 };
  const [view] = alerts.links.linksOf({ id, single, counts }, 'en');
  return new URL(view?.url ?? '').pathname;
}

const statusOf = ({ alerts }: Scenario, { id }: KnownAlert) => alerts.book.get(id)?.status;

/** The buttons in their order, the first one being the large one. */
const buttonsOf = ({ text }: Answer) =>
  [...text.matchAll(/<button name="do" value="(\w+)"/g)].map(([, action]) => action);

test('whoever has the link sees what is the matter, without signing in', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-0421', { facts: { reason: 'keepalive_timeout', username: 'u_emqx' } });
  await api.clock.advance(130_000);
  const page = await api.get(api.linkTo(alert), { 'accept-language': 'zh-CN,zh;q=0.9' });
  assert.equal(page.status, 200);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  for (const part of [
    '<html lang="zh">',
    '<h1 dir="auto">设备离线：dev-0421</h1>',
    '▲</span> 严重',
    '待确认',
    '已 2 分 10 秒',
    '心跳超时',
    'u_emqx',
    '时间线',
  ]) {
    assert.ok(page.text.includes(part), `${part} in ${page.text}`);
  }
  assert.deepEqual(buttonsOf(page), ['acknowledge', 'silence_1h', 'silence_4h', 'silence_until_over']);
  assert.match(
    (await api.get(`${api.linkTo(alert)}?lang=en`)).text,
    /<h1 dir="auto">Device offline: dev-0421<\/h1>/,
  );
});

test('looking changes nothing, however it is asked for', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const path = api.linkTo(alert);
  for (const query of ['', '?ack', '?silence', '?do=acknowledge', '?ack&do=silence_1h&name=x']) {
    assert.equal((await api.get(path + query)).status, 200);
  }
  const head = await api.call({ method: 'HEAD', path: `/${path}`, who: 'nobody' });
  assert.equal(head.status, 200);
  assert.equal(statusOf(api, alert), 'open');
  assert.deepEqual(api.alerts.quiet.silences.list(), []);
});

test('the page loads nothing, is not kept, not found by search engines and tells nobody where it was', async (t) => {
  const api = await open(t);
  const { headers, text } = await api.get(api.linkTo(api.raise('dev-1')));
  assert.match(
    String(headers['content-security-policy']),
    /^default-src 'none'; style-src 'nonce-[^']+'; form-action 'self'/,
  );
  assert.deepEqual(
    [
      headers['cache-control'],
      headers['referrer-policy'],
      headers['x-robots-tag'],
      headers['x-frame-options'],
    ],
    ['no-store', 'no-referrer', 'noindex, nofollow', 'DENY'],
  );
  assert.doesNotMatch(text, /<script|<link|<img|src=|https?:\/\/|@import|url\(/);
});

test('one tap says who is on it, and the next one to look is told so', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const path = api.linkTo(alert);
  const pressed = await api.press(path, { do: 'acknowledge', name: ' 李\u202e雷 ' });
  assert.equal(pressed.status, 303);
  assert.equal(new URL(String(pressed.headers.location), `http://t.example${path}`).pathname, path);
  const acknowledged = api.alerts.book.get(alert.id);
  assert.deepEqual(
    [acknowledged?.status, acknowledged?.acknowledgement?.by],
    ['acknowledged', 'link (李雷)'],
  );
  const [cookie = ''] = [pressed.headers['set-cookie']].flat().map(String);
  assert.match(cookie, /^tocsin_name=%E6%9D%8E%E9%9B%B7; Max-Age=31536000; HttpOnly; SameSite=Lax$/);

  const page = await api.get(`${path}?lang=en`, { cookie: cookie.split(';')[0] ?? '' });
  assert.match(page.text, /李雷 \(from a link\) is on it since 20\d\d-/);
  assert.match(page.text, /<input id="name" name="name" value="李雷"/);
  assert.deepEqual(buttonsOf(page), ['silence_1h', 'silence_4h', 'silence_until_over']);

  await api.press(path, { do: 'acknowledge', name: 'Wang' });
  assert.equal(api.alerts.book.get(alert.id)?.acknowledgement?.by, 'link (李雷)', 'the first one stays');
});

test('a silence from the page holds this alert for as long as the button says', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-*');
  const other = api.raise('dev-2');
  const path = api.linkTo(alert);
  assert.deepEqual(buttonsOf(await api.get(`${path}?silence`)).slice(0, 2), ['silence_1h', 'acknowledge']);
  const now = api.clock.now();
  for (const [action, endsAt] of [
    ['silence_until_over', now + 4 * HOUR],
    ['silence_4h', now + 4 * HOUR],
    ['silence_1h', now + HOUR],
  ] as const) {
    assert.equal((await api.press(path, { do: action, name: 'Li' })).status, 303);
    assert.equal(api.alerts.quiet.holding(alert, now)?.endsAt, endsAt, action);
    assert.equal(api.alerts.quiet.holding(other, now), undefined);
    const [silence] = api.alerts.quiet.silences.list();
    assert.equal(silence?.untilResolved, action === 'silence_until_over');
  }
  // The last choice counts, however often somebody presses.
  const silences = api.alerts.quiet.silences.list();
  assert.deepEqual(
    silences.map(({ createdBy, reason, untilResolved }) => [createdBy, reason, untilResolved]),
    [['link (Li)', 'from a link in a message', false]],
  );
  const page = await api.get(`${path}?lang=en`);
  assert.match(page.text, /Silenced until 202\d-[^,]+, by Li \(from a link\)\./);
});

test('the page says whether the end is told, as the rule wants it', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const other = api.raise('dev-2');
  for (const [path, told, untold] of [
    [`${api.linkTo(alert)}?lang=en`, /that it is over is told/, /When it is over, nobody is told/],
    [`${api.linkTo([alert, other])}?lang=zh`, /恢复时仍会通知/, /恢复时也不通知/],
  ] as const) {
    api.alerts.book.setPolicy(RULE, policyWith());
    assert.match((await api.get(path)).text, told);
    api.alerts.book.setPolicy(RULE, policyWith({ endsUntold: true }));
    const page = await api.get(path);
    assert.match(page.text, untold);
    assert.doesNotMatch(page.text, told);
  }
});

test('a link to several alerts shows how many and the first, and acts on all of them', async (t) => {
  const api = await open(t);
  const alerts = Array.from({ length: 120 }, (_, n) => api.raise(`dev-${n}`));
  api.raise('gw-1');
  const path = api.linkTo(alerts);
  const page = await api.get(`${path}?lang=en`);
  assert.match(page.text, /<h1 dir="auto">120 devices offline/);
  assert.match(page.text, /120 open/);
  assert.match(page.text, /<h2 id="members">120 alerts<\/h2>/);
  assert.equal(page.text.match(/<li class="critical">/g)?.length, 10);
  assert.match(page.text, /… and 110 more/);
  assert.match(page.text, /The first of 120 began/);
  assert.match(page.text, /The message with this link was sent/);
  assert.match(page.text, /I&#39;m on it \(120 alerts\)/);

  // One that joined the group after the message belongs to it, once the message says which group it is of.
  const late = api.raise('dev-late');
  const group = alerts[0]?.groupId ?? '';
  const { id: notification } = api.alerts.links.read(path.split('/').at(-1) ?? '') as { id: string };
  api.store
    .prepare(
      `INSERT INTO notifications (id, channel, reason, group_id, at, delivery, body) VALUES (?, '', 'first', ?, 0, '', '{}')`,
    )
    .run(notification, group);
  assert.match((await api.get(`${path}?lang=en`)).text, /I&#39;m on it \(122 alerts\)/);

  await api.press(path, { do: 'acknowledge' });
  assert.equal(statusOf(api, late), 'acknowledged');
  assert.ok(alerts.every((alert) => statusOf(api, alert) === 'acknowledged'));
  const [first, second] = alerts;
  api.alerts.book.clear(RULE, 'dev-0', api.clock.now());
  const later = (await api.get(`${path}?lang=en`)).text;
  assert.match(later, /121 acknowledged, 1 resolved/);
  assert.match(later, /link is on it \(122\)/);
  assert.match(later, /1 of 122 are over/);

  await api.press(path, { do: 'silence_1h' });
  const [silence] = api.alerts.quiet.silences.list();
  assert.deepEqual(silence?.matchers, { group: [first?.groupId] });
  assert.ok(second && api.alerts.quiet.holding(second, api.clock.now()));
});

test('what is over says so and can be done nothing about', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const path = api.linkTo(alert);
  await api.clock.advance(252_000);
  api.alerts.book.clear(RULE, 'dev-1', api.clock.now());
  const page = await api.get(`${path}?lang=en`);
  assert.match(page.text, /✓<\/span> Resolved/);
  assert.match(page.text, /Device online: dev-1 \(offline 4 min 12 s\)/);
  assert.match(page.text, /Over since 20\d\d-/);
  assert.deepEqual(buttonsOf(page), []);
  assert.equal((await api.press(path, { do: 'silence_1h' })).status, 409);
  const [gone] = api.alerts.links.linksOf(
    {
      id: orderedId(api.clock.now()),
      single: api.alerts.book.get(alert.id),
      counts: { opened: 0, resolved: 1, stillOpen: 0 },
    },
    'en',
  );
  assert.deepEqual(buttonsOf(await api.get(new URL(gone?.url ?? '').pathname)), []);
});

test('a link for looking cannot act, although something is open again', async (t) => {
  const api = await open(t);
  const alerts = [api.raise('dev-1'), api.raise('dev-2')];
  const path = api.linkTo(alerts, true);
  assert.deepEqual(buttonsOf(await api.get(path)), []);
  const { status, text } = await api.press(`${path}?lang=en`, { do: 'acknowledge' });
  assert.equal(status, 403);
  assert.match(text, /for looking only/);
  assert.equal(statusOf(api, alerts[0] as KnownAlert), 'open');
});

test('forged, expired, foreign and switched-off links get a friendly page and do nothing', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const path = api.linkTo(alert);
  const forged = path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const wrong of [forged, '/a/x', `/a/${'A'.repeat(48)}`, '/a/%00', '/a/..%2f..%2fsecret.key']) {
    const { status, text, headers } = await api.get(wrong, { 'accept-language': 'zh' });
    assert.equal(status, 404, wrong);
    assert.match(text, /<h1>链接无效<\/h1>/);
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.equal((await api.press(wrong, { do: 'acknowledge' })).status, 404);
  }
  assert.equal((await api.send('POST /alert_links/rotate', { who: 'operatorKey' })).status, 403);
  assert.equal((await api.send('POST /alert_links/rotate')).status, 204);
  assert.equal((await api.get(path)).status, 404, 'signed with the key of before');
  const before = api.linkTo(alert);
  api.alerts.settings.put(pipelineSettings.parse({ links: { enable: false } }));
  assert.equal((await api.get(before)).status, 404);
  api.alerts.settings.put(pipelineSettings.parse({}));
  await api.clock.advance(7 * DAY + 60_000);
  assert.equal((await api.get(before)).status, 410);
  assert.equal((await api.press(before, { do: 'acknowledge' })).status, 410);
  const nobody = api.linkTo(sampleAlert({ id: orderedId(api.clock.now()) }));
  assert.equal((await api.get(nobody)).status, 410);
  assert.equal(statusOf(api, alert), 'open');
});

test('only a page of ours may press, and only what there are buttons for', async (t) => {
  const api = await open(t);
  const alert = api.raise('dev-1');
  const path = api.linkTo(alert);
  const form = { do: 'acknowledge' };
  const host = { host: 'ops.example' };
  for (const headers of [
    { ...host, origin: 'https://evil.example' },
    { ...host, origin: 'https://ops.example.evil.example' },
    { ...host, origin: 'nonsense' },
    { ...host, 'sec-fetch-site': 'cross-site', origin: 'null' },
    { ...host, 'sec-fetch-site': 'same-site' },
  ]) {
    assert.equal((await api.press(path, form, headers)).status, 403, JSON.stringify(headers));
  }
  assert.equal((await api.press(path, { do: 'resolve' })).status, 400);
  assert.equal((await api.press(path, {})).status, 400);
  assert.equal((await api.press(path, { do: 'acknowledge', name: 'x'.repeat(5000) })).status, 413);
  assert.equal((await api.press(path, form, { 'content-type': 'application/json' })).status, 400);
  const json = await api.call({ method: 'POST', path: `/${path}`, who: 'nobody', body: form });
  assert.equal(json.status, 415);
  assert.equal(statusOf(api, alert), 'open');

  api.alerts.settings.put(pipelineSettings.parse({ public_url: 'https://alerts.example/tocsin' }));
  const own = { host: '10.0.0.1:18083', origin: 'https://alerts.example', 'sec-fetch-site': 'same-origin' };
  assert.equal((await api.press(path, form, own)).status, 303);
});

test('guessing is slowed down, and whoever has a link is not', async (t) => {
  const api = await open(t);
  const path = api.linkTo(api.raise('dev-1'));
  const statuses: number[] = [];
  for (let n = 0; n < 22; n++) statuses.push((await api.get(`/a/${String(n).padStart(48, 'x')}`)).status);
  assert.deepEqual(statuses, [...Array<number>(20).fill(404), 429, 429]);
  assert.equal((await api.get(path)).status, 200);
  await api.clock.advance(60_000);
  assert.equal((await api.get('/a/x')).status, 404);
});

test('hostile names are text, and long ones are cut', async (t) => {
  const api = await open(t);
  const evil = '"><script>alert(1)</script>\u202e';
  const alert = api.raise(`${evil}${'x'.repeat(65_000)}`, {
    title: { en: `Down ${evil}`, zh: evil },
    summary: evil,
    facts: { [evil]: evil, username: evil },
    labels: { site: evil },
    runbookUrl: 'javascript:alert(1)',
  });
  api.alerts.book.note(alert.id, evil, evil);
  api.store.commit();
  const cookie = `tocsin_name=${encodeURIComponent(evil)}`;
  for (const path of [api.linkTo(alert), api.linkTo([alert, api.raise(evil)])]) {
    const { text, status } = await api.get(path, { cookie });
    assert.equal(status, 200);
    assert.equal(/<script|javascript:|\u202e/.exec(text)?.index, undefined);
    assert.ok(text.length < 20_000, String(text.length));
  }
  const { headers } = await api.press(api.linkTo(alert), {
    do: 'acknowledge',
    name: 'a\r\nset-cookie: b=c; <b>',
  });
  assert.doesNotMatch(String(headers['set-cookie']), /[\r\n<>]/);
  assert.equal((await api.get(api.linkTo(alert), { cookie: 'tocsin_name=%E0%A4%A' })).status, 200);
});

test('the page can be used by everybody: named fields and regions, one first heading, large targets', async (t) => {
  const api = await open(t);
  const { text } = await api.get(api.linkTo([api.raise('dev-1'), api.raise('dev-2')]));
  assert.equal(text.match(/<h1[ >]/g)?.length, 1);
  const ids = new Set([...text.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id));
  for (const [, id] of text.matchAll(/(?:for|aria-labelledby|aria-describedby)="([\w-]+)"/g))
    assert.ok(ids.has(id));
  for (const [, id] of text.matchAll(/<input id="([\w-]+)"/g))
    assert.match(text, new RegExp(`<label for="${id}">`));
  assert.match(text, /<html lang="en">/);
  assert.match(text, /<main>/);
  assert.match(text, /role="status"/);
  assert.match(text, /button \{[^}]*min-height: 52px/);
  assert.doesNotMatch(text, /user-scalable|maximum-scale/);
});
