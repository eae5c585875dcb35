import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

const HOSTILE = '<b>plant</b>\u202E/..';

test('the messages of a topic are counted from its page on, set back, and counted no more', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const device = await dashboard.connect({ clientId: 'dev-1' });
  await device.subscribeAsync('plant/#', { qos: 1 });
  const page = await dashboard.open({ path: '/clients/topics' });
  await page.getByText('Counted', { exact: true }).click();
  await page.getByText('No topic is counted.', { exact: false }).waitFor();
  const name = page.getByRole('textbox', { name: 'Topic to count' });
  await name.fill('plant/+');
  await name.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/[Ww]ildcard/)
    .waitFor();
  for (const topic of ['plant/line1/temp', HOSTILE]) {
    await name.fill(topic);
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await page
      .getByRole('row')
      .filter({ hasText: topic.split('\u202E')[0] ?? '' })
      .waitFor();
  }
  await device.publishAsync('plant/line1/temp', '21', { qos: 1 });
  await device.publishAsync('plant/line1/other', '21', { qos: 1 });
  const row = page.getByRole('row').filter({ hasText: 'plant/line1/temp' });
  const cell = (place: number) => row.getByRole('cell').nth(place);
  await cell(1).filter({ hasText: /^1$/ }).waitFor();
  assert.deepEqual([await cell(2).innerText(), await cell(3).innerText()], ['1', '0']);
  await assertAccessible(page);

  await page.getByRole('button', { name: 'Reset all' }).click();
  await cell(1).filter({ hasText: /^0$/ }).waitFor();
  await page.getByRole('button', { name: /^Count <b>plant/ }).click();
  await page.getByRole('button', { name: /^Count <b>plant/ }).waitFor({ state: 'detached' });
  const left = (await dashboard.api.must('GET', '/mqtt/topic_metrics')) as { topic: string }[];
  assert.deepEqual(
    left.map(({ topic }) => topic),
    ['plant/line1/temp'],
  );

  const phone = await dashboard.open({
    path: '/clients/topics?view=counted',
    language: 'zh',
    theme: 'dark',
    width: 320,
  });
  await phone.getByText('plant/line1/temp').waitFor();
  await assertNoSidewaysScroll(phone);
  await assertAccessible(phone);
});
