import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { cameOverTls, sessionCookie, sessionTokenOf } from './session-cookie.ts';

test('the cookie of a session is for no script, for no other site, and over TLS for TLS alone', () => {
  assert.equal(sessionCookie('c', 'T', true), '__Secure-c=T; Path=/; HttpOnly; SameSite=Strict; Secure');
  assert.equal(sessionCookie('c', 'T', false), 'c=T; Path=/; HttpOnly; SameSite=Strict');
  assert.match(sessionCookie('c', undefined, true), /^__Secure-c=;.*Max-Age=0$/);
  assert.equal(cameOverTls('https', {}), true);
  assert.equal(cameOverTls('http', { 'x-forwarded-proto': 'https, http' }), true);
  assert.equal(cameOverTls('http', { forwarded: 'for=1.2.3.4;proto=https' }), true);
  assert.equal(cameOverTls('http', {}), false);
});

test('one browser may be signed in over TLS and without it on the same host', () => {
  const tokenOf = (cookie: string) => sessionTokenOf({ method: 'GET', headers: { cookie } }, 'c');
  assert.equal(tokenOf('c=PLAIN; __Secure-c=SECURE'), 'SECURE');
  assert.equal(tokenOf('x=1; c=PLAIN'), 'PLAIN');
  assert.equal(tokenOf('__Secure-c=; c='), undefined);
});

test('the cookie alone changes nothing: a call that does needs a header that no foreign page can send', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: PASSWORD };
  const { headers } = await api.send('POST /session', { who: 'nobody', body });
  const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
  const user = { username: 'eve', password: PASSWORD };
  const call = (more: Record<string, string>) =>
    api.send('POST /users', { who: 'nobody', body: user, headers: { cookie, ...more } });
  // What forms, pictures and `fetch` without leave of CORS can send.
  for (const foreign of [
    {},
    { 'content-type': 'text/plain', origin: 'https://evil.example' },
    { 'content-type': 'application/x-www-form-urlencoded', referer: 'http://localhost/' },
  ])
    assert.equal((await call(foreign)).status, 401);
  assert.equal((await call({ 'x-tocsin': 'dashboard' })).status, 200);
  const preflight = { origin: 'https://evil.example', 'access-control-request-headers': 'x-tocsin' };
  const asked = await api.server.inject({ method: 'OPTIONS', url: '/api/v5/users', headers: preflight });
  assert.equal(asked.headers['access-control-allow-origin'], undefined);
  assert.equal(asked.statusCode, 405);
});
