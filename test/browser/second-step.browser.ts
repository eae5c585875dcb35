import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { totpCode, totpStep } from '../../src/api/authentication/second-factor/totp.ts';
import {
  ADMIN,
  assertAccessible,
  assertNoSidewaysScroll,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';
import { picture } from './support/picture.ts';

/**
 * Codes as an app shows them, each good once. The server takes one step before and after its own: a code of now stays
 * good while a step ends between typing and checking (one of the step before would not), and so does the next one.
 */
function codesOf(secret: string): () => string {
  let last = totpStep(Date.now()) - 1;
  return () => {
    last = Math.max(last + 1, totpStep(Date.now()));
    return totpCode(secret, last);
  };
}

async function password(
  page: Page,
  words = { name: 'User name', password: 'Password' },
  username: string = ADMIN.username,
) {
  await page.getByRole('textbox', { name: words.name }).fill(username);
  await page.getByRole('textbox', { name: words.password }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: `User menu: ${ADMIN.username}` }).click();
  await page.getByRole('menuitem', { name: 'Two-step sign-in…' }).click();
}

test('somebody sets up an authenticator app, keeps the recovery codes, and signs in with code and with recovery code', {
  skip,
}, async (t: TestContext) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/settings/users' });
  await openDialog(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  await assertAccessible(page);
  await picture(page, 'enrol.en.wide');
  const secret = (await page.getByLabel('Key of the app', { exact: true }).innerText()).replaceAll(' ', '');
  const next = codesOf(secret);
  await page.getByRole('textbox', { name: 'Code of the authenticator app' }).fill('000000');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This code is wrong or was used already').waitFor();
  await page.getByRole('textbox', { name: 'Code of the authenticator app' }).fill(next());
  await page.getByRole('button', { name: 'Continue' }).click();
  const codes = (await page.getByLabel('Recovery codes', { exact: true }).innerText()).split('\n');
  assert.equal(codes.length, 10);
  await picture(page, 'recovery.en.wide');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  const mine = page.getByRole('row').filter({ hasText: 'you' });
  await mine.getByRole('cell', { name: 'on', exact: true }).waitFor();

  const phone = await open({ signedIn: false, width: 320, language: 'zh', path: '/clients' });
  await password(phone, { name: '用户名', password: '密码' });
  const code = phone.getByRole('textbox', { name: '验证器应用的验证码' });
  await code.waitFor();
  await assertAccessible(phone);
  await assertNoSidewaysScroll(phone);
  await code.fill('123456');
  await phone.getByRole('button', { name: '登录' }).click();
  await phone.getByText('验证码错误或已使用过').waitFor();
  await picture(phone, 'code.zh.phone');
  await code.fill(next());
  await phone.getByRole('button', { name: '登录' }).click();
  await phone.getByRole('heading', { level: 1, name: '客户端' }).waitFor();

  const lost = await open({ signedIn: false });
  await password(lost);
  await lost.getByRole('textbox', { name: 'Code of the authenticator app' }).fill(codes[0] ?? '');
  await lost.keyboard.press('Enter');
  await lost.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('a user who is asked for a second step sets the app up at the next sign-in, and is helped by a reset', {
  skip,
}, async (t: TestContext) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/settings/users' });
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'User name' }).fill('eve');
  await dialog.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await page.getByRole('button', { name: 'Two-step sign-in of eve' }).click();
  await assertAccessible(page);
  await picture(page, 'ask.en.wide');
  await page.getByRole('button', { name: 'Ask for it' }).click();
  const row = page.getByRole('row').filter({ hasText: 'eve' });
  await row.getByRole('cell', { name: 'on', exact: true }).waitFor();
  await picture(page, 'users.en.wide');

  const theirs = await open({ signedIn: false, width: 320 });
  await password(theirs, undefined, 'eve');
  await theirs.getByText('An administrator asks you for a second step.').waitFor();
  await assertAccessible(theirs);
  await assertNoSidewaysScroll(theirs);
  await picture(theirs, 'asked.en.phone');
  const secret = (await theirs.getByLabel('Key of the app', { exact: true }).innerText()).replaceAll(' ', '');
  await theirs.getByRole('textbox', { name: 'Code of the authenticator app' }).fill(codesOf(secret)());
  await theirs.keyboard.press('Enter');
  await theirs.getByRole('button', { name: 'I have kept them' }).click();
  await theirs.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  await page.getByRole('button', { name: 'Two-step sign-in of eve' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await row.getByRole('cell', { name: 'off', exact: true }).waitFor();
  const again = await open({ signedIn: false });
  await password(again, undefined, 'eve');
  await again.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('who has a second step changes the password and stays signed in', { skip }, async (t: TestContext) => {
  const { open } = await startDashboard(t);
  const page = await open();
  await openDialog(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  const secret = (await page.getByLabel('Key of the app', { exact: true }).innerText()).replaceAll(' ', '');
  await page.getByRole('textbox', { name: 'Code of the authenticator app' }).fill(codesOf(secret)());
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: `User menu: ${ADMIN.username}` }).click();
  await page.getByRole('menuitem', { name: 'Change password…' }).click();
  await page.getByRole('textbox', { name: 'Current password' }).fill(ADMIN.password);
  await page.getByRole('textbox', { name: 'New password' }).fill('Quiet-bell-7-rings');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('The password was changed').waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});
