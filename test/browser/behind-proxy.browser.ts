import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Page, skip, startDashboard } from './support/browser.ts';
import { startProxy } from './support/proxy.ts';

async function walk(page: Page, origin: string): Promise<void> {
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  await page.getByRole('link', { name: 'Retained', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Retained' }).waitFor();
  assert.equal(page.url(), `${origin}clients/retained`);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Retained' }).waitFor();
}

test('below the path of a proxy that takes it away everything works', { skip }, async (t) => {
  const { origin, open } = await startDashboard(t);
  const shown = await startProxy(t, origin, { prefix: '/iot/tocsin', strips: true });
  await walk(await open({ origin: shown }), shown);
});

test('below the path of a proxy that leaves it there as well, once it is configured', { skip }, async (t) => {
  const { origin, open } = await startDashboard(t, ['dashboard.base_path=/tocsin']);
  const shown = await startProxy(t, origin, { prefix: '/tocsin', strips: false });
  const page = await open({ origin: shown });
  await walk(page, shown);
  await page.goto(shown.slice(0, -1));
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  assert.equal(page.url(), shown);
});

test('where a proxy keeps streams back, the page asks by itself, and says so', { skip }, async (t) => {
  const { origin, open } = await startDashboard(t);
  const shown = await startProxy(t, origin, { prefix: '/held', strips: true, holdsStreams: true });
  const page = await open({ origin: shown });
  await page.getByRole('button', { name: 'Polling' }).waitFor();
});

test('behind TLS the cookie is for TLS only, and each Tocsin on a host has its own', { skip }, async (t) => {
  const [one, other] = await Promise.all([startDashboard(t), startDashboard(t)]);
  const page = await one.open();
  const signIn = await page.context().request.post(`${other.origin}api/v5/session`, {
    data: { username: 'admin', password: 'Quiet-bell-7' },
    headers: { 'x-forwarded-proto': 'https' },
  });
  assert.match(signIn.headers()['set-cookie'] ?? '', /; HttpOnly; SameSite=Strict; Secure$/);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});
