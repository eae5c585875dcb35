import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { ApiKey, type Problem, User } from '../contract.ts';

const bad = { status: 400, code: 'BAD_REQUEST' };
const who = 'admin' as const;

test('users are created, changed and deleted by an administrator', async (t) => {
  const api = await startApi(t);
  const body = { username: 'eve', password: PASSWORD, description: 'd' };
  const userNotFound = { status: 404, code: 'USER_NOT_FOUND' };
  await checkTable(api, [
    {
      request: 'POST /users',
      who,
      body,
      status: 200,
      answer: User,
      check: ({ role }: User) => assert.equal(role, 'administrator'),
    },
    {
      request: 'POST /users',
      who,
      body,
      ...bad,
      check: ({ message }: Problem) => assert.equal(message, 'username_already_exists'),
    },
    { request: 'POST /users', who, body: { ...body, username: 'a-b' }, ...bad },
    { request: 'POST /users', who, body: { ...body, username: '' }, ...bad },
    { request: 'POST /users', who, body: { ...body, role: 'publisher' }, ...bad },
    { request: 'GET /users', who, status: 200, answer: User.array().length(2) },
    { request: 'GET /users', who: 'viewer', status: 200 },
    { request: 'PUT /users/eve', who, body: { role: 'viewer', description: '' }, status: 200, answer: User },
    { request: 'PUT /users/admin', who, body: { role: 'viewer' }, status: 400, code: 'NOT_ALLOWED' },
    { request: 'PUT /users/zz', who, body: { role: 'viewer' }, ...userNotFound },
    { request: 'DELETE /users/admin', who, status: 400, code: 'NOT_ALLOWED' },
    { request: 'DELETE /users/eve', who, status: 204 },
    { request: 'DELETE /users/eve', who, ...userNotFound },
  ]);
});

test('a password has 8 to 64 printable ASCII characters of two kinds', async (t) => {
  const api = await startApi(t);
  for (const password of [
    '',
    'short-1',
    'onlyletters',
    '12345678',
    `a1${'x'.repeat(63)}`,
    '密码password1',
    'tab\tin-it1',
  ]) {
    const answer = await api.send('POST /users', { who, body: { username: 'u', password } });
    assert.equal(answer.status, 400, password);
    assert.ok(password === '' || !answer.text.includes(password), 'a refused password is not repeated');
  }
  for (const [index, password] of ['letters1', '1234567!', 'letters-!'].entries()) {
    const answer = await api.send('POST /users', { who, body: { username: `u${index}`, password } });
    assert.equal(answer.status, 200, password);
  }
});

test('a password change needs the old one and signs out', async (t) => {
  const api = await startApi(t);
  const change = { old_pwd: PASSWORD, new_pwd: 'new-secret-2' };
  const request = 'POST /users/viewer/change_pwd';
  await api.send('GET /nodes', { who: 'viewer' });
  await checkTable(api, [
    { request, who: 'viewer', body: { ...change, old_pwd: 'x' }, status: 400, code: 'ERROR_PWD_NOT_MATCH' },
    { request, who: 'viewer', body: { ...change, new_pwd: 'short' }, ...bad },
    {
      request: 'POST /users/admin/change_pwd',
      who: 'viewer',
      body: change,
      status: 403,
      code: 'UNAUTHORIZED_ROLE',
    },
    { request: 'POST /users/zz/change_pwd', who, body: change, status: 404, code: 'USER_NOT_FOUND' },
    { request, who: 'viewer', body: change, status: 204 },
    { request: 'GET /nodes', who: 'viewer', status: 401, code: 'BAD_TOKEN' },
  ]);
  await api.login('viewer', 'new-secret-2');
});

test('the page that changed the own password goes on with another token, all other sessions are over', async (t) => {
  const api = await startApi(t);
  const signIn = async () => {
    const body = { username: 'admin', password: PASSWORD };
    const { headers } = await api.send('POST /session', { who: 'nobody', body });
    return String(headers['set-cookie']).split(';')[0] ?? '';
  };
  const [mine, other] = [await signIn(), await signIn()];
  const changed = await api.send('POST /users/admin/change_pwd', {
    who: 'nobody',
    headers: { cookie: mine, 'x-tocsin': 'dashboard' },
    body: { old_pwd: PASSWORD, new_pwd: 'new-secret-2' },
  });
  assert.equal(changed.status, 204);
  const renewed = String(changed.headers['set-cookie']).split(';')[0] ?? '';
  for (const [cookie, status] of [
    [mine, 401],
    [other, 401],
    [renewed, 200],
  ] as const) {
    const headers = { cookie, 'x-tocsin': 'dashboard' };
    assert.equal((await api.send('GET /session', { who: 'nobody', headers })).status, status);
  }
});

test('a user who is deleted or gets another role is signed out', async (t) => {
  const api = await startApi(t);
  for (const [request, body] of [
    ['PUT /users/viewer', { role: 'administrator' }],
    ['DELETE /users/viewer', undefined],
  ] as const) {
    await api.send('POST /users', { who, body: { username: 'viewer', password: PASSWORD, role: 'viewer' } });
    const headers = { authorization: `Bearer ${await api.login('viewer', PASSWORD)}` };
    assert.equal((await api.send('GET /nodes', { who: 'nobody', headers })).status, 200);
    await api.send(request, { who, ...(body && { body }) });
    const answer = await api.send('GET /nodes', { who: 'nobody', headers });
    assert.equal((answer.body as Problem).code, 'BAD_TOKEN');
  }
});

test('API keys are created, changed and deleted, and tell their secret once', async (t) => {
  const api = await startApi(t);
  const body = { name: 'k1', desc: 'd', enable: true, role: 'viewer' };
  const created = await api.send('POST /api_key', { who, body });
  const key = ApiKey.parse(created.body);
  assert.equal(created.status, 200);
  assert.match(key.api_key, /^[0-9a-f]{16}$/);
  assert.match(key.api_secret ?? '', /^[0-9A-Za-z]{40,43}$/);
  const basic = Buffer.from(`${key.api_key}:${key.api_secret}`).toString('base64');
  const call = {
    request: 'GET /nodes',
    who: 'nobody',
    headers: { authorization: `Basic ${basic}` },
  } as const;
  const refused = { status: 401, code: 'BAD_API_KEY_OR_SECRET' };
  const soon = new Date(api.clock.now() + 60_000).toISOString();
  await checkTable(api, [
    { ...call, status: 200 },
    { request: 'POST /api_key', who, body, ...bad },
    { request: 'POST /api_key', who, body: { ...body, name: '1k' }, ...bad },
    {
      request: 'GET /api_key',
      who,
      status: 200,
      answer: ApiKey.array(),
      check: (keys: ApiKey[]) => assert.ok(keys.every(({ api_secret }) => api_secret === undefined)),
    },
    { request: 'GET /api_key/k1', who, status: 200, answer: ApiKey },
    { request: 'GET /api_key/zz', who, status: 404, code: 'NOT_FOUND' },
    { request: 'PUT /api_key/k1', who, body: { enable: false }, status: 200, answer: ApiKey },
    { ...call, ...refused },
    { request: 'PUT /api_key/k1', who, body: { enable: true, expired_at: soon }, status: 200 },
    { ...call, status: 200 },
    { request: 'PUT /api_key/zz', who, body: {}, status: 404, code: 'NOT_FOUND' },
  ]);
  await api.clock.advance(60_000);
  await checkTable(api, [
    { ...call, ...refused },
    {
      request: 'PUT /api_key/k1',
      who,
      body: {},
      status: 200,
      check: ({ expired_at }: ApiKey) => assert.equal(expired_at, 'infinity'),
    },
    { ...call, status: 200 },
    { request: 'DELETE /api_key/k1', who, status: 204 },
    { request: 'DELETE /api_key/k1', who, status: 404, code: 'NOT_FOUND' },
    { ...call, ...refused },
  ]);
});

test('there are at most 100 keys', async (t) => {
  const api = await startApi(t, { apiKeys: [] });
  for (let i = 0; i < 100; i++) await api.send('POST /api_key', { who, body: { name: `k${i}` } });
  assert.equal((await api.send('POST /api_key', { who, body: { name: 'more' } })).status, 400);
});
