import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { User } from '../contract.ts';

test('without a user nobody can sign in, and the set-up token creates the first administrator once', async (t) => {
  const api = await startApi(t, { bootstrapAdmin: undefined });
  const token = api.server.setupToken() ?? '';
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  const draft = { token, username: 'root', password: PASSWORD };
  await checkTable(api, [
    { request: 'POST /login', who: 'nobody', body: { username: 'admin', password: 'public' }, status: 401 },
    { request: 'POST /setup', who: 'nobody', body: { ...draft, token: 'x' }, status: 401, code: 'BAD_TOKEN' },
    {
      request: 'POST /setup',
      who: 'nobody',
      body: { ...draft, password: 'public' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      request: 'POST /setup',
      who: 'nobody',
      body: { ...draft, username: 'a b' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { request: 'POST /setup', who: 'nobody', body: draft, status: 201, answer: User },
    { request: 'POST /setup', who: 'nobody', body: draft, status: 401, code: 'BAD_TOKEN' },
    { request: 'POST /login', who: 'nobody', body: { username: 'root', password: PASSWORD }, status: 200 },
  ]);
  assert.equal(api.server.setupToken(), undefined);
});

test('of two people with the token at the same time one becomes administrator', async (t) => {
  const api = await startApi(t, { bootstrapAdmin: undefined });
  const token = api.server.setupToken();
  const answers = await Promise.all(
    ['one', 'two'].map((username) =>
      api.send('POST /setup', { who: 'nobody', body: { token, username, password: PASSWORD } }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 401]);
  assert.equal(api.documents.list('user').length, 1);
});

test('the set-up token cannot be guessed for long', async (t) => {
  const api = await startApi(t, { bootstrapAdmin: undefined });
  const body = { token: 'x', username: 'root', password: PASSWORD };
  for (let i = 0; i < 5; i++)
    assert.equal((await api.send('POST /setup', { who: 'nobody', body })).status, 401);
  const answer = await api.send('POST /setup', { who: 'nobody', body });
  assert.equal((answer.body as { code: string }).code, 'LOGIN_LOCKED');
});

test('the page speaks the language of the browser and allows only its own style and script', async (t) => {
  const api = await startApi(t, { bootstrapAdmin: undefined });
  const rows = [
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh', '创建管理员'],
    ['de,en;q=0.9,zh;q=0.1', 'en', 'Create administrator'],
    ['fr', 'en', 'Create administrator'],
    [undefined, 'en', 'Create administrator'],
  ] as const;
  for (const [language, expected, words] of rows) {
    const headers = language ? { 'accept-language': language } : {};
    const page = await api.send('GET //setup?token=not-in-the-page', { who: 'nobody', headers });
    assert.equal(page.status, 200);
    assert.match(page.text, new RegExp(`<html lang="${expected}">`));
    assert.ok(page.text.includes(words));
    const policy = String(page.headers['content-security-policy']);
    const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
    assert.ok(nonce && page.text.includes(`<script nonce="${nonce}">`));
    assert.ok(!policy.includes('unsafe') && page.headers['cache-control'] === 'no-store');
    assert.ok(!page.text.includes('not-in-the-page'), 'what stands in the address never stands in the page');
    assert.doesNotMatch(page.text, /(src|href)="(https?:)?\/\//);
  }
});

test('once there is a user the page has done its work', async (t) => {
  const api = await startApi(t);
  await api.login('admin', PASSWORD);
  const page = await api.send('GET //setup', { who: 'nobody' });
  assert.equal(page.status, 404);
  assert.doesNotMatch(page.text, /<form|<script/);
  assert.equal(api.server.setupToken(), undefined);
});

test('the configured administrator is created when there is no user, and never changed afterwards', async (t) => {
  const first = await startApi(t);
  await first.login('admin', PASSWORD);
  const second = await startApi(t, {
    documents: first.documents,
    bootstrapAdmin: { username: 'admin', password: 'another-1-word' },
  });
  await second.login('admin', PASSWORD);
});

test('a weak password in the configuration keeps the server from starting', async (t) => {
  const start = startApi(t, { bootstrapAdmin: { username: 'admin', password: 'public' } });
  await assert.rejects(start, /administrator's password/);
});
