import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DingtalkSimulator } from '../support/bots/dingtalk.ts';
import { WecomSimulator } from '../support/bots/wecom.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

async function openBot<Bot extends { open(): Promise<unknown>; close(): void }>(t: TestContext, bot: Bot) {
  await bot.open();
  t.after(() => bot.close());
  return bot;
}

const next = (page: Page, name = 'Next') => page.getByRole('button', { name, exact: true }).click();

test('from nothing to a tested message in the group and a played outage, in one go', { skip }, async (t) => {
  const bot = await openBot(t, new WecomSimulator());
  const { open, api, connect } = await startDashboard(t);
  for (const clientId of ['dev-1', 'dev-2']) await connect({ clientId });
  const page = await open({ path: '/rules/wizard' });
  await page.getByRole('radio', { name: /Device offline/ }).waitFor();
  await assertAccessible(page);
  const began = performance.now();
  await next(page);
  await page.getByRole('radio', { name: 'Client id begins with' }).check();
  await page.getByLabel('Client id begins with').last().fill('dev-');
  await page.getByText(/In the past 24 h this would have fired 0 times/).waitFor();
  await assertAccessible(page);
  await next(page);
  await page.getByRole('radio', { name: 'WeCom', exact: true }).click();
  await page.getByLabel(/Paste the address/).fill(bot.url);
  await page.getByText('Recognised as WeCom').waitFor();
  await page.getByRole('button', { name: 'Send test message' }).click();
  await page.getByText(/Delivered · WeCom code 0/).waitFor();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await assertAccessible(page);
  await next(page);
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByText('Active:').waitFor();
  await page.getByRole('button', { name: 'Simulate an offline' }).click();
  const timeline = page.getByRole('list', { name: 'What happened' });
  await timeline.getByText('shortened for this test').waitFor();
  await page.getByText('It works, from the socket to the channel.').waitFor();
  t.diagnostic(
    `from the first card to the answer of the bot: ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  await assertAccessible(page);

  const [, opened] = bot.messages;
  assert.match(opened?.text ?? '', /dev-simulated-/);
  assert.match(opened?.text ?? '', /shortened to/);
  const rule = (await api.must('GET', '/rules/device-offline')) as { sql: string; alert: object };
  assert.match(
    rule.sql,
    /FROM "\$events\/client\/disconnected"\nWHERE reason NOT IN \('normal', 'takenover', 'discarded'\)/,
  );
  assert.deepEqual((rule.alert as { notify: string[] }).notify, ['wecom:wecom']);
  const { data } = (await api.must('GET', '/simulations')) as { data: unknown[] };
  assert.deepEqual(data, [], 'the device of the test is gone');
});

test('a bot that refuses is explained, and the fix leads to the field', { skip }, async (t) => {
  const bot = await openBot(t, new DingtalkSimulator({ keywords: ['告警'], secret: 'SECgood' }));
  const { open } = await startDashboard(t);
  const page = await open({ path: '/rules/wizard', language: 'zh' });
  await next(page, '下一步');
  await next(page, '下一步');
  // The wrong vendor is chosen: the address says whose it is.
  await page.getByRole('radio', { name: '企业微信', exact: true }).click();
  await page.getByLabel(/粘贴机器人/).fill(bot.url);
  await page.getByText('这是钉钉地址，已切换。').waitFor();
  await page.getByRole('button', { name: '发送测试消息' }).click();
  await page.getByText(/被拒绝，返回码 310000/).waitFor();
  await page
    .getByText(/签名|加签/)
    .last()
    .waitFor();
  await page.getByRole('button', { name: '修改后重试' }).click();
  await page.getByLabel('密钥', { exact: true }).fill('SECgood');
  await page.getByRole('button', { name: '重试', exact: true }).click();
  await page.getByText(/已送达 · 钉钉/).waitFor();
  await page.getByRole('button', { name: '没有', exact: true }).click();
  await page.getByText('群对吗？', { exact: false }).waitFor();
  await assertAccessible(page);
});

test('the preview inbox is enough to begin with, and what was typed stays', { skip }, async (t) => {
  const { open, api } = await startDashboard(t);
  const page = await open({ path: '/rules/wizard?q=user:line7' });
  await next(page);
  assert.equal(await page.getByLabel('User', { exact: true }).last().inputValue(), 'line7');
  await page.getByLabel(/Grace period/).fill('90s');
  await next(page);
  await page.getByText('Nothing leaves the machine.', { exact: false }).waitFor();
  await page.goto(new URL('/rules/wizard', page.url()).href);
  await page.getByText('The draft of before is here.', { exact: false }).waitFor();
  await next(page);
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByText('Active:').waitFor();
  const rule = (await api.must('GET', '/rules/device-offline')) as { sql: string; alert: { for: string } };
  assert.match(rule.sql, /username = 'line7'/);
  assert.equal(rule.alert.for, '90s');
  await page.getByRole('button', { name: 'Simulate an offline' }).click();
  await page.getByRole('button', { name: 'Now send it to your group' }).waitFor();
});

test('what a rule cannot say of a filter is said, and the clients that it finds are taken instead', {
  skip,
}, async (t) => {
  const { open, api, connect } = await startDashboard(t);
  await api.must('POST', '/connectors', {
    type: 'wecom',
    name: 'wecom',
    url: 'http://127.0.0.1:9/cgi-bin/webhook/send?key=k',
  });
  for (const clientId of ['press-1', 'old-press-2', '<b>"press\\"']) await connect({ clientId });
  const page = await open({ path: `/rules/wizard?q=${encodeURIComponent('is:online press')}` });
  await next(page);
  const note = page.getByRole('note');
  await note.getByText('is:online', { exact: true }).waitFor();
  await note.getByText('ids that begin so', { exact: false }).waitFor();
  await assertAccessible(page);
  await note.getByRole('button', { name: 'Take the 3 clients that it finds now' }).click();
  await page.getByRole('radio', { name: 'Chosen clients', checked: true }).waitFor();
  await next(page);
  await page.getByRole('radio', { name: 'WeCom', exact: true }).click();
  const name = page.getByLabel('Name of the channel');
  assert.equal(await name.inputValue(), 'wecom_2', 'a name that is free');
  await name.fill('wecom');
  await page.getByText('There is a channel of this name').waitFor();
  await page.getByRole('radio', { name: 'Preview inbox first' }).click();
  await next(page);
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByText('Active:').waitFor();
  const rule = (await api.must('GET', '/rules/device-offline')) as { sql: string };
  assert.match(rule.sql, /clientid IN \('<b>"press\\"', 'old-press-2', 'press-1'\)/);
});

test('by keys alone, on a phone', { skip }, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/rules/wizard', width: 320, theme: 'dark' });
  await page.getByRole('radio', { name: /Device offline/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('radio', { name: /Many devices offline/, checked: true }).waitFor();
  for (let step = 0; step < 3; step++) {
    await page.getByRole('button', { name: 'Next', exact: true }).press('Enter');
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }
  await page.getByRole('button', { name: 'Enable', exact: true }).press('Enter');
  await page.getByText('Active:').waitFor();
});
