import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';

const MINUTE = 60_000;
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('each way of not being known has its own code, and the first two name the way in', async (t) => {
  const api = await startApi(t);
  const rows = [
    [undefined, '/clients', 'AUTHORIZATION_HEADER_ERROR', true],
    ['Digest abc', '/clients', 'AUTHORIZATION_HEADER_ERROR', true],
    ['Basic', '/clients', 'AUTHORIZATION_HEADER_ERROR', true],
    [basic('no-colon'), '/clients', 'AUTHORIZATION_HEADER_ERROR', true],
    [basic('unknown:secret-a'), '/clients', 'BAD_API_KEY_OR_SECRET', true],
    [basic('admin-key:wrong'), '/clients', 'BAD_API_KEY_OR_SECRET', true],
    [basic('admin-key:'), '/clients', 'BAD_API_KEY_OR_SECRET', true],
    [basic(`admin:${PASSWORD}`), '/clients', 'BAD_API_KEY_OR_SECRET', true],
    [basic('admin-key:secret-a'), '/users', 'API_KEY_NOT_ALLOW', false],
    [basic('admin-key:secret-a'), '/api_key', 'API_KEY_NOT_ALLOW', false],
    ['Bearer nonsense', '/clients', 'BAD_TOKEN', false],
  ] as const;
  for (const [authorization, path, code, challenged] of rows) {
    const headers = { ...(authorization && { authorization }) };
    const answer = await api.send(`GET ${path}`, { who: 'nobody', headers });
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [401, code], authorization);
    const challenge = challenged ? 'Basic Realm="emqx-dashboard"' : undefined;
    assert.equal(answer.headers['www-authenticate'], challenge, authorization);
  }
});

test('a token lives as long as it is used, and then says that its time is over', async (t) => {
  const api = await startApi(t, { tokenLifetime: 60 * MINUTE });
  const authorization = `Bearer ${await api.login('admin', PASSWORD)}`;
  const codeOfCall = async () => {
    const { status, body } = await api.send('GET /nodes', { who: 'nobody', headers: { authorization } });
    return status === 200 ? 'in' : (body as { code: string }).code;
  };
  await api.clock.advance(59 * MINUTE);
  assert.equal(await codeOfCall(), 'in');
  await api.clock.advance(59 * MINUTE);
  assert.equal(await codeOfCall(), 'in');
  await api.clock.advance(60 * MINUTE);
  assert.equal(await codeOfCall(), 'TOKEN_TIME_OUT');
  await api.login('admin', PASSWORD);
  assert.equal(await codeOfCall(), 'TOKEN_TIME_OUT');
});

test('logout kills the token, for its own user only', async (t) => {
  const api = await startApi(t);
  const authorization = `Bearer ${await api.login('admin', PASSWORD)}`;
  const headers = { authorization };
  await checkTable(api, [
    {
      request: 'POST /logout',
      who: 'nobody',
      headers,
      body: { username: 'viewer' },
      status: 401,
      code: 'WRONG_TOKEN_OR_USERNAME',
    },
    { request: 'POST /logout', who: 'nobody', headers, body: { username: 'admin' }, status: 204 },
    {
      request: 'POST /logout',
      who: 'nobody',
      headers,
      body: { username: 'admin' },
      status: 401,
      code: 'BAD_TOKEN',
    },
  ]);
});

test('an unknown user and a wrong password get the same answer', async (t) => {
  const api = await startApi(t);
  const wrong = await api.send('POST /login', {
    who: 'nobody',
    body: { username: 'admin', password: 'wrong' },
  });
  const unknown = await api.send('POST /login', {
    who: 'nobody',
    body: { username: 'nobody', password: 'wrong' },
  });
  assert.deepEqual([wrong.status, unknown.status], [401, 401]);
  assert.equal(wrong.text, unknown.text);
  assert.equal((wrong.body as { code: string }).code, 'BAD_USERNAME_OR_PWD');
});

test('five wrong passwords within five minutes lock the user for ten, for that address only', async (t) => {
  const api = await startApi(t);
  const attempt = async (password: string, address = '10.0.0.1') => {
    const body = { username: 'admin', password };
    const answer = await api.send('POST /login', { who: 'nobody', body, address });
    return answer.status === 200 ? 'in' : (answer.body as { code: string }).code;
  };
  for (let i = 0; i < 4; i++) assert.equal(await attempt('wrong'), 'BAD_USERNAME_OR_PWD');
  assert.equal(await attempt(PASSWORD), 'in');
  for (let i = 0; i < 5; i++) assert.equal(await attempt('wrong'), 'BAD_USERNAME_OR_PWD');
  assert.equal(await attempt(PASSWORD), 'LOGIN_LOCKED');
  assert.equal(await attempt(PASSWORD, '10.0.0.2'), 'in');
  await api.clock.advance(10 * MINUTE - 1);
  assert.equal(await attempt(PASSWORD), 'LOGIN_LOCKED');
  await api.clock.advance(1);
  assert.equal(await attempt(PASSWORD), 'in');
});

test('failures that lie five minutes back do not count', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: 'wrong' };
  for (let i = 0; i < 4; i++) await api.send('POST /login', { who: 'nobody', body });
  await api.clock.advance(5 * MINUTE);
  for (let i = 0; i < 4; i++) await api.send('POST /login', { who: 'nobody', body });
  await api.login('admin', PASSWORD);
});

test('guessing in parallel gains nothing', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: 'wrong' };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => api.send('POST /login', { who: 'nobody', body })),
  );
  const codes = answers.map((answer) => (answer.body as { code: string }).code);
  assert.equal(codes.filter((code) => code === 'BAD_USERNAME_OR_PWD').length, 5);
  assert.equal(codes.filter((code) => code === 'TOO_MANY_REQUESTS').length, 5);
  assert.equal((await api.send('POST /login', { who: 'nobody', body })).status, 401);
});

test('those who sign in rightly are never slowed down', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: PASSWORD };
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.send('POST /login', { who: 'nobody', body })),
    );
    assert.ok(answers.every(({ status }) => status === 200));
  }
});

test('twenty failures of an address in a minute are 429, and Retry-After says for how long', async (t) => {
  const api = await startApi(t);
  const attempt = (username: string, address: string) =>
    api.send('POST /login', { who: 'nobody', body: { username, password: 'wrong' }, address });
  for (let i = 0; i < 20; i++) assert.equal((await attempt(`user${i}`, '10.0.0.1')).status, 401);
  await api.clock.advance(20_000);
  const refused = await attempt('user21', '::ffff:10.0.0.1');
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '40']);
  assert.equal((await attempt('user21', '10.0.0.2')).status, 401);
  await api.clock.advance(40_000);
  assert.equal((await attempt('user21', '10.0.0.1')).status, 401);
});

test('of passwords, tokens and secrets nothing is kept that could be used', async (t) => {
  const api = await startApi(t);
  const token = await api.login('admin', PASSWORD);
  const kept = JSON.stringify([...api.documents.list('user'), ...api.documents.list('api_key')]);
  for (const secret of [PASSWORD, 'secret-a', 'secret-v', token]) assert.ok(!kept.includes(secret));
  assert.match(kept, /\$argon2id\$v=19\$m=8,t=1,p=1\$/);
});

test('a bootstrap key gets its new secret and role at each start', async (t) => {
  const first = await startApi(t);
  const second = await startApi(t, {
    documents: first.documents,
    apiKeys: [{ key: 'admin-key', secret: 'rotated', role: 'viewer' }],
  });
  const call = (method: string, text: string) =>
    second.send(`${method} /clients/c1`, { who: 'nobody', headers: { authorization: basic(text) } });
  assert.equal((await call('GET', 'admin-key:secret-a')).status, 401);
  assert.equal((await call('GET', 'admin-key:rotated')).status, 404);
  assert.equal((await call('DELETE', 'admin-key:rotated')).status, 403);
  assert.equal((await call('GET', 'viewer-key:secret-v')).status, 404);
  assert.equal(first.documents.list('api_key').length, 5);
});
