import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ApiScenario, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { openAuditTable } from '../../../test/support/audit-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { CLIENT, followAtProvider, startProvider } from '../../../test/support/oidc-scenario.ts';
import type { OidcSettings } from '../authentication/oidc/oidc-settings.ts';
import { Session, SignedOut, User } from '../contract.ts';

const ADDRESS = 'https://mqtt.example.org/tocsin';
const CALLBACK = `${ADDRESS}/api/v5/sso/oidc/callback`;
const HOUR = 60 * 60_000;

async function start(t: TestContext, changes: Partial<OidcSettings> = {}) {
  const provider = await startProvider(t, [CALLBACK]);
  const oidc: OidcSettings = {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    secret: () => CLIENT.secret,
    scopes: ['openid', 'profile', 'email'],
    nameClaim: 'preferred_username',
    roles: {
      claim: 'groups',
      roles: [
        { value: 'staff', role: 'viewer' },
        { value: 'mqtt-admins', role: 'administrator' },
      ],
      otherwise: undefined,
    },
    dashboardAddress: ADDRESS,
    cacertfile: undefined,
    ...changes,
  };
  // The provider's clock is the real one.
  const clock = new FakeClock(Date.now());
  const audit = openAuditTable(t, clock);
  return { provider, clock, audit, api: await startApi(t, { oidc, clock, audit }) };
}

/** To the provider. */
async function begin(api: ApiScenario, back = '/clients?q=a') {
  const { status, headers } = await api.send(`GET /sso/oidc/login?back=${encodeURIComponent(back)}`, {
    who: 'nobody',
  });
  assert.equal(status, 302);
  const cookie = String(headers['set-cookie']);
  return { target: String(headers.location), cookie };
}

/** Back from it. */
async function end(api: ApiScenario, address: string, cookie: string) {
  const { pathname, search } = new URL(address);
  const path = pathname.replace('/tocsin/api/v5', '') + search;
  const answer = await api.send(`GET ${path}`, {
    who: 'nobody',
    headers: { cookie: cookie.split(';', 1)[0] ?? '' },
  });
  assert.equal(answer.status, 302, answer.text);
  const cookies = [answer.headers['set-cookie']].flat().map(String);
  return { location: String(answer.headers.location), cookies };
}

async function enter(api: ApiScenario, back?: string) {
  const { target, cookie } = await begin(api, back);
  return await end(api, await followAtProvider(target), cookie);
}

/** Of the session, from what a sign-in answered. */
function sessionCookieOf({ cookies }: { cookies: readonly string[] }): string {
  return cookies.find((line) => !line.includes('_oidc='))?.split(';', 1)[0] ?? '';
}

async function sessionOf(api: ApiScenario, entered: { cookies: readonly string[] }) {
  const headers = { cookie: sessionCookieOf(entered), 'x-tocsin': 'dashboard' };
  return await api.send('GET /session', { who: 'nobody', headers });
}

test('who signs in at the provider is signed in here, with the role of the group and at the page that was wanted', async (t) => {
  const { api, provider } = await start(t);
  assert.deepEqual((await api.send('GET /sso/running', { who: 'nobody' })).body, ['oidc']);
  const { target, cookie } = await begin(api);
  const asked = new URL(target).searchParams;
  assert.equal(asked.get('response_type'), 'code');
  assert.equal(asked.get('code_challenge_method'), 'S256');
  assert.equal(asked.get('redirect_uri'), CALLBACK);
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.match(asked.get(name) ?? '', /^[\w-]{43}$/, name);
  assert.match(cookie, /_oidc=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
  assert.ok(!cookie.includes(asked.get('state') ?? '?'), 'the cookie is sealed');

  const entered = await end(api, await followAtProvider(target), cookie);
  assert.equal(entered.location, `${ADDRESS}/clients?q=a`);
  const line = entered.cookies.find((one) => !one.includes('_oidc=')) ?? '';
  assert.match(line, /HttpOnly; SameSite=Strict/);
  const session = Session.parse((await sessionOf(api, entered)).body);
  assert.deepEqual([session.username, session.role, session.backend], ['alice', 'administrator', 'oidc']);
  assert.ok(provider.requests.includes('POST /token'));
  const users = User.array().parse((await api.send('GET /users', { who: 'admin' })).body);
  assert.equal(users.find(({ username }) => username === 'alice')?.backend, 'oidc');
});

test('the role is looked at in each sign-in anew, and another one ends the sessions before', async (t) => {
  const { api, provider } = await start(t);
  const first = await enter(api);
  provider.person = { sub: 'u-1', preferred_username: 'alice', groups: ['staff'] };
  const second = await enter(api);
  assert.equal((await sessionOf(api, first)).status, 401);
  assert.equal(Session.parse((await sessionOf(api, second)).body).role, 'viewer');
});

test('who has no group that makes a role is not let in, and the page is told why', async (t) => {
  const { api, provider } = await start(t);
  for (const groups of [[], ['others'], undefined]) {
    provider.person = { sub: 'u-9', preferred_username: 'mallory', ...(groups && { groups }) };
    const entered = await enter(api);
    assert.equal(entered.location, `${ADDRESS}/login?sso=no_role`);
    assert.equal(sessionCookieOf(entered), '');
  }
  const users = User.array().parse((await api.send('GET /users', { who: 'admin' })).body);
  assert.deepEqual(
    users.map(({ username }) => username),
    ['admin'],
  );
});

test('a name that somebody has here, or had at the provider before, is given to nobody else', async (t) => {
  const { api, provider } = await start(t);
  provider.person = { sub: 'u-2', preferred_username: 'admin', groups: ['mqtt-admins'] };
  assert.equal((await enter(api)).location, `${ADDRESS}/login?sso=name_taken`);
  provider.person = { sub: 'u-1', preferred_username: 'alice', groups: ['staff'] };
  assert.equal((await enter(api)).location, `${ADDRESS}/clients?q=a`);
  provider.person = { sub: 'u-3', preferred_username: 'alice', groups: ['mqtt-admins'] };
  assert.equal((await enter(api)).location, `${ADDRESS}/login?sso=name_taken`);
});

test('who comes by a provider has no password and no second factor here', async (t) => {
  const { api } = await start(t);
  await enter(api);
  for (const password of ['', PASSWORD, 'undefined']) {
    const answer = await api.send('POST /login', { who: 'nobody', body: { username: 'alice', password } });
    assert.equal(answer.status, 401);
  }
  const change = { old_pwd: '', new_pwd: 'new-secret-2' };
  assert.equal((await api.send('POST /users/alice/change_pwd', { who: 'admin', body: change })).status, 400);
  const body = { mechanism: 'totp' };
  assert.equal((await api.send('POST /users/alice/mfa', { who: 'admin', body })).status, 400);
});

test('a person who says no at the provider is led back to the form', async (t) => {
  const { api, provider } = await start(t);
  provider.person = undefined;
  assert.equal((await enter(api)).location, `${ADDRESS}/login?sso=refused`);
});

test('an answer of the provider that another browser asked for, or that is used twice, lets nobody in', async (t) => {
  const { api } = await start(t);
  const mine = await begin(api);
  const theirs = await begin(api);
  const answer = await followAtProvider(mine.target);
  // A victim is led to an answer that the attacker got: RFC 6749 §10.12.
  for (const cookie of [theirs.cookie, '', 'x_oidc=AAAA']) {
    const entered = await end(api, answer, cookie);
    assert.equal(entered.location, `${ADDRESS}/login?sso=expired`);
    assert.equal(sessionCookieOf(entered), '');
  }
  assert.notEqual(sessionCookieOf(await end(api, answer, mine.cookie)), '');
  const again = await end(api, answer, mine.cookie);
  assert.deepEqual([again.location, sessionCookieOf(again)], [`${ADDRESS}/login?sso=failed`, '']);
});

test('a sign-in that took longer than ten minutes begins anew', async (t) => {
  const { api, clock } = await start(t);
  const { target, cookie } = await begin(api);
  const answer = await followAtProvider(target);
  await clock.advance(10 * 60_000);
  assert.equal((await end(api, answer, cookie)).location, `${ADDRESS}/login?sso=expired`);
});

test('the way back leads into the dashboard and nowhere else', async (t) => {
  const { api } = await start(t);
  for (const back of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '@evil.example',
    '/\r\nx: y',
  ])
    assert.equal((await enter(api, back)).location, `${ADDRESS}/`);
});

test('a session of a provider ends after twelve hours, however much it is used', async (t) => {
  const { api, clock } = await start(t);
  const entered = await enter(api);
  for (let hour = 0; hour < 23; hour++) {
    assert.equal((await sessionOf(api, entered)).status, 200);
    await clock.advance(HOUR / 2);
  }
  assert.equal((await sessionOf(api, entered)).status, 200);
  await clock.advance(HOUR / 2);
  assert.equal((await sessionOf(api, entered)).status, 401);
});

test('signing out says where the browser signs out of the provider too', async (t) => {
  const { api, provider } = await start(t);
  const entered = await enter(api);
  const headers = { cookie: sessionCookieOf(entered), 'x-tocsin': 'dashboard' };
  const answer = await api.send('DELETE /session', { who: 'nobody', headers });
  const url = new URL(SignedOut.parse(answer.body).sso_logout_url);
  assert.equal(url.origin, provider.issuer);
  assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${ADDRESS}/login`);
  assert.equal((await sessionOf(api, entered)).status, 401);
});

test('a provider that is away, has another name or a wrong secret lets nobody in, and the page is told so', async (t) => {
  const away = await start(t, { issuer: 'http://127.0.0.1:1' });
  const answer = await away.api.send('GET /sso/oidc/login', { who: 'nobody' });
  assert.equal(answer.headers.location, `${ADDRESS}/login?sso=failed`);
  const wrong = await start(t, { secret: () => 'wrong' });
  assert.equal((await enter(wrong.api)).location, `${ADDRESS}/login?sso=failed`);
  const unreadable = await start(t, {
    secret: () => {
      throw new Error('${env:NONE} is not set');
    },
  });
  assert.equal((await enter(unreadable.api)).location, `${ADDRESS}/login?sso=failed`);
});

test('the audit log tells who signed in by the provider, and why somebody was refused', async (t) => {
  const { api, provider } = await start(t);
  await enter(api);
  provider.person = { sub: 'u-9', preferred_username: 'mallory', groups: [] };
  await enter(api);
  const { text } = await api.send('GET /audit?operation_type=login');
  const { data } = JSON.parse(text) as { data: Array<Record<string, unknown>> };
  assert.deepEqual(
    data.map(({ source, operation_result: result, failure }) => [source, result, failure]).toReversed(),
    [
      ['alice', 'success', ''],
      ['', 'failure', 'no_role: mallory has no role here'],
    ],
  );
  assert.ok(!text.includes('code='));
});

test('without a provider nothing of it is there', async (t) => {
  const api = await startApi(t);
  assert.deepEqual((await api.send('GET /sso/running', { who: 'nobody' })).body, []);
  for (const path of ['/sso/oidc/login', '/sso/oidc/callback'])
    assert.equal((await api.send(`GET ${path}`, { who: 'nobody' })).status, 404);
});
