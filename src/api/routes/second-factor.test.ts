import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiScenario, checkTable, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { totpCode, totpStep } from '../authentication/second-factor/totp.ts';
import { Login, MfaEnrolment, RecoveryCodes, Session, User } from '../contract.ts';

const who = 'admin' as const;
const STEP = 30_000;

interface Refusal {
  code: string;
  error: string;
  mechanism: string;
  secret?: string;
}

/** A code that was not used yet: the clock goes on by a step. */
async function nextCode(api: ApiScenario, secret: string): Promise<string> {
  await api.clock.advance(STEP);
  return totpCode(secret, totpStep(api.clock.now()));
}

function login(api: ApiScenario, more: object = {}, username = 'admin') {
  return api.send('POST /login', { who: 'nobody', body: { username, password: PASSWORD, ...more } });
}

/** Sets the app of the administrator up. */
async function enrol(api: ApiScenario): Promise<{ secret: string; codes: string[] }> {
  const begun = await api.send('POST /users/admin/mfa/enrolment', { who });
  const { secret } = MfaEnrolment.parse(begun.body);
  const mfa_token = await nextCode(api, secret);
  const confirmed = await api.send('PUT /users/admin/mfa/enrolment', { who, body: { mfa_token } });
  return { secret, codes: RecoveryCodes.parse(confirmed.body).recovery_codes };
}

async function mfaOf(api: ApiScenario, username: string): Promise<string | undefined> {
  const { body } = await api.send('GET /users', { who });
  return User.array()
    .parse(body)
    .find((user) => user.username === username)?.mfa;
}

test("who set up an authenticator app signs in with a code of it, by EMQX's call and with a browser", async (t) => {
  const api = await startApi(t);
  assert.equal(await mfaOf(api, 'admin'), 'none');
  const { secret } = await enrol(api);
  assert.equal(await mfaOf(api, 'admin'), 'totp');

  const missing = await login(api);
  assert.equal(missing.status, 401);
  const { code, error, mechanism, secret: told } = missing.body as Refusal;
  assert.deepEqual([code, error, mechanism], ['BAD_MFA_TOKEN', 'missing_mfa_token', 'totp']);
  assert.equal(told, undefined, 'the key of an app that is set up is told to nobody');

  const good = await login(api, { mfa_token: await nextCode(api, secret) });
  assert.equal(good.status, 200);
  assert.equal(Login.parse(good.body).recovery_codes, undefined);
  const mfa_token = await nextCode(api, secret);
  const body = { username: 'admin', password: PASSWORD, mfa_token };
  const session = await api.send('POST /session', { who: 'nobody', body });
  assert.equal(session.status, 200);
  assert.ok(session.headers['set-cookie']);
  assert.equal(Session.parse(session.body).username, 'admin');
});

test('a wrong password is told before anything is asked for, so that nobody learns who has a second factor', async (t) => {
  const api = await startApi(t);
  const { secret } = await enrol(api);
  for (const mfa_token of [undefined, '000000', await nextCode(api, secret)]) {
    const answer = await login(api, { password: 'wrong-1234', mfa_token });
    assert.deepEqual([answer.status, (answer.body as Refusal).code], [401, 'BAD_USERNAME_OR_PWD']);
  }
});

test('a code is good once: the same one again is refused, also while it is the present one', async (t) => {
  const api = await startApi(t);
  const { secret } = await enrol(api);
  const mfa_token = await nextCode(api, secret);
  assert.equal((await login(api, { mfa_token })).status, 200);
  const again = await login(api, { mfa_token });
  assert.deepEqual([again.status, (again.body as Refusal).error], [401, 'bad_mfa_token']);
});

test('a recovery code signs in once, in whatever spelling, and is kept as a hash only', async (t) => {
  const api = await startApi(t);
  const { codes } = await enrol(api);
  const [first = '', second = ''] = codes;
  const kept = JSON.stringify(api.documents.get('mfa', 'admin'));
  for (const one of codes) assert.ok(!kept.includes(one) && !kept.includes(one.replaceAll('-', '')));
  assert.equal((await login(api, { mfa_token: first.toUpperCase().replaceAll('-', '') })).status, 200);
  assert.equal((await login(api, { mfa_token: first })).status, 401);
  assert.equal((await login(api, { mfa_token: second })).status, 200);
});

test('new recovery codes need a code of the app, and end those before', async (t) => {
  const api = await startApi(t);
  const renew = 'POST /users/admin/mfa/recovery_codes';
  assert.equal((await api.send(renew, { who, body: { mfa_token: '123456' } })).status, 409);
  const { secret, codes } = await enrol(api);
  const bad = await api.send(renew, { who, body: { mfa_token: '000000' } });
  assert.deepEqual([bad.status, (bad.body as Refusal).code], [400, 'BAD_MFA_TOKEN']);
  const answer = await api.send(renew, { who, body: { mfa_token: await nextCode(api, secret) } });
  const { recovery_codes: fresh } = RecoveryCodes.parse(answer.body);
  assert.equal((await login(api, { mfa_token: codes[0] })).status, 401);
  assert.equal((await login(api, { mfa_token: fresh[0] })).status, 200);
});

test('an administrator asks for a second factor as in EMQX: the next sign-in tells the key, and the code sets the app up', async (t) => {
  const api = await startApi(t);
  await api.send('GET /nodes', { who: 'viewer' });
  await checkTable(api, [
    { request: 'POST /users/viewer/mfa', who, body: { mechanism: 'sms' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /users/zz/mfa', who, body: { mechanism: 'totp' }, status: 404, code: 'USER_NOT_FOUND' },
    { request: 'POST /users/viewer/mfa', who, body: { mechanism: 'totp' }, status: 204 },
    // Who was signed in without one is not any more.
    { request: 'GET /nodes', who: 'viewer', status: 401, code: 'BAD_TOKEN' },
  ]);
  const missing = (await login(api, {}, 'viewer')).body as Refusal;
  assert.equal(missing.error, 'missing_mfa_token');
  const secret = missing.secret ?? '';
  assert.match(secret, /^[A-Z2-7]{32}$/);
  const first = await login(api, { mfa_token: await nextCode(api, secret) }, 'viewer');
  assert.equal(Login.parse(first.body).recovery_codes?.length, 10);
  assert.equal(((await login(api, {}, 'viewer')).body as Refusal).secret, undefined);
});

test('a second factor is switched off by administrators for others, and of oneself with a code', async (t) => {
  const api = await startApi(t);
  await api.send('GET /nodes', { who: 'viewer' });
  const { secret } = await enrol(api);
  const off = 'DELETE /users/admin/mfa';
  await checkTable(api, [
    { request: off, who: 'viewer', status: 403, code: 'UNAUTHORIZED_ROLE' },
    { request: off, who: 'adminKey', status: 401, code: 'API_KEY_NOT_ALLOW' },
    { request: off, who, status: 400, code: 'BAD_MFA_TOKEN' },
    { request: off, who, body: { mfa_token: '000000' }, status: 400, code: 'BAD_MFA_TOKEN' },
    // Neither may another app be put in its place.
    { request: 'POST /users/admin/mfa/enrolment', who, status: 400, code: 'BAD_MFA_TOKEN' },
    {
      request: 'POST /users/admin/mfa',
      who,
      body: { mechanism: 'totp' },
      status: 400,
      code: 'BAD_MFA_TOKEN',
    },
    { request: off, who, body: { mfa_token: await nextCode(api, secret) }, status: 204 },
  ]);
  assert.equal(await mfaOf(api, 'admin'), 'disabled');
  assert.equal((await login(api)).status, 200);

  await api.send('POST /users/viewer/mfa', { who, body: { mechanism: 'totp' } });
  assert.equal((await login(api, {}, 'viewer')).status, 401);
  assert.equal((await api.send('DELETE /users/viewer/mfa', { who })).status, 204);
  assert.equal((await login(api, {}, 'viewer')).status, 200);
});

test('nobody sets up the app of somebody else, and who is deleted leaves none behind', async (t) => {
  const api = await startApi(t);
  await api.send('GET /nodes', { who: 'viewer' });
  await checkTable(api, [
    { request: 'POST /users/viewer/mfa/enrolment', who, status: 403, code: 'UNAUTHORIZED_ROLE' },
    {
      request: 'POST /users/viewer/mfa/recovery_codes',
      who,
      body: { mfa_token: '1' },
      status: 403,
      code: 'UNAUTHORIZED_ROLE',
    },
    { request: 'POST /users/viewer/mfa', who, body: { mechanism: 'totp' }, status: 204 },
    { request: 'DELETE /users/viewer', who, status: 204 },
    { request: 'POST /users', who, body: { username: 'viewer', password: PASSWORD }, status: 200 },
  ]);
  assert.equal((await login(api, {}, 'viewer')).status, 200);
});

test('an enrolment that was not confirmed asks for nothing, and is forgotten after 15 minutes', async (t) => {
  const api = await startApi(t);
  const begun = await api.send('POST /users/admin/mfa/enrolment', { who });
  const { secret } = MfaEnrolment.parse(begun.body);
  assert.equal((await login(api)).status, 200);
  const confirm = (mfa_token: string) =>
    api.send('PUT /users/admin/mfa/enrolment', { who, body: { mfa_token } });
  assert.equal((await confirm('000000')).status, 400);
  await api.clock.advance(15 * 60_000);
  assert.equal((await confirm(await nextCode(api, secret))).status, 409);
});

test('codes are guessed five times per user, from wherever, and then not for ten minutes', async (t) => {
  const api = await startApi(t);
  const { secret } = await enrol(api);
  const guess = (index: number, mfa_token: string) =>
    api.send('POST /login', {
      who: 'nobody',
      address: `192.0.2.${index}`,
      body: { username: 'admin', password: PASSWORD, mfa_token },
    });
  for (let index = 1; index <= 5; index++) {
    assert.equal(((await guess(index, '000000')).body as Refusal).code, 'BAD_MFA_TOKEN');
    // Asking without a code does not wipe out what was guessed.
    await login(api);
  }
  const right = await guess(6, await nextCode(api, secret));
  assert.deepEqual([right.status, (right.body as Refusal).code], [401, 'LOGIN_LOCKED']);
  await api.clock.advance(10 * 60_000);
  assert.equal((await guess(6, await nextCode(api, secret))).status, 200);
});
