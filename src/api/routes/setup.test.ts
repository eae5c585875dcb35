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
