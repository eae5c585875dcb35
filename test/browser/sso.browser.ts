import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CLIENT, startProvider, type TestProvider } from '../support/oidc-scenario.ts';
import { startTestApp } from '../support/running-app.ts';
import {
  ADMIN,
  assertAccessible,
  assertNoSidewaysScroll,
  type Look,
  openPage,
  type Page,
  skip,
} from './support/browser.ts';
import { freePort } from './support/free-port.ts';
import { picture } from './support/picture.ts';

/** The dashboard with a provider beside it: each has to know the address of the other before. */
async function start(t: TestContext) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}/`;
  const provider = await startProvider(t, [`${origin}api/v5/sso/oidc/callback`]);
  const oidc = {
    enable: 'true',
    issuer: provider.issuer,
    clientid: CLIENT.id,
    secret: CLIENT.secret,
    dashboard_addr: origin,
    roles: '[{"value":"mqtt-admins","role":"administrator"}]',
  };
  await startTestApp(t, [
    `dashboard.port=${port}`,
    `dashboard.bootstrap_username=${ADMIN.username}`,
    `dashboard.bootstrap_password=${ADMIN.password}`,
    ...Object.entries(oidc).map(([name, value]) => `dashboard.sso.oidc.${name}=${value}`),
  ]);
  return { provider, open: (look: Look) => openAllowing(t, provider, origin, look) };
}

/** A page that may go to the provider, and to no other site. */
async function openAllowing(
  t: TestContext,
  provider: TestProvider,
  origin: string,
  look: Look,
): Promise<Page> {
  const page = await openPage(t, origin, { ...look, signedIn: false });
  await page.context().route(
    (url) => url.origin === provider.issuer,
    (route) => route.continue(),
  );
  return page;
}

test('somebody signs in by the organisation, works as what the group says, and signs out of both', {
  skip,
}, async (t) => {
  const { open, provider } = await start(t);
  const page = await open({ path: '/settings/users', width: 320 });
  const button = page.getByRole('link', { name: 'Sign in with your organisation' });
  await button.waitFor();
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await picture(page, 'sso.en.phone');
  await button.click();
  await page.getByRole('heading', { level: 1, name: 'Users & API keys' }).waitFor();
  await page.setViewportSize({ width: 1280, height: 800 });
  const row = page.getByRole('row').filter({ hasText: 'alice' });
  await row.getByRole('cell', { name: 'administrator' }).waitFor();
  await row.getByText('by the organisation').waitFor();
  await picture(page, 'sso-users.en.wide');
  await page.getByRole('button', { name: 'User menu: alice' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  assert.match(page.url(), /\/session\/end\?client_id=tocsin/);
});

test('who has no role is told so, in Chinese too, and the password form is there as before', {
  skip,
}, async (t) => {
  const { open, provider } = await start(t);
  provider.person = { sub: 'u-9', preferred_username: 'mallory', groups: [] };
  const page = await open({ language: 'zh' });
  await page.getByRole('link', { name: '使用组织账户登录' }).click();
  await page.getByText('已识别您的身份，但您在此没有角色').waitFor();
  await assertAccessible(page);
  await picture(page, 'sso-no-role.zh.wide');
  await page.getByRole('textbox', { name: '用户名' }).fill(ADMIN.username);
  await page.getByRole('textbox', { name: '密码' }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '概览' }).waitFor();
});
