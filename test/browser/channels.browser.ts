import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DingtalkSimulator } from '../support/bots/dingtalk.ts';
import { WecomSimulator } from '../support/bots/wecom.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  skip,
  startDashboard,
} from './support/browser.ts';

/** A rule that tells these channels of each client that goes away. */
async function tellOf(dashboard: Dashboard, channels: readonly string[]): Promise<void> {
  await dashboard.api.must('POST', '/rules', {
    id: 'offline',
    name: 'Device offline',
    sql: 'SELECT clientid, reason FROM "$events/client/disconnected"',
    actions: [],
    alert: { severity: 'critical', key: '${clientid}', for: '0s', notify: channels },
  });
}

async function drop(dashboard: Dashboard, clientId: string): Promise<void> {
  const client = await dashboard.connect({ clientId, protocolVersion: 5 });
  client.stream.destroy();
}

async function openDingtalk(t: TestContext, options: ConstructorParameters<typeof DingtalkSimulator>[0]) {
  const bot = await new DingtalkSimulator(options).open();
  t.after(() => bot.close());
  return bot;
}

test('a channel is added by its address, tried, refused for its signature, put right and kept', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const bot = await openDingtalk(t, { secret: 'SECright' });
  const page = await dashboard.open({ path: '/notify' });
  await page.getByText('Until there is one, messages lie in the preview inbox').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'New channel' }).click();
  await page.getByLabel('Paste the webhook address of the bot').fill(bot.url);
  await page.getByText('This is an address of DingTalk').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'dingtalk');
  await page.getByRole('button', { name: 'Send a test' }).click();
  const refusal = page.getByRole('alert');
  await refusal.getByText('The signature does not match').waitFor();
  await refusal.getByText('What to do').waitFor();
  await page.getByLabel('Secret', { exact: true }).fill('SECright');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText(/Delivered · 0 ·/).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'dingtalk' }).waitFor();
  await assertAccessible(page);
  // The secret is kept, and not shown.
  assert.equal(await page.getByLabel('Secret', { exact: true }).inputValue(), '');
  await page.getByPlaceholder('Unchanged').waitFor();
  await page.getByLabel('Keyword').fill('告警');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What waits in the queue was kept').waitFor();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText(/Delivered · 0 ·/).waitFor();
  assert.equal(bot.messages.length, 2);
});

test('a refused message says why and what to do, and is sent again when that is done', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const bot = await openDingtalk(t, { secret: 'SECright' });
  const channel = { type: 'dingtalk', name: 'duty', url: bot.url };
  await dashboard.api.must('POST', '/connectors', { ...channel, secret: 'SECwrong' });
  await tellOf(dashboard, ['dingtalk:duty']);
  await drop(dashboard, '<img src=x onerror=alert(1)>');
  const page = await dashboard.open({ path: '/notify/deliveries' });
  await page.getByText('310000').first().waitFor();
  await page.getByText('onerror').click();
  const panel = page.getByRole('dialog');
  await panel.getByText('The signature does not match').waitFor();
  const bubble = panel.getByRole('figure', { name: 'As DingTalk shows it' });
  await bubble.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  assert.equal(await panel.locator('img').count(), 0);
  await panel.getByRole('tab', { name: 'Response' }).click();
  await panel.getByText('Status 200 · Code 310000').waitFor();
  await assertAccessible(page);
  await panel.getByRole('link', { name: 'Open the channel' }).click();
  await page.getByLabel('Secret', { exact: true }).fill('SECright');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What waits in the queue was kept').waitFor();
  await page
    .getByRole('link', { name: /onerror/ })
    .last()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resend' }).click();
  await page.getByRole('dialog').getByText('Delivered').waitFor();
  assert.ok(bot.messages.length >= 1);
});

test('after an outage what failed is sent again, and the page says how many that are', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const bot = await new WecomSimulator().open();
  t.after(() => bot.close());
  await dashboard.api.must('POST', '/connectors', {
    type: 'wecom',
    name: 'ops',
    url: bot.url.replace(/key=.*/, 'key=gone'),
  });
  await dashboard.api.must('POST', '/actions', {
    type: 'wecom',
    name: 'say',
    connector: 'ops',
    parameters: { title: '${clientid}' },
  });
  await dashboard.api.must('POST', '/rules', {
    id: 'say',
    sql: 'SELECT clientid FROM "$events/client/disconnected"',
    actions: ['wecom:say'],
  });
  for (const name of ['d1', 'd2', 'd3']) await drop(dashboard, name);
  const page = await dashboard.open({ path: '/notify/channel?id=wecom:ops' });
  await page.getByText('Failing: address').waitFor();
  await page.getByRole('button', { name: 'Send 3 again' }).waitFor();
  await dashboard.api.must('PUT', '/connectors/wecom:ops', { url: bot.url });
  await page.getByRole('button', { name: 'Send 3 again' }).click();
  await page.getByText(/OK · 3 in 24 h/).waitFor();
  assert.equal(bot.messages.length, 3);
});

test('the preview inbox is there before anybody made it, shows what is told, and is emptied', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open({ path: '/notify/inbox' });
  await page.getByText('No message yet').waitFor();
  await tellOf(dashboard, []);
  await drop(dashboard, 'dev-0421');
  await page.getByRole('figure').getByText('dev-0421').first().waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await page.getByText('No message yet').waitFor();
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('link', { name: 'inbox', exact: true }).click();
  await page.getByText('The preview inbox stays').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0);
});

test('the words of a message are changed with the message beside them, and mistakes are shown with their place', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open({ path: '/notify/templates?channel=wecom' });
  const bubble = page.getByRole('figure', { name: 'As WeCom shows it' });
  await bubble.getByText('Device offline: dev-0421').waitFor();
  await page.getByText(/of 4,096 bytes/).waitFor();
  await page.getByLabel('Title').fill('Look: ${clientId}');
  await page.getByText('line 1, column 7: there is no variable clientId').waitFor();
  await page.getByLabel('Title').fill('Look: ${clie');
  await page.getByRole('option', { name: /\$\{clientid\}/ }).click();
  assert.equal(await page.getByLabel('Title').inputValue(), 'Look: ${clientid}');
  await bubble.getByText('Look: dev-0421').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. The next message is written like this.').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await bubble.getByText('Device offline: dev-0421').waitFor();
});

test('whoever may only look sees everything and can change nothing, in Chinese and on a phone too', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const bot = await openDingtalk(t, { secret: 'SECright' });
  await dashboard.api.must('POST', '/connectors', { type: 'dingtalk', name: 'duty', url: bot.url });
  await tellOf(dashboard, ['dingtalk:duty']);
  await drop(dashboard, '设备一');
  const eve = { username: 'eve', password: 'Quiet-bell-8' };
  const page = await dashboard.open({
    path: '/notify',
    language: 'zh',
    theme: 'dark',
    width: 320,
  });
  // Users are made by whoever is signed in: no API key may.
  const made = await page.context().request.post(new URL('api/v5/users', dashboard.origin).href, {
    data: { ...eve, role: 'viewer' },
    headers: { 'x-tocsin': 'test' },
  });
  assert.equal(made.status(), 200);
  await page.context().request.post(new URL('api/v5/session', dashboard.origin).href, {
    data: eve,
  });
  await page.goto(new URL('notify', dashboard.origin).href);
  await page.getByText('失败：签名不匹配').waitFor();
  assert.ok(await page.getByRole('button', { name: '测试' }).first().isDisabled());
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
  await page.goto(new URL('notify/channel?id=dingtalk:duty', dashboard.origin).href);
  await page.getByRole('heading', { name: '近 7 天状况' }).waitFor();
  assert.ok(await page.getByRole('button', { name: '保存' }).isDisabled());
  await assertNoSidewaysScroll(page);
  // Above it stands what is told of the interruption, which names the device too.
  await page
    .getByRole('link', { name: /设备一/ })
    .last()
    .click();
  const panel = page.getByRole('dialog');
  await panel.getByText('签名不匹配', { exact: false }).first().waitFor();
  assert.ok(await panel.getByRole('button', { name: '重新发送' }).isDisabled());
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
});
