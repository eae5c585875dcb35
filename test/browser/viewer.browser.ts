import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DASHBOARD_PAGES } from '../../src/api/contract/dashboard-pages.ts';
import { openPage, skip, startDashboard } from './support/browser.ts';

const VIEWER = { username: 'looker', password: 'Quiet-bell-9' } as const;

test('who may only look can look at every page, and is refused nothing that was not asked for', {
  skip,
  timeout: 900_000,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.connect({ clientId: 'dev-1' });
  const admin = await dashboard.open();
  const { origin } = dashboard;
  const made = await admin.context().request.post(`${origin}api/v5/users`, {
    data: { ...VIEWER, role: 'viewer' },
    headers: { 'x-tocsin': 'test' },
  });
  assert.equal(made.status(), 200);

  const page = await openPage(t, origin, { signedIn: false });
  const signedIn = await page.context().request.post(`${origin}api/v5/session`, { data: VIEWER });
  assert.equal(signedIn.status(), 200);
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(`${new URL(page.url()).pathname} asked for ${answer.url()}`);
  });
  for (const path of DASHBOARD_PAGES) {
    if (path === '/login' || path === '/setup') continue;
    await page.goto(new URL(`.${path}${path === '/clients/detail' ? '?id=dev-1' : ''}`, origin).href);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  }
  assert.deepEqual(refused, []);
});
