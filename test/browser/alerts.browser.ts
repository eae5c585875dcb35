import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  openPage,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

const OFFLINE =
  'SELECT clientid, username, peername, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'';

/** A broker with a rule that rings at once when a client is lost. */
async function start(t: TestContext): Promise<Dashboard> {
  const dashboard = await startDashboard(t);
  await dashboard.api.must('POST', '/rules', {
    id: 'device-offline',
    name: 'Device offline',
    sql: OFFLINE,
    alert: { severity: 'critical', title: { en: 'Device offline', zh: '设备离线' }, for: '0s' },
  });
  return dashboard;
}

async function alertOf({ api }: Dashboard, key: string, status = 'open'): Promise<{ id: string }> {
  for (;;) {
    const { data } = (await api.must('GET', `/alerts?key=${encodeURIComponent(key)}&status=${status}`)) as {
      data: { id: string }[];
    };
    if (data[0]) return data[0];
  }
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('who acknowledges from the link in a message is seen in the dashboard as it happens', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  const client = await dashboard.connect({ clientId: 'pump-3' });
  client.stream.destroy();
  const { id } = await alertOf(dashboard, 'pump-3');
  const page = await dashboard.open({ path: `/alerts/detail?id=${id}` });
  await page.getByRole('button', { name: "I'm on it" }).waitFor();

  const link = await linkIn(dashboard);
  const phone = await openPage(t, dashboard.origin, { path: link, signedIn: false, width: 360, height: 740 });
  await assertNoSidewaysScroll(phone);
  await assertAccessible(phone);
  await phone.getByLabel('Your name (optional)').fill('Li');
  await phone.getByRole('button', { name: "I'm on it" }).click();
  await phone.getByText(/Li\) is on it since/).waitFor();

  await page.getByText('Acknowledged · Li (from a link)').first().waitFor();
  await page.getByRole('button', { name: "I'm on it" }).waitFor({ state: 'detached' });
});

/** The one that acts, of the first message in the preview inbox. */
async function linkIn({ api }: Dashboard): Promise<string> {
  for (;;) {
    const [, token] =
      /\/(a\/[\w.~-]+)\?ack/.exec(JSON.stringify(await api.must('GET', '/preview_inbox'))) ?? [];
    if (token !== undefined) return `/${token}?lang=en`;
  }
}

test('the history has a calendar, a table behind it, and filters that stand in the address', {
  skip,
}, async (t) => {
  const dashboard = await start(t);
  for (const clientId of ['press-1', 'press-2']) {
    (await dashboard.connect({ clientId })).stream.destroy();
    await alertOf(dashboard, clientId);
  }
  await dashboard.connect({ clientId: 'press-1' });
  await alertOf(dashboard, 'press-1', 'resolved');
  const page = await dashboard.open({ path: '/alerts/history' });
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

test('a viewer sees what could be done, and who may do it', { skip }, async (t) => {
  const dashboard = await start(t);
  (await dashboard.connect({ clientId: 'dev-9' })).stream.destroy();
  const { id } = await alertOf(dashboard, 'dev-9');
  const page = await dashboard.open();
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
