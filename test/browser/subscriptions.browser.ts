import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

const row = (page: Page, topic: string) => page.getByRole('row').filter({ hasText: topic });

async function connectSubscribers(dashboard: Dashboard): Promise<void> {
  for (let index = 1; index <= 6; index++) {
    const client = await dashboard.connect({
      clientId: `dev-${index}`,
      protocolVersion: 5,
      username: index <= 2 ? 'ann' : 'bob',
    });
    await client.subscribeAsync(`cmd/${index}/#`, { qos: 1 });
    await client.subscribeAsync('$share/g/jobs/+', { qos: 2 });
  }
}

test('subscriptions are found by their own words and by those of their clients, and counted once', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await connectSubscribers(dashboard);
  const page = await dashboard.open({ path: '/clients/subscriptions' });
  await page.getByText('12 subscriptions', { exact: true }).waitFor();
  assert.equal(await page.getByText('12', { exact: true }).count(), 0);
  await page.keyboard.press('/');
  await page.keyboard.type('user:ann qos:1');
  await page.getByText('2 subscriptions', { exact: true }).waitFor();
  await row(page, 'cmd/2/#').waitFor();
  await assertAccessible(page);
  await page.keyboard.type(' qos:7');
  await page.getByText(/is no quality of service/).waitFor();
  await page.goto(`${dashboard.origin}clients/subscriptions?q=nothing-like-this`);
  await page.getByText('No subscription matches.').waitFor();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByText('12 subscriptions', { exact: true }).waitFor();
});

test('several are unsubscribed after they were counted, and subscribed again by undo', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await connectSubscribers(dashboard);
  const page = await dashboard.open({ path: '/clients/subscriptions?q=cmd' });
  await row(page, 'cmd/6/#').waitFor();
  for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  const bar = page.getByRole('toolbar', { name: '3 selected' });
  await bar.getByRole('button', { name: 'Unsubscribe' }).click();
  const dialog = page.getByRole('dialog', { name: 'End 3 subscriptions?' });
  await dialog.getByText('Will end 3 subscriptions of 3 clients.').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click();
  await page.getByText('3 subscriptions', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('6 subscriptions', { exact: true }).waitFor();
});

test('all that match are unsubscribed, also those that are not loaded', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await connectSubscribers(dashboard);
  const many = await dashboard.connect({ clientId: 'hub', protocolVersion: 5 });
  await many.subscribeAsync(Array.from({ length: 300 }, (_, index) => `hub/${index}`));
  const page = await dashboard.open({ path: '/clients/subscriptions?q=client:hub', language: 'zh' });
  await page.getByText('300 个订阅', { exact: true }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: '全部 300 个匹配项' }).click();
  await page.getByRole('toolbar').getByRole('button', { name: '取消订阅' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('将取消 1 个客户端的 300 个订阅。').waitFor();
  await dialog.getByRole('button', { name: '取消订阅' }).click();
  await page.getByText('没有匹配的订阅。').waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${dashboard.origin}clients/subscriptions`);
  await page.getByText('12 个订阅', { exact: true }).waitFor();
  await assertNoSidewaysScroll(page);
});
