import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, type Page, skip, startDashboard } from './support/browser.ts';

function heading(page: Page, name: string): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}

test('somebody without a mouse goes everywhere, and learns the keys', { skip }, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open();
  await heading(page, 'Overview');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').textContent(), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator(':focus').getAttribute('id'), 'content');
  for (const [key, place] of [
    ['c', 'Clients'],
    ['e', 'Events'],
    ['s', 'Listeners'],
    ['o', 'Overview'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await heading(page, place);
  }
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Paused' }).waitFor();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('Go to Overview').waitFor();
  await assertAccessible(page);
  await keys.getByRole('switch', { name: 'Letter keys' }).press('Space');
  await page.keyboard.press('Escape');
  await keys.waitFor({ state: 'hidden' });
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).waitFor();
});

test('the palette finds pages in both languages, clients and actions', { skip }, async (t) => {
  const { open, connect } = await startDashboard(t);
  await connect({ clientId: 'dev-0421' });
  const page = await open();
  await heading(page, 'Overview');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find or do anything' });
  await field.fill('审计');
  await page.getByRole('option', { name: 'Audit' }).waitFor();
  await assertAccessible(page);
  await field.press('Enter');
  await heading(page, 'Audit');
  await page.keyboard.press('Control+k');
  await field.fill('dev-04');
  await page.getByRole('option', { name: /dev-0421.*online/ }).waitFor();
  await field.press('Enter');
  await page.waitForURL(/clients\/detail\?id=dev-0421$/);
  await page.keyboard.press('Control+k');
  await field.fill('dark theme');
  await field.press('Enter');
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  // Also by what other brokers call it; and what is to be made begins at once.
  await page.keyboard.press('Control+k');
  await field.fill('webhook');
  await page.getByRole('option', { name: 'Connectors' }).waitFor();
  for (const [wanted, shown] of [
    ['new connector', page.getByRole('heading', { name: 'New connector' })],
    ['new notification channel', page.getByRole('heading', { name: 'New channel' })],
    ['new silence', page.getByRole('dialog', { name: 'New silence' })],
  ] as const) {
    await field.fill(wanted);
    await field.press('Enter');
    await shown.waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
  }
  await field.fill('no such thing');
  await page.getByText('Nothing is called like that.').waitFor();
});

test('an unknown address says so, with 404 and all ways on', { skip }, async (t) => {
  const { open, origin } = await startDashboard(t);
  const page = await open();
  const answer = await page.goto(`${origin}clients/nothing/here`);
  assert.equal(answer?.status(), 404);
  await heading(page, 'There is no such page');
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Rules', exact: true }).first().click();
  await heading(page, 'Rules');
});

test('the menu of the user changes how things look, and the password', { skip }, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open();
  await page.getByRole('button', { name: /^User menu/ }).click();
  await page.getByRole('menuitemradio', { name: 'Comfortable' }).click();
  await page.locator('html[data-density="comfortable"]').waitFor();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByRole('textbox', { name: 'Current password' }).fill('not-this-1');
  await dialog.getByRole('textbox', { name: 'New password' }).fill('Louder-bell-8');
  await page.keyboard.press('Enter');
  await dialog.getByText('The current password is wrong.').waitFor();
  await dialog.getByRole('textbox', { name: 'Current password' }).fill('Quiet-bell-7');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.reload();
  await heading(page, 'Overview');
  await page.getByRole('button', { name: /^User menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in');
});
