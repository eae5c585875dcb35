import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DingtalkSimulator } from '../support/bots/dingtalk.ts';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

test('a node says what is wrong and what to do, a support bundle is read before it is sent, and a group is told once of what failed', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const { api, open } = dashboard;
  const bot = await new DingtalkSimulator({ secret: 'SECright' }).open();
  t.after(() => bot.close());
  await api.must('POST', '/connectors', { type: 'http', name: 'gone', url: 'http://127.0.0.1:9' });
  await api.must('POST', '/connectors', {
    type: 'dingtalk',
    name: 'ops',
    url: bot.url,
    secret: 'SECwrong',
  });
  await api.must('POST', '/rules', {
    id: 'offline',
    sql: 'SELECT clientid FROM "$events/client/disconnected"',
    actions: [],
    alert: { key: '${clientid}', for: '0s', notify: ['dingtalk:ops'] },
  });
  const client = await dashboard.connect({ clientId: 'press-007', username: 'guest-user' });
  client.stream.destroy();

  const page = await open({ path: '/settings/system' });
  const outbound = page.getByRole('row').filter({ hasText: 'Outbound reach' });
  await outbound.getByText(/http:gone/).waitFor();
  await outbound.getByText(/Check name, port and firewall from this machine/).waitFor();
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('"made_at"').waitFor();
  const shown = await page.locator('pre').innerText();
  assert.ok(shown.includes('dingtalk:ops') && !/press-007|guest-user|SECwrong/.test(shown));
  await assertAccessible(page);

  await page.goto(new URL('notify/channel?id=dingtalk:ops', dashboard.origin).href);
  await page.getByLabel('Secret', { exact: true }).fill('SECright');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What waits in the queue was kept').waitFor();
  await page.getByLabel('How', { exact: true }).selectOption('One message that lists them');
  await page.getByRole('button', { name: /^Tell of \d+ in one message$/ }).click();
  await page.getByText(/one message tells of/).waitFor();
  await page.getByRole('link', { name: 'Open it' }).click();
  await page
    .getByRole('dialog')
    .getByText(/did not arrive/)
    .first()
    .waitFor();
  await page.goto(new URL('notify/deliveries?status=digested', dashboard.origin).href);
  await page
    .getByText(/press-007/)
    .first()
    .waitFor();

  const phone = await open({ path: '/settings/system', width: 320, language: 'zh', theme: 'dark' });
  await phone.getByText('出站连通性').waitFor();
  await assertNoSidewaysScroll(phone);
  await assertAccessible(phone);
});
