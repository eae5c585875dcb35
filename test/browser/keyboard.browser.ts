import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Locator, type Page, skip, startDashboard } from './support/browser.ts';

/** Things on a page that the Tab key stops at, at most. */
const MOST_STOPS = 120;

/** By the Tab key alone, as often as it takes. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not come to ${wanted}`);
}

test('from a client to its alert and the rule behind it, nothing needs a mouse', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.api.must('POST', '/rules', {
    id: 'device-offline',
    name: 'Device offline',
    sql: 'SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'',
    alert: { severity: 'critical', title: 'Device offline', for: '0s' },
  });
  await dashboard.connect({ clientId: 'dev-7', protocolVersion: 5 });
  const page = await dashboard.open();
  const { keyboard } = page;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  await heading('Overview');

  await keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).waitFor();
  await keyboard.type('dev-7');
  await page.getByRole('option', { name: /dev-7.*online/ }).waitFor();
  await keyboard.press('Enter');
  await heading('dev-7');
  await tabTo(page, page.getByRole('button', { name: 'Kick', exact: true }));
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByLabel(/Reason/));
  await keyboard.type('new firmware');
  await tabTo(page, dialog.getByRole('button', { name: 'Kick', exact: true }));
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });

  await keyboard.press('g');
  await keyboard.press('a');
  await heading('Alerts');
  const row = page.getByRole('row').filter({ hasText: 'dev-7' });
  await row.getByText('Critical').waitFor();
  await keyboard.press('j');
  await keyboard.press('e');
  await row.getByText('Acknowledged · admin').waitFor();
  await keyboard.press('s');
  await tabTo(page, dialog.getByLabel('Reason'));
  await keyboard.type('new firmware');
  await tabTo(page, dialog.getByRole('button', { name: 'Silence', exact: true }));
  await keyboard.press('Enter');
  await row.getByText(/Silenced until/).waitFor();
  await keyboard.press('Enter');
  await page.waitForURL(/alerts\/detail\?id=/);

  await keyboard.press('g');
  await keyboard.press('r');
  await heading('Rules');
  await page.getByRole('row').filter({ hasText: 'Device offline' }).waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  const editor = page.getByRole('textbox', { name: 'SQL', exact: true });
  await tabTo(page, editor);
  await keyboard.press('Control+End');
  await keyboard.type(" AND reason != 'kicked'");
  await keyboard.press('Control+Enter');
  await page.getByText("reason = 'kicked', expected != 'kicked'").waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Tab');
  assert.equal(await editor.evaluate((element) => element === document.activeElement), false);
  await keyboard.press('Control+s');
  await page.getByRole('dialog', { name: 'What this changes' }).waitFor();
  await tabTo(page, dialog.getByRole('button', { name: 'Save changes', exact: true }));
  await keyboard.press('Enter');
  await page.getByText('Unsaved changes').waitFor({ state: 'hidden' });
  const { sql } = (await dashboard.api.must('GET', '/rules/device-offline')) as { sql: string };
  assert.match(sql, /AND reason != 'kicked'$/);
});
