import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  eventually,
  openPage,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

/** Milliseconds: machines that run tests are busy. */
const PATIENCE = 60_000;

const OFFLINE =
  'SELECT clientid, username, peername, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'';

/** A broker with a rule that rings at once when a client is lost. */
async function start(t: TestContext): Promise<Dashboard> {
  const dashboard = await startDashboard(t);
  // A machine that is busy with other things is nobody's subject here.
  for (const name of ['cpu_high', 'memory_high', 'event_loop_delay'])
    await dashboard.api.must('PUT', `/monitors/${name}`, { enable: false });
  await dashboard.api.must('POST', '/rules', {
    id: 'device-offline',
    name: 'Device offline',
    sql: OFFLINE,
    alert: { severity: 'critical', title: { en: 'Device offline', zh: '设备离线' }, for: '0s' },
  });
  return dashboard;
}

function alertOf(
  t: TestContext,
  { api }: Dashboard,
  key: string,
  status = 'open',
): Promise<{ readonly id: string }> {
  return eventually(t, async () => {
    const path = `/alerts?key=${encodeURIComponent(key)}&status=${status}`;
    const { data } = (await api.must('GET', path)) as { data: { id: string }[] };
    return data[0];
  });
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('a client that is kicked rings at once, and its story is told until it is back', { skip }, async (t) => {
  const dashboard = await start(t);
  await dashboard.connect({ clientId: 'dev-7' });
  const page = await dashboard.open({ path: '/alerts' });
  page.setDefaultTimeout(PATIENCE);
  await page.getByText('Nothing is wrong.').waitFor();
  await assertAccessible(page);

  await dashboard.api.must('DELETE', '/clients/dev-7');
  const row = rowOf(page, 'dev-7');
  await row.getByText('Critical').waitFor();
  await row.getByText('Open', { exact: true }).waitFor();
  await assertAccessible(page);

  await page.getByRole('button', { name: 'No, thanks' }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await row.getByText('Acknowledged · admin').waitFor();

  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Open now: 1').waitFor();
  await dialog.getByText('4 h', { exact: true }).click();
  await dialog.getByLabel('Reason').fill('rack move');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await row.getByText(/Silenced until/).waitFor();
  await page.getByText('Silenced 1 alert.').waitFor();

  await row.getByRole('link', { name: 'Device offline' }).click();
  await page.getByText('dev-7⁩ went offline (kicked by an administrator)').waitFor();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText('Acknowledged by admin').waitFor();
  await timeline
    .getByText(/^\d\d:\d\d:\d\d\.\d{3}$/)
    .first()
    .waitFor();
  await timeline.getByRole('button', { name: 'Payload' }).first().click();
  await timeline
    .getByText(/client\.disconnected/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Add note' }).first().click();
  await page.getByRole('dialog').getByLabel('Note').fill('The <b>fuse</b> is gone');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('region', { name: 'Notes' }).getByText('The <b>fuse</b> is gone').waitFor();
  await assertAccessible(page);

  await dashboard.connect({ clientId: 'dev-7' });
  await page.getByText('✓ Resolved').first().waitFor();
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await page.getByText('Nothing is wrong.').waitFor();
  await page.getByText('Last alert:').waitFor();
});

test('who acknowledges from the link in a message is seen in the dashboard as it happens', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  const client = await dashboard.connect({ clientId: 'pump-3' });
  client.stream.destroy();
  const { id } = await alertOf(t, dashboard, 'pump-3');
  const page = await dashboard.open({ path: `/alerts/detail?id=${id}` });
  page.setDefaultTimeout(PATIENCE);
  await page.getByRole('button', { name: "I'm on it" }).waitFor();

  const link = await linkIn(t, dashboard);
  const phone = await openPage(t, dashboard.origin, { path: link, signedIn: false, width: 360, height: 740 });
  phone.setDefaultTimeout(PATIENCE);
  await assertNoSidewaysScroll(phone);
  await assertAccessible(phone);
  await phone.getByLabel('Your name (optional)').fill('Li');
  await phone.getByRole('button', { name: "I'm on it" }).click();
  await phone.getByText(/Li \(from a link\) is on it since/).waitFor();

  await page.getByText('Acknowledged · Li (from a link)').first().waitFor();
  await page.getByRole('button', { name: "I'm on it" }).waitFor({ state: 'detached' });
});

/** The one that acts, of the first message in the preview inbox. */
function linkIn(t: TestContext, { api }: Dashboard): Promise<string> {
  return eventually(t, async () => {
    const inbox = JSON.stringify(await api.must('GET', '/preview_inbox'));
    const [, token] = /\/(a\/[\w.~-]+)\?ack/.exec(inbox) ?? [];
    return token === undefined ? undefined : `/${token}?lang=en`;
  });
}

test('the history has a calendar, a table behind it, and filters that stand in the address', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  for (const clientId of ['press-1', 'press-2']) {
    (await dashboard.connect({ clientId })).stream.destroy();
    await alertOf(t, dashboard, clientId);
  }
  await dashboard.connect({ clientId: 'press-1' });
  await alertOf(t, dashboard, 'press-1', 'resolved');
  const page = await dashboard.open({ path: '/alerts/history' });
  page.setDefaultTimeout(PATIENCE);
  await rowOf(page, 'press-1').getByText('Recovered').waitFor();
  const calendar = page.getByRole('region', { name: 'Alerts per day' });
  const today = calendar.getByRole('button', { name: /: 2 alerts, 2 critical/ });
  await today.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=/);
  await assertAccessible(page);
  await calendar.getByRole('button', { name: 'As a table' }).click();
  await calendar.getByRole('cell', { name: '2' }).first().waitFor();
  const noisiest = page.getByRole('region', { name: 'Noisiest rules and monitors' });
  await noisiest.getByRole('link', { name: 'Backtest and tune' }).waitFor();

  await page.goto(`${dashboard.origin}alerts/history?q=press-2`);
  await rowOf(page, 'press-2').waitFor();
  assert.equal(await rowOf(page, 'press-1').count(), 0);
  await page.goto(`${dashboard.origin}alerts/history?q=nothing-of-the-kind`);
  await page.getByText('No alert matches.').waitFor();
});

test('a silence is made with a preview, deleted and taken back; a maintenance window comes every week', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  (await dashboard.connect({ clientId: 'oven-1' })).stream.destroy();
  await alertOf(t, dashboard, 'oven-1');
  const page = await dashboard.open({ path: '/alerts/silences' });
  page.setDefaultTimeout(PATIENCE);
  await page.getByText('Nothing is silenced.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'New silence' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.getByText('Say which alerts are meant').waitFor();
  await dialog
    .getByRole('combobox', { name: 'Subjects' })
    .or(dialog.getByLabel('Subjects'))
    .first()
    .fill('oven-*');
  await page.keyboard.press('Enter');
  await dialog.getByText('Open now: 1').waitFor();
  await dialog.getByLabel('Reason').fill('new heating');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Create' }).click();
  const row = rowOf(page, 'oven-*');
  await row.getByText('new heating').waitFor();
  await row.getByText('1 alert').waitFor();

  await row.getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();

  await page.getByRole('button', { name: 'New maintenance window' }).click();
  await dialog.getByLabel('Name').fill('Saturday night');
  await dialog.getByLabel('Severity').getByText('Warning').or(dialog.getByText('Warning')).first().click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await rowOf(page, 'Saturday night')
    .getByText(/Sat 22:00–02:00/)
    .waitFor();
  await assertAccessible(page);
});

test('on a phone in Chinese, with a name that nobody should have, everything fits and can be done', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  const name = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(120)}`;
  (await dashboard.connect({ clientId: name })).stream.destroy();
  const { id } = await alertOf(t, dashboard, name);
  const look = { language: 'zh', width: 320, height: 640, theme: 'dark' } as const;
  const list = await dashboard.open({ ...look, path: '/alerts' });
  list.setDefaultTimeout(PATIENCE);
  await list.getByText('设备离线').first().waitFor();
  await list.getByText('待确认', { exact: true }).waitFor();
  await assertNoSidewaysScroll(list);
  await assertAccessible(list);
  const page = await dashboard.open({ ...look, path: `/alerts/detail?id=${id}` });
  page.setDefaultTimeout(PATIENCE);
  await page.getByRole('button', { name: '我来处理' }).click();
  await page.getByText('已确认 · admin').first().waitFor();
  await page.getByRole('button', { name: '静默 …' }).click();
  await page.getByRole('dialog').getByText('当前未恢复：1 条').waitFor();
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  for (const path of ['history', 'silences', 'monitors']) {
    await page.goto(`${dashboard.origin}alerts/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertNoSidewaysScroll(page);
  }
});

test('a viewer sees what could be done, and who may do it', { skip }, async (t) => {
  const dashboard = await start(t);
  (await dashboard.connect({ clientId: 'dev-9' })).stream.destroy();
  const { id } = await alertOf(t, dashboard, 'dev-9');
  const page = await dashboard.open();
  page.setDefaultTimeout(PATIENCE);
  const viewer = { username: 'looker', password: 'Only-looking-3', role: 'viewer', description: '' };
  const headers = { 'x-tocsin': 'dashboard' };
  const made = await page.request.post(`${dashboard.origin}api/v5/users`, { data: viewer, headers });
  assert.equal(made.status(), 200, await made.text());
  await page.request.post(`${dashboard.origin}api/v5/session`, {
    data: { username: viewer.username, password: viewer.password },
  });
  await page.goto(`${dashboard.origin}alerts/detail?id=${id}`);
  assert.ok(await page.getByRole('button', { name: "I'm on it" }).isDisabled());
  await page.getByLabel('Needs the role operator').first().hover();
  await page.getByRole('tooltip').getByText('Needs the role operator').waitFor();
  await page.keyboard.press('e');
  await page.goto(`${dashboard.origin}alerts/monitors`);
  assert.ok(await page.getByRole('switch', { name: 'Too many connections: on' }).isDisabled());
});
test('a monitor is changed, says what it does not take, and watches a peer', { skip }, async (t) => {
  const dashboard = await start(t);
  const page = await dashboard.open({ path: '/alerts/monitors' });
  page.setDefaultTimeout(PATIENCE);
  await rowOf(page, 'Too many connections').click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Threshold', { exact: true }).fill('many');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer
    .getByText(/number|share/i)
    .first()
    .waitFor();
  await drawer.getByLabel('Threshold', { exact: true }).fill('5000');
  await drawer.getByLabel('Clear threshold').fill('4500');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await rowOf(page, 'Too many connections').getByText('≥ 5,000').waitFor();

  await rowOf(page, 'Peer link down').click();
  await drawer.getByRole('button', { name: 'Add a peer' }).click();
  await drawer.getByLabel('Address').fill('nowhere');
  await drawer.getByRole('form').getByRole('button', { name: 'Save' }).click();
  await drawer.getByText('write host:port, with the port').waitFor();
  await drawer.getByLabel('Address').fill(`127.0.0.1:${dashboard.tcpPort}`);
  await drawer.getByRole('form').getByRole('button', { name: 'Save' }).click();
  await drawer.getByText(`tcp 127.0.0.1:${dashboard.tcpPort}`).waitFor();

  await page.goto(`${dashboard.origin}alerts/monitors?view=settings`);
  await page.getByLabel('Public address').fill('ftp://wrong');
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText(/URL|https/i)
    .last()
    .waitFor();
  await page.getByLabel('Public address').fill('https://alerts.example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Alert settings saved.').waitFor();
  await assertAccessible(page);
});
