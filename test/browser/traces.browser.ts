import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Locator,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

/** A name that must not be taken for anything else. */
const HOSTILE = '<img src=x onerror=alert(1)>\u202Eعميل/../%2F';

const detailOf = (id: string, more = '') => `/clients/detail?id=${encodeURIComponent(id)}${more}`;

const lines = (page: Page): Locator => page.getByRole('grid', { name: 'Lines of the trace' });

const line = (page: Page, ...words: (string | RegExp)[]): Locator =>
  words.reduce<Locator>((rows, hasText) => rows.filter({ hasText }), lines(page).getByRole('row')).first();

async function downloaded(page: Page, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Download' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  return readFile(await (await download).path(), 'utf8');
}

test('a trace of a client is started from its page, shows its packets as they come, ends and is downloaded', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  const client = await dashboard.connect({ clientId: HOSTILE, protocolVersion: 5 });
  const page = await dashboard.open({ path: detailOf(HOSTILE) });
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await page.getByRole('menuitem', { name: 'For 15 minutes' }).first().click();
  await page.getByText(/ left$/).waitFor();
  await client.subscribeAsync('cmd/#', { qos: 1 });
  await client.publishAsync('plant/7/state', '{"t":21}', {
    qos: 1,
    properties: { userProperties: { site: 'hz' } },
  });
  await line(page, 'received', 'SUBSCRIBE', 'cmd/# QoS 1').waitFor();
  await line(page, 'sent', 'SUBACK', 'granted_qos_1').waitFor();
  await line(page, 'sent', 'PUBACK', 'no_matching_subscribers').waitFor();
  const published = line(page, 'received', 'PUBLISH', 'plant/7/state · QoS 1');
  await published.click();
  const fields = page.getByLabel('Fields');
  await fields.getByText('{"t":21}').waitFor();
  await fields.getByText(/user_properties/).waitFor();
  await assertAccessible(page);

  await page.getByLabel('Filter', { exact: true }).fill('puback');
  await published.waitFor({ state: 'detached' });
  await line(page, 'PUBACK').waitFor();

  // It goes on without the page.
  await page.goto('about:blank');
  await client.publishAsync('later', 'x');
  await page.goto(`${dashboard.origin}${detailOf(HOSTILE).slice(1)}`);
  await line(page, 'received', 'PUBLISH', 'later').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Ended · stopped').waitFor();
  const text = await downloaded(page, 'As text');
  assert.match(text, /RECV .* PUBLISH topic=plant\/7\/state qos=1 /);
  assert.match(text, /trace\.stopped reason=stopped/);
  const json = await downloaded(page, 'As JSON lines');
  assert.equal(json.trimEnd().split('\n').length, text.trimEnd().split('\n').length);
  assert.equal((JSON.parse(json.split('\n').at(-3) ?? '') as { clientid?: string }).clientid, HOSTILE);

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await lines(page).waitFor({ state: 'detached' });
});

test('a client that cannot come in is traced before it has ever been there', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const page = await dashboard.open({ path: detailOf('dev-9') });
  await page.getByText('Never connected').waitFor();
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await page.getByRole('menuitem', { name: 'For 5 minutes' }).last().click();
  await page.getByText('Nothing yet.').or(line(page, 'Trace begun')).first().waitFor();
  const client = await dashboard.connect({ clientId: 'dev-9', protocolVersion: 4 });
  await client.publishAsync('secret', 'do not show');
  await line(page, 'CONNECT', 'MQTT 4').waitFor();
  const published = line(page, 'received', 'PUBLISH', 'secret');
  await published.click();
  await page.getByLabel('Fields').getByText('******').waitFor();
  assert.equal(await page.getByText('do not show').count(), 0);
});

test('topics and addresses are traced from Events, and all traces are there', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const client = await dashboard.connect({ clientId: 'writer', protocolVersion: 5 });
  const reader = await dashboard.connect({ clientId: 'reader', protocolVersion: 5 });
  await reader.subscribeAsync('plant/#');
  const page = await dashboard.open({ path: '/events' });
  await page.getByRole('link', { name: 'Traces' }).click();
  await page.getByText(/No trace\./).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Start trace' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Topic', { exact: true }).click();
  await dialog.getByLabel('Topic filter').fill('plant/#/x');
  await dialog.getByRole('button', { name: 'Start trace' }).click();
  await dialog.getByText(/no topic filter/).waitFor();
  await dialog.getByLabel('Topic filter').fill('plant/+/state');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Start trace' }).click();
  await page.getByText(/ left$/).waitFor();
  await client.publishAsync('plant/8/state', 'on');
  await line(page, 'writer', 'received', 'PUBLISH', 'plant/8/state').waitFor();
  await line(page, 'reader', 'sent', 'PUBLISH', 'from writer').waitFor();
  await line(page, 'Routed', '1 receiver').waitFor();
  await page.getByRole('link', { name: '← All traces' }).click();
  await page.getByRole('link', { name: /Topic plant\/\+\/state/ }).waitFor();
  await assertAccessible(page);
});

test('a trace is readable on a phone, in Chinese and in the dark', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const client = await dashboard.connect({ clientId: HOSTILE, protocolVersion: 5 });
  for (const look of [
    { width: 320, height: 800, language: 'zh', theme: 'dark' },
    { width: 768, height: 900, language: 'en', theme: 'light' },
  ] as const) {
    const page = await dashboard.open({ path: detailOf(HOSTILE), ...look });
    const isZh = look.language === 'zh';
    if (isZh) {
      await page.getByRole('button', { name: '跟踪', exact: true }).click();
      await page.getByRole('menuitem', { name: '15 分钟' }).first().click();
    }
    await page.getByText(isZh ? /剩余/ : / left$/).waitFor();
    await client.publishAsync('plant/7/state', `${'x'.repeat(3000)}\u202E<b>`);
    const grid = page.getByRole('grid', { name: isZh ? '跟踪内容' : 'Lines of the trace' });
    const row = grid.getByRole('row').filter({ hasText: /(收到|received)\s*PUBLISH/ });
    await row.first().click();
    await page
      .getByLabel(isZh ? '字段' : 'Fields')
      .getByText('payload_cut')
      .waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }
});
