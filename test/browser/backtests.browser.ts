import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  eventually,
  skip,
  startDashboard,
} from './support/browser.ts';

/** A rule, and devices that went for a moment and for good. */
async function startPast(t: Parameters<typeof startDashboard>[0]): Promise<Dashboard> {
  const dashboard = await startDashboard(t);
  const { api } = dashboard;
  await api.must('POST', '/playbooks/device-offline/create', { params: { grace: '1s' } });
  const { id } = (await api.must('POST', '/simulations', { clients: 3, prefix: 'line7-' })) as { id: string };
  await api.must('POST', `/simulations/${id}/cut`, { clientids: ['line7-1'] });
  await api.must('POST', `/simulations/${id}/reconnect`, {});
  await api.must('POST', `/simulations/${id}/cut`, { clientids: ['line7-2'] });
  await eventually(t, async () => {
    const { data } = (await api.must('GET', '/alerts?status=open')) as { data: unknown[] };
    return data[0];
  });
  return dashboard;
}

test('a rule is tried on the past, beside a variant, and the backtest has a link', { skip }, async (t) => {
  const { open } = await startPast(t);
  const page = await open({ path: '/rules/backtests?rule=device-offline' });
  await page.getByRole('button', { name: 'Run backtest' }).click();
  const alerts = page.getByText('Short drops suppressed');
  await alerts.waitFor();
  await page.getByRole('cell', { name: 'Critical line7-2' }).waitFor();
  await assertAccessible(page);

  await page.getByLabel('Compare with a variant').check();
  await page.getByLabel('Grace period').fill('10m');
  await page.getByRole('button', { name: 'Run both' }).click();
  await page.getByText('A: 1', { exact: true }).first().waitFor();
  await page.getByText('No alert would have opened.').waitFor();

  await page.getByRole('button', { name: /test case of the alert about line7-2/ }).click();
  const yaml = page.getByRole('dialog', { name: 'Test case' });
  await yaml.getByText('event_type: client_disconnected').waitFor();
  assert.match((await yaml.textContent()) ?? '', /key: line7-2, severity: critical/);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'device-offline', exact: true }).first().click();
  await page.waitForURL(/id=/);
  await page.getByRole('button', { name: 'Copy link' }).waitFor();
  await page.reload();
  await page.getByText('Events read').first().waitFor();
});

test('in Chinese and on a phone nothing is cut off', { skip }, async (t) => {
  const { open } = await startPast(t);
  const page = await open({
    path: '/rules/backtests?rule=device-offline',
    language: 'zh',
    theme: 'dark',
    width: 320,
  });
  await page.getByRole('button', { name: '开始回放' }).press('Enter');
  await page.getByText('抑制短暂掉线').waitFor();
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
});
