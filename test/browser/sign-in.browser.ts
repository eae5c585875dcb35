import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { startTestApp } from '../support/running-app.ts';
import {
  ADMIN,
  assertAccessible,
  assertNoSidewaysScroll,
  eventually,
  openPage,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(ADMIN.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.keyboard.press('Enter');
}

test('a link from the console makes the first administrator, once', { skip }, async (t) => {
  const { app } = await startTestApp(t);
  const origin = `http://127.0.0.1:${app.ready.dashboard.port}/`;
  const link = new URL(app.ready.setup_url ?? '');
  const page = await openPage(t, origin, { signedIn: false, path: `/setup${link.search}` });
  await page.getByRole('heading', { name: 'Set up Tocsin' }).waitFor();
  assert.equal(page.url(), `${origin}setup`, 'the token is not in the address any more');
  await assertAccessible(page);
  await page.getByRole('textbox', { name: 'Password' }).fill('short');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Password' }).getAttribute('aria-invalid'), 'true');
  await page.getByRole('textbox', { name: 'Password' }).fill('Quiet-bell-7-rings');
  await page.getByText('Strength: strong').waitFor();
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  const late = await openPage(t, origin, {
    signedIn: false,
    path: `/setup#${link.searchParams.get('token')}`,
  });
  await late.getByRole('heading', { name: 'Tocsin is set up already' }).waitFor();
});

test('a link that is good no more says what to do', { skip }, async (t) => {
  const { app } = await startTestApp(t);
  const origin = `http://127.0.0.1:${app.ready.dashboard.port}/`;
  const page = await openPage(t, origin, { signedIn: false, path: '/setup#9F3K-Q7TM-2XHD' });
  await page.getByRole('textbox', { name: 'Password' }).fill('Quiet-bell-7-rings');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.getByText('The server prints the present link when it starts').waitFor();
});

test('a wrong password says nothing about the name, many lock the user, and the page that was wanted comes after', {
  skip,
}, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open({ signedIn: false, path: '/clients?q=dev-04', width: 320 });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await signIn(page, 'wrong-one-1');
  await page.getByText('The user name or the password is wrong.').waitFor();
  await signIn(page, ADMIN.password);
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), 'dev-04');

  const guesser = await open({ signedIn: false });
  for (let guess = 0; guess < 5; guess++) {
    await signIn(guesser, `wrong-${guess}`);
    await guesser.getByText('The user name or the password is wrong.').waitFor();
    await guesser.getByRole('button', { name: 'Sign in' }).isEnabled();
  }
  await signIn(guesser, 'wrong-again-1');
  await guesser.getByText('locked for this address for ten minutes').waitFor();
});

test('a session that ends while somebody works leaves the page, and asks for the password in its place', {
  skip,
}, async (t) => {
  const { app, open } = await startDashboard(t);
  const page = await open({ path: '/clients?q=dev-04' });
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  const origin = `http://127.0.0.1:${app.ready.dashboard.port}/`;
  await page.context().request.delete(`${origin}api/v5/session`, { headers: { 'x-tocsin': 'test' } });
  // The page may have noticed by itself, and then its dialog lies above the link.
  await page.getByRole('link', { name: 'Subscriptions', exact: true }).dispatchEvent('click');
  await page.getByRole('dialog', { name: 'The session is over' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('dialog').getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(new URL(page.url()).pathname, '/clients/subscriptions');
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
});

test('while the server is away the page keeps and dates what it shows, and goes on when it is back', {
  skip,
}, async (t) => {
  const directory = temporaryDirectory();
  const first = await startDashboard(t, [], directory);
  const page = await first.open({ path: '/clients' });
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  const room = () =>
    page.getByRole('grid').evaluate((grid) => Number.parseFloat(getComputedStyle(grid).maxHeight));
  const roomBefore = await room();
  const { port } = new URL(first.origin);
  await first.stop();
  await page.getByText('The server does not answer. Showing data of').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  await startDashboard(t, [`dashboard.port=${port}`], directory);
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  await page.getByText('The server does not answer').waitFor({ state: 'hidden' });
  await eventually(t, async () => ((await room()) === roomBefore ? true : undefined));
  await page.getByRole('link', { name: 'Rules', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0, 'the session outlived the server');
});
