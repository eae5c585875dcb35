import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  openPage,
  skip,
  startDashboard,
} from './support/browser.ts';

const PATH = '/clients/subscriptions?view=slow';
/** A name that must not be taken for anything else. */
const HOSTILE = '<b>press</b>\u202E/7';

/** A client that says only after a while that it has a message. */
async function connectSlow(dashboard: Dashboard, clientId: string, topic: string): Promise<void> {
  const client = await dashboard.connect({ clientId, protocolVersion: 5 });
  client.handleMessage = (_packet, done) => void setTimeout(done, 300);
  await client.subscribeAsync(topic, { qos: 1 });
}

test('whoever gets a topic slowly is seen once it is measured, is looked at, and is forgotten', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await connectSlow(dashboard, HOSTILE, 'plant/+/temp');
  const publisher = await dashboard.connect({ clientId: 'meter' });
  const page = await dashboard.open({ path: PATH });
  await page.getByText('Nothing is measured.', { exact: false }).waitFor();
  await page.getByLabel('Slow from').selectOption('100ms');
  await page.getByRole('switch', { name: 'Measure' }).press('Space');
  await page.getByText('No message took that long.').waitFor();
  await publisher.publishAsync('plant/7/temp', '21', { qos: 1 });
  const row = page.getByRole('row').filter({ hasText: 'plant/7/temp' });
  await row.getByText(/^[3-9]\d\d ms$|^\d,?\d{3} ms$/).waitFor();
  await assertAccessible(page);

  await row.getByRole('link').click();
  await page.waitForURL(/clients\/detail\?id=/);
  await page.goBack();
  await row.waitFor();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByText('No message took that long.').waitFor();

  const settings = (await dashboard.api.must('GET', '/slow_subscriptions/settings')) as object;
  assert.partialDeepStrictEqual(settings, { enable: true, threshold: '100ms' });
});

test('it is read in Chinese and on a phone, and a viewer sees what he may not change', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.api.must('PUT', '/slow_subscriptions/settings', { enable: true, threshold: '100ms' });
  await connectSlow(dashboard, 'press', 'plant/temp');
  const publisher = await dashboard.connect({ clientId: 'meter' });
  await publisher.publishAsync('plant/temp', '21', { qos: 1 });
  const phone = await dashboard.open({ path: PATH, language: 'zh', width: 320 });
  await phone.getByRole('row').filter({ hasText: 'plant/temp' }).waitFor();
  await assertNoSidewaysScroll(phone);
  await assertAccessible(phone);

  const viewer = { username: 'looker', password: 'Quiet-bell-9' };
  const made = await phone.context().request.post(`${dashboard.origin}api/v5/users`, {
    data: { ...viewer, role: 'viewer' },
    headers: { 'x-tocsin': 'test' },
  });
  assert.equal(made.status(), 200);
  const page = await openPage(t, dashboard.origin, { signedIn: false });
  await page.context().request.post(`${dashboard.origin}api/v5/session`, { data: viewer });
  await page.goto(new URL(`.${PATH}`, dashboard.origin).href);
  await page.getByRole('row').filter({ hasText: 'plant/temp' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Clear', exact: true }).isDisabled(), true);
  assert.equal(await page.getByRole('switch', { name: 'Measure' }).isDisabled(), true);
});
