import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startCrowd } from '../../bench/crowd-process.ts';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { rememberClients, rememberedName } from '../support/remembered-clients.ts';
import { assertAccessible, type Page, skip, startDashboard } from './support/browser.ts';

async function crowdOf(t: TestContext, port: number, count: number) {
  const crowd = await startCrowd(port, count);
  t.after(() => crowd.kill('SIGKILL'));
  return crowd;
}

const search = (page: Page) => page.getByRole('combobox', { name: 'Search clients' });
const clientRow = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

test('one is found among 15,000 that are connected and 100,000 that are remembered', { skip }, async (t) => {
  const directory = temporaryDirectory();
  rememberClients(directory, 100_000);
  const dashboard = await startDashboard(t, [], directory);
  await crowdOf(t, dashboard.tcpPort, 15_000);
  const page = await dashboard.open({ path: '/clients' });
  await page.getByText('115,000 clients').waitFor();
  await page.getByRole('tab', { name: 'Online 15,000' }).waitFor();
  await page.getByRole('tab', { name: 'Offline 100,000' }).waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('crowd-1499');
  await page.getByText('11 clients', { exact: true }).waitFor();
  await clientRow(page, 'crowd-14993').getByText('online').waitFor();

  const name = rememberedName(47_040);
  await search(page).fill(name);
  await page.getByText('1 client', { exact: true }).waitFor();
  await clientRow(page, name).getByText('gone').waitFor();
  await search(page).fill('user:hz is:gone ');
  await page.getByText('20,000 clients').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByText('115,000 clients').waitFor();
});

test('300 that are lost at once are one row, told together, and taken by one person in one go', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const { api } = dashboard;
  await api.must('POST', '/rules', {
    id: 'device-offline',
    name: 'Device offline',
    sql: 'SELECT clientid, username, peername, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'',
    alert: {
      severity: 'critical',
      title: { en: 'Device offline', zh: '设备离线' },
      for: '0s',
      group: { window: '1s', by: ['listener'] },
    },
  });
  const crowd = await crowdOf(t, dashboard.tcpPort, 300);
  // Of this rule alone: a machine that is busy may have monitors ring.
  const page = await dashboard.open({ path: '/alerts?q=rule:device-offline' });
  await page.getByText('No open alert matches.').waitFor();
  crowd.kill('SIGKILL');

  const group = page.getByRole('row').filter({ hasText: '300 alerts' });
  await group.getByText('Critical').waitFor();
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  const bar = page.getByRole('toolbar', { name: '1 selected' });
  await bar.getByRole('button', { name: "I'm on it" }).click();
  await page.getByText('Acknowledged 300 alerts.').waitFor();
  await group.getByText('Acknowledged · admin').waitFor();
  const { status } = (await api.must('GET', '/alerts/stats')) as { status: Record<string, number> };
  assert.equal(status.acknowledged, 300);

  await page.getByRole('button', { name: 'Show the alerts of Device offline' }).click();
  await page.getByText('In common').waitFor();
  await page.getByText('300/300').first().waitFor();
  await assertAccessible(page);
  const { data } = (await api.must('GET', '/alerts?key=crowd-7')) as { data: { id: string }[] };
  await page.goto(`${dashboard.origin}alerts/detail?id=${data[0]?.id}`);
  const together = page.getByRole('region', { name: 'Told together: 300 alerts' });
  await together.getByText('300/300').first().waitFor();
  await together.getByRole('button', { name: /more · show/ }).click();
  await together.getByRole('listitem').nth(60).waitFor();
  await together.getByRole('button', { name: /^Silence · 300/ }).click();
  await page.getByRole('dialog').getByText('Open now: 300').waitFor();
  await assertAccessible(page);
});
