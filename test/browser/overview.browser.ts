import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

test('before the first client the overview says how to connect one, and it goes when one came', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open();
  await page.getByText('All well').first().waitFor();
  const port = dashboard.app.ready.listeners.tcp?.port;
  await page.getByText(`mqtt://127.0.0.1:${port}`, { exact: true }).waitFor();
  await page.getByText(/^ws:\/\/127\.0\.0\.1:\d+\/mqtt$/).waitFor();
  await page.getByText(`mosquitto_pub -h 127.0.0.1 -p ${port} -i hello-1 -t hello -m world`).waitFor();
  await page.getByRole('button', { name: /^QR code of mqtt:/ }).click();
  await page.getByRole('img', { name: /^QR code of mqtt:/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Connect a client').waitFor();
  await assertAccessible(page);

  await dashboard.connect({ clientId: 'first-device' });
  await page.getByText('1 online').first().waitFor();
  await page.getByRole('link', { name: 'first-device' }).first().waitFor();
});

test('with trouble the worst comes first, and every number leads to what it counts', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const { api } = dashboard;
  await api.must('POST', '/rules', {
    id: 'offline',
    name: 'Device offline',
    sql: `SELECT * FROM "$events/client/disconnected" WHERE reason != 'normal'`,
    actions: [],
    alert: { severity: 'critical', title: 'Device offline' },
  });
  const hostile = await dashboard.connect({ clientId: '<img src=x onerror=alert(1)>\u202eevil' });
  hostile.stream.destroy();
  const page = await dashboard.open();
  const critical = page.getByRole('link', { name: '1 critical alert' });
  await critical.waitFor();
  const worst = page.getByRole('region', { name: 'Open alerts' });
  await worst.getByText('Device offline').waitFor();
  await worst.getByText('<img src=x onerror=alert(1)>').waitFor();
  await page
    .getByRole('region', { name: 'Just happened' })
    .getByText('disconnected: connection closed by peer')
    .waitFor();
  await assertAccessible(page);
  await critical.click();
  await page.waitForURL(/\/alerts\?q=severity%3Acritical\+is%3Aopen$/);
  await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
  await page.getByRole('combobox').or(page.getByRole('searchbox')).first().waitFor();
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
});

test('the past is still there after a restart of the server', { skip }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-figures-'));
  const first = await startDashboard(t, [], directory);
  await first.connect({ clientId: 'before' });
  const page = await first.open();
  await page.locator('[role=slider][aria-valuetext*="Online 1"]').waitFor();
  await first.stop();

  const second = await startDashboard(t, [], directory);
  const again = await second.open();
  await again.getByRole('button', { name: 'Connections: Show as a table' }).click();
  const table = again.getByRole('table', { name: 'Connections' });
  await table.getByRole('cell', { name: '1', exact: true }).first().waitFor();
});

test('the overview is good on a narrow screen, in Chinese and in the dark', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.connect({ clientId: 'dev-0421' });
  const page = await dashboard.open({ width: 320, language: 'zh', theme: 'dark' });
  await page.getByText('一切正常').first().waitFor();
  await page.getByText('上线，来自').first().waitFor();
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
});
