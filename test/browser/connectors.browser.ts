import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpReceiver } from '../support/http-receiver.ts';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

test('a connector is made, its mistakes stand at their fields, and it is changed without losing its queue', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const page = await dashboard.open({ path: '/rules/connectors' });
  await page.getByText('A connector is the way to something outside').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'New connector' }).click();
  await page.getByLabel('Name').first().fill('my gateway');
  await page.getByRole('textbox', { name: 'URL' }).fill('gateway');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('write a name of letters, digits').waitFor();
  await page.getByLabel('Name').first().fill('gateway');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('write the URL as http://host').waitFor();
  await page.getByRole('textbox', { name: 'URL' }).fill(`http://127.0.0.1:${receiver.port}`);
  await page.getByRole('button', { name: 'More settings' }).click();
  await page.getByLabel('Request timeout').fill('soon');
  await page.getByRole('button', { name: 'Create' }).click();
  await page
    .getByRole('textbox', { name: 'Request timeout' })
    .and(page.locator('[aria-invalid=true]'))
    .waitFor();
  await page.getByLabel('Request timeout').fill('3s');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText(/Reached in/).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'gateway' }).waitFor();
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByLabel('Name').last().fill('authorization');
  await page.getByLabel('Value authorization').fill('Bearer very-secret');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What waits in the queue was kept').waitFor();
  await page.reload();
  await page.getByLabel('Value authorization').waitFor();
  assert.equal(await page.getByLabel('Value authorization').inputValue(), '******');
  await assertAccessible(page);
});

test('a queue is paused, resumed and dropped, and what uses a connector is named before it goes', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const receiver = await new HttpReceiver().open();
  const { port } = receiver;
  receiver.close();
  const { api } = dashboard;
  await api.must('POST', '/connectors', { type: 'http', name: 'erp', url: `http://127.0.0.1:${port}` });
  await api.must('POST', '/actions', { type: 'http', name: 'to_erp', connector: 'erp', parameters: {} });
  await api.must('POST', '/rules', {
    id: 'all',
    name: 'All messages',
    sql: 'SELECT * FROM "t/#"',
    actions: ['http:to_erp'],
  });
  const client = await dashboard.connect({ clientId: 'd1' });
  for (let n = 0; n < 3; n++) await client.publishAsync('t/1', `${n}`, { qos: 1 });
  const page = await dashboard.open({ path: '/rules/connectors' });
  const card = page.getByRole('region', { name: 'http:erp' });
  await card.getByText('Not reachable').waitFor();
  await card.getByText('3 waiting').waitFor();
  await card.getByRole('link', { name: 'erp' }).click();
  const queue = page.getByRole('region', { name: 'Queue' });
  await queue.getByText(/3 waiting/).waitFor();
  await queue.getByRole('button', { name: 'Pause' }).click();
  await queue.getByText('Paused: what waits stays').waitFor();
  await queue.getByRole('button', { name: 'Resume' }).click();
  await queue.getByRole('button', { name: 'Drop the queue' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('3 waiting deliveries are given up').waitFor();
  await question.getByRole('button', { name: 'Drop the queue' }).click();
  await queue.getByText('Nothing waits.').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByText('action to_erp').waitFor();
  await page.getByRole('dialog').getByRole('link', { name: 'All messages' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByText('delete these actions first').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await api.must('DELETE', '/actions/http:to_erp?also_delete_dep_actions=true');
  await page.reload();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByText('Nothing uses it').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('A connector is the way to something outside').waitFor();
});

test('the form of every type can be read, in Chinese and dark, on a narrow screen', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open({
    path: '/rules/connectors?new=1',
    language: 'zh',
    theme: 'dark',
    width: 320,
  });
  const options = page.getByLabel('类型').locator('option');
  await options.nth(9).waitFor({ state: 'attached' });
  const kinds = await options.evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  assert.ok(kinds.length >= 10, kinds.join());
  for (const kind of kinds) {
    await page.getByLabel('类型').selectOption(kind);
    await page.getByRole('button', { name: '更多设置' }).click();
    await page.getByLabel('备注').waitFor();
    await assertNoSidewaysScroll(page);
  }
  await assertAccessible(page);
});
