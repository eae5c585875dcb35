import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startFakeEmqx } from '../support/fake-emqx.ts';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

const CLUSTER = readFileSync(new URL('../samples/emqx/cluster.hocon', import.meta.url));
const FILE = { name: 'cluster.hocon', mimeType: 'text/plain', buffer: CLUSTER };

test('a cluster.hocon is read, shown thing by thing, chosen from, taken over and undone', {
  skip,
}, async (t) => {
  const { open, api } = await startDashboard(t);
  const page = await open({ path: '/' });
  await page.getByRole('link', { name: 'Import from EMQX' }).click();
  await page.locator('input[type=file]').setInputFiles(FILE);
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  await row('http:ding_offline').first().waitFor();
  await page.getByText('9 not supported').click();
  await row('mongodb:mongo').getByText('there is no connector of type mongodb here').waitFor();
  assert.equal(await row('device_offline').count(), 0);
  await assertAccessible(page);
  await page.getByText('All 30').click();

  await page.getByRole('button', { name: 'Preview: rule/device_offline' }).click();
  await page.getByText('# rules').waitFor();
  await row('device_offline')
    .getByRole('checkbox', { name: /Raise an alert and tell dingtalk:ding_offline/ })
    .check();
  await page.getByText('window: "30s"').waitFor();
  await assertAccessible(page);
  await page.getByRole('checkbox', { name: 'Take over setting/rewrite' }).uncheck();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report' }).click();
  await page.getByRole('menuitem', { name: 'JSON, with everything' }).click();
  const report = readFileSync(await (await downloading).path(), 'utf8');
  assert.equal(JSON.parse(report).rows.length, 30);
  assert.ok(!report.includes('s3cret-of-the-erp'));

  const take = page.getByRole('button', { name: /^Take over \d+ things$/ });
  await take.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Take over/ })
    .click();
  await page.getByText(/\d+ things were taken over\./).waitFor();
  await row('erp_events').getByText('there already').first().waitFor();
  const rule = (await api.must('GET', '/rules/device_offline')) as { alert?: object };
  assert.ok(rule.alert, 'with its alert');
  assert.deepEqual(await api.must('GET', '/mqtt/topic_rewrite'), [], 'what was not ticked stays');
  await page.getByRole('button', { name: 'Undo the last import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the last import' }).click();
  await page.getByText('The import is undone.').waitFor();
  assert.equal((await api.call('GET', '/rules/device_offline')).status, 404);
});

test('a running EMQX is read by address and key, and a mistake is told where it was made', {
  skip,
}, async (t) => {
  const { open } = await startDashboard(t);
  const emqx = await startFakeEmqx(t);
  const page = await open({ path: '/settings/emqx' });
  await page.getByText('A running EMQX', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Address of the dashboard' }).fill(emqx.url);
  await page.getByRole('textbox', { name: 'API key' }).fill(emqx.key);
  await page.getByLabel('Secret key').fill('wrong');
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByText('does not accept the API key').waitFor();
  await page.getByLabel('Secret key').fill(emqx.secret);
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByText('EMQX 5.10.1').waitFor();
  await page.getByRole('row').filter({ hasText: 'wecom:tell' }).first().waitFor();
  await page.getByText('A file', { exact: true }).click();
  await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from('a = {') });
  await page.getByText('line 1, column 5').waitFor();
});

test('the page fits a phone, in Chinese and in the dark', { skip }, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/settings/emqx', language: 'zh', theme: 'dark', width: 320 });
  await page.locator('input[type=file]').setInputFiles(FILE);
  await page.getByText('不支持 9').waitFor();
  await page.getByRole('button', { name: '预览: rule/device_offline' }).click();
  await page.getByText('# rules').waitFor();
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
});
