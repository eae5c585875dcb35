import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import type { UserSession } from '../contract.ts';

test('users see where they are signed in, and end a session', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: PASSWORD };
  const headers = { 'user-agent': 'Browser/1' };
  const login = await api.send('POST /login', { who: 'nobody', body, headers, address: '10.0.0.9' });
  const { token } = login.body as { token: string };
  const list = async () =>
    (await api.send('GET /users/admin/sessions', { who: 'admin' })).body as UserSession[];
  const other = (await list()).find(({ address }) => address === '10.0.0.9');
  assert.equal(other?.agent, 'Browser/1');
  assert.deepEqual((await list()).map(({ current }) => current).toSorted(), [false, true]);
  const authorization = `Bearer ${token}`;
  const path = `/users/admin/sessions/${other?.id}`;
  assert.equal((await api.send(`DELETE ${path}`, { who: 'admin' })).status, 204);
  const refused = await api.call({
    method: 'GET',
    path: '/users',
    who: 'nobody',
    headers: { authorization },
  });
  assert.equal(refused.status, 401);
  assert.equal((await api.send(`DELETE ${path}`, { who: 'admin' })).status, 404);
});

test('the sessions of others are for administrators, who may end all of them', async (t) => {
  const api = await startApi(t);
  assert.equal((await api.send('GET /users/admin/sessions', { who: 'viewer' })).status, 403);
  assert.equal((await api.send('DELETE /users/admin/sessions', { who: 'viewer' })).status, 403);
  assert.equal((await api.send('GET /users/viewer/sessions', { who: 'viewer' })).status, 200);
  assert.equal((await api.send('DELETE /users/viewer/sessions', { who: 'admin' })).status, 204);
  assert.equal((await api.send('GET /users/viewer/sessions', { who: 'viewer' })).status, 401);
  assert.equal((await api.send('GET /users/nobody/sessions', { who: 'admin' })).status, 404);
});
