import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

const OFFLINE = {
  id: 'offline',
  name: 'Device offline',
  sql: `SELECT * FROM "$events/client/disconnected" WHERE reason != 'normal'`,
  actions: [],
};

test('events come as they happen, are searched for, and one is shown as a rule sees it', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.api.must('POST', '/rules', OFFLINE);
  const page = await dashboard.open({ path: '/events' });
  const table = page.getByRole('grid', { name: 'Events' });
  await table.waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();

  const first = await dashboard.connect({ clientId: 'dev-1', username: 'ann' });
  await table.getByText('dev-1 connected from').waitFor();
  await first.endAsync();
  await dashboard.connect({ clientId: 'dev-2' });
  await table.getByText('dev-1 said good-bye').waitFor();
  await table.getByText('dev-2 connected from').waitFor();

  const search = page.getByRole('combobox', { name: 'Search events' });
  await search.fill('event:disconnected');
  await search.press('Enter');
  await table.getByText('dev-2 connected from').waitFor({ state: 'detached' });
  await table.getByText('dev-1 said good-bye').click();
  const panel = page.getByRole('region', { name: 'Event', exact: true });
  await panel.getByText('"reason": "normal"').waitFor();
  await assertAccessible(page);

  await panel.getByRole('combobox', { name: 'Rule' }).click();
  await page.getByRole('option', { name: /Device offline/ }).click();
  await panel.getByRole('button', { name: 'Why did it not fire?' }).click();
  await panel.getByText('It does not fire.').waitFor();
  await panel.getByRole('button', { name: 'Use as test sample' }).click();
  const sample = await page.getByRole('menuitem', { name: /Device offline/ }).getAttribute('href');
  await page.keyboard.press('Escape');
  assert.match(sample ?? '', /rules\/edit\?id=offline&event=\d+-\d+$/);
  const draft = await panel.getByRole('link', { name: 'New rule from this' }).getAttribute('href');
  assert.match(decodeURIComponent(draft ?? ''), /\$events\/client\/disconnected/);
  assert.match(page.url(), /q=event%3Adisconnected.*id=\d+-\d+/);
  await page.reload();
  await page.getByText('"reason": "normal"').waitFor();
});

test('what happens between the fetch and the beginning of the stream is shown', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open({ path: '/' });
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  const stream = Promise.withResolvers<void>();
  const isAskedFor = Promise.withResolvers<void>();
  await page.route(/\/api\/v5\/live\?.*clients/, async (route) => {
    isAskedFor.resolve();
    await stream.promise;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
  await page.getByText('No client has connected yet').first().waitFor();
  await isAskedFor.promise;
  await dashboard.connect({ clientId: 'dev-1' });
  stream.resolve();
  await page.getByRole('grid').getByText('dev-1').waitFor();
});

test('a range of time is selected by keys, and taken away', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.connect({ clientId: 'dev-1' });
  const page = await dashboard.open({ path: '/events' });
  const chart = page.getByRole('slider', { name: /^Events over time/ });
  await page.getByRole('grid').getByText('dev-1 connected').waitFor();
  await page.locator('.u-over').waitFor();
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=\d+&to=\d+/);
  await page.getByRole('button', { name: 'Clear the range' }).click();
  await page.waitForURL((url) => !url.search.includes('from='));
});

test('names of devices are only names, and what matches nothing says so', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const hostile = '<img src=x onerror=alert(1)>\u202egnp.exe';
  await dashboard.connect({ clientId: hostile });
  const page = await dashboard.open({ path: '/events', language: 'zh', theme: 'dark', width: 320 });
  await page.getByRole('grid').getByText('<img src=x onerror=alert(1)>').first().waitFor();
  await assertNoSidewaysScroll(page);
  await assertAccessible(page);
  const search = page.getByRole('combobox', { name: '搜索事件' });
  await search.fill('没有这样的文字');
  await search.press('Enter');
  await page.getByText('没有匹配的事件。').waitFor();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByRole('grid').getByText('<img src=x onerror=alert(1)>').first().waitFor();
  await search.fill('event:client.conected');
  await search.press('Enter');
  await page.getByText(/no event is called client\.conected/).waitFor();
});
