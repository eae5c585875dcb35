import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

test('a client that a rule expects and nobody has seen has a tab, and a page that says how it gets in', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.connect({ clientId: 'pump-1', protocolVersion: 5 });
  const page = await dashboard.open({ path: '/clients' });
  await page.getByText('1 client', { exact: true }).waitFor();
  assert.equal(await page.getByRole('tab', { name: /Never seen/ }).count(), 0);
  const { status } = await dashboard.api.call('POST', '/rules', {
    id: 'silent-pumps',
    sql: 'SELECT clientid FROM "pumps/#"',
    alert: { absence: { after: '10m', expected: ['pump-1', 'pump-2'] } },
  });
  assert.equal(status, 201);
  await page.reload();
  await page.getByRole('tab', { name: 'Never seen 1' }).click();
  await page.getByRole('link', { name: 'pump-2', exact: true }).waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'pump-2', exact: true }).click();
  await page.getByText('Never connected').waitFor();
  await page.getByRole('link', { name: 'silent-pumps' }).waitFor();
  await page.getByText(/mosquitto_pub .* -i pump-2 /).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Kick' }).isDisabled(), true);
  await assertAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await assertNoSidewaysScroll(page);
  await dashboard.connect({ clientId: 'pump-2', protocolVersion: 5 });
  await page.getByText('Receive-Maximum').waitFor();
});
