import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

test('topics in use are searched for, and retained messages found and deleted', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const device = await dashboard.connect({ clientId: 'dev-1', username: 'ann', protocolVersion: 5 });
  await device.subscribeAsync('plant/+/cmd');
  const keep = (topic: string, payload: string | Buffer) =>
    device.publishAsync(topic, payload, { retain: true, qos: 1 });
  for (let i = 1; i < 30; i++) await keep(`fleet/${i}/state`, 'x'.repeat(i * 100));
  await keep(`odd/${HOSTILE}`, Buffer.from([0xff, 0x00, 0x80]));
  await keep('/lead//x', '{"a":1}');

  await t.test('a search lists topics, and says what it does not understand', async () => {
    const page = await dashboard.open({ path: '/clients/topics', language: 'zh', theme: 'dark', width: 320 });
    const search = page.getByRole('combobox', { name: '搜索主题' });
    await search.fill('fleet/+/state');
    await search.press('Enter');
    await page.getByText('fleet/7/state').waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await search.fill('fleet/#/x');
    await search.press('Enter');
    await page.getByText(/不是主题过滤器/).waitFor();
  });

  await t.test('retained messages that match are counted before they are deleted', async () => {
    const page = await dashboard.open({ path: '/clients/retained?q=fleet%2F%2B%2Fstate%20size%3E2kB' });
    await page.getByRole('grid').getByText('fleet/25/state').waitFor();
    await page.getByRole('grid').getByText('fleet/25/state').click();
    await page.getByText('xxxxxxxx').first().waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Delete all 9 …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 9 retained messages?' });
    await dialog.getByText(/of payloads/).waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No retained message matches.').waitFor();
    const { data } = (await dashboard.api.must('GET', '/mqtt/retainer/messages?q=fleet')) as {
      data: readonly unknown[];
    };
    assert.equal(data.length, 20);
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await page.getByRole('button', { name: /^Delete all/ }).click();
    const everything = page.getByRole('dialog');
    await everything.getByLabel('Type delete all to confirm').waitFor();
    assert.ok(await everything.getByRole('button', { name: 'Delete' }).isDisabled());
  });
});
