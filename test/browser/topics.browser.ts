import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, skip, startDashboard } from './support/browser.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

test('topics are seen level by level with what is published there, and retained messages are found and deleted', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const device = await dashboard.connect({ clientId: 'dev-1', username: 'ann', protocolVersion: 5 });
  await device.subscribeAsync('plant/+/cmd');
  const keep = (topic: string, payload: string | Buffer) =>
    device.publishAsync(topic, payload, { retain: true, qos: 1 });
  for (let i = 0; i < 30; i++) await keep(`fleet/${i}/state`, 'x'.repeat(i * 100));
  await keep(`odd/${HOSTILE}`, Buffer.from([0xff, 0x00, 0x80]));
  await keep('/lead//x', '{"a":1}');

  await t.test(
    'a branch opens by keys, shows the last payload, and is watched in the MQTT client',
    async (s) => {
      const page = await dashboard.open({ path: '/clients/topics' });
      const table = page.getByRole('grid', { name: 'Topics in use' });
      await table.getByText('30 topics').waitFor();
      await table.getByText('empty level').waitFor();
      await table.focus();
      for (const key of ['End', 'k', 'k', 'ArrowRight']) await page.keyboard.press(key);
      await table.getByRole('button', { name: 'Open odd' }).click();
      await table.getByText(HOSTILE).waitFor();
      const publish = setInterval(() => device.publish('plant/1/temp', '{"value": 21.5}'), 50);
      s.after(() => clearInterval(publish));
      await table.getByRole('button', { name: 'Open plant' }).click();
      await table.getByRole('button', { name: 'Open 1', exact: true }).click();
      await table.getByText('{"value": 21.5}').waitFor();
      await table.getByText('{"value": 21.5}').click();
      await page.getByText('"value": 21.5').last().waitFor();
      await page.getByText(/Rates are samples/).waitFor();
      await page.screenshot({ path: `/tmp/topics/p${Date.now()}.png` });
      await assertAccessible(page);
      await table.getByRole('button', { name: 'Watch plant/# in the MQTT client' }).click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('button', { name: 'Unsubscribe plant/#' }).waitFor();
      await drawer
        .getByRole('button', { name: /plant\/1\/temp/ })
        .first()
        .waitFor();
      await drawer.getByText('Hex', { exact: true }).click();
      await drawer.getByLabel('Payload', { exact: true }).fill('ff 0');
      await drawer.getByText(/Hex has two digits/).waitFor();
      await drawer.getByLabel('Payload', { exact: true }).fill('ff 00');
      await drawer.getByLabel('Topic', { exact: true }).fill('plant/2/raw');
      await drawer.getByLabel('Properties').check();
      await drawer.getByLabel('Correlation data').fill('c-1');
      await drawer.getByLabel('User properties').fill('a=1\na=2');
      await drawer.getByRole('button', { name: 'Publish', exact: true }).click();
      await drawer.getByText('✓ Published · 2 B').waitFor();
      await drawer.getByRole('button', { name: /plant\/2\/raw/ }).click();
      await drawer.getByText(/ff 00/).first().waitFor();
      await page.screenshot({ path: `/tmp/topics/pd.png` });
      await drawer.getByText(/"a":\["1","2"\]/).waitFor();
    },
  );

  await t.test('a search lists topics, and says what it does not understand', async () => {
    const page = await dashboard.open({ path: '/clients/topics', language: 'zh', theme: 'dark', width: 320 });
    const search = page.getByRole('combobox', { name: '搜索主题' });
    await search.fill('fleet/+/state');
    await search.press('Enter');
    await page.getByText('fleet/7/state').waitFor();
    await assertNoSidewaysScroll(page);
    await page.screenshot({ path: `/tmp/topics/p${Date.now()}.png` });
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
    await page.screenshot({ path: `/tmp/topics/p${Date.now()}.png` });
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
    await page.screenshot({ path: `/tmp/topics/pe.png` });
    const ev = await dashboard.open({ path: '/events' });
    await ev.getByText('connected from').first().waitFor();
    await ev.getByText('connected from').first().click();
    await ev.waitForTimeout(1500);
    await ev.screenshot({ path: '/tmp/topics/pv.png' });
    assert.ok(await everything.getByRole('button', { name: 'Delete' }).isDisabled());
  });
});
