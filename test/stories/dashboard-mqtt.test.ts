import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { WebSocket } from 'ws';
import { startTestApp } from '../support/running-app.ts';

const ADMIN = { username: 'admin', password: 'Quiet-bell-7' };

async function start(t: Parameters<typeof startTestApp>[0]) {
  const app = await startTestApp(t, [
    `dashboard.bootstrap_username=${ADMIN.username}`,
    `dashboard.bootstrap_password=${ADMIN.password}`,
  ]);
  const { port } = app.app.ready.dashboard;
  const origin = `http://127.0.0.1:${port}`;
  const signIn = async () => {
    const answer = await fetch(`${origin}/api/v5/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const url = `ws://127.0.0.1:${port}/mqtt`;
  /** The status with which an upgrade is answered; 101 when it was accepted. */
  const statusOf = async (headers: Record<string, string>, path = '/mqtt') => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['mqtt'], { headers });
    socket.on('error', () => {});
    const opened = once(socket, 'open').then(() => 101);
    const refused = once(socket, 'unexpected-response').then(
      ([, response]) => (response as { statusCode: number }).statusCode,
    );
    const status = await Promise.race([opened, refused]);
    socket.terminate();
    return status;
  };
  return { ...app, origin, url, signIn, statusOf };
}

test('MQTT on the port of the dashboard is for those who are signed in there, from its own pages', async (t) => {
  const { origin, signIn, statusOf } = await start(t);
  const cookie = await signIn();
  assert.equal(await statusOf({ origin, cookie }), 101);
  assert.equal(await statusOf({ origin, cookie }, '/other'), 404);
  assert.equal(await statusOf({ origin }), 401);
  assert.equal(await statusOf({ origin, cookie: 'tocsin_session=guessed' }), 401);
  assert.equal(await statusOf({ origin: 'https://elsewhere.example', cookie }), 403);
  assert.equal(await statusOf({ cookie }), 403);
  assert.equal(await statusOf({ origin, cookie, 'sec-fetch-site': 'cross-site' }), 403);
});

test('who is signed in subscribes and publishes as themselves, also where devices need passwords, and takes no device over', async (t) => {
  const { api, origin, url, signIn } = await start(t);
  await api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
    password_hash_algorithm: { name: 'argon2id' },
  });
  const wsOptions = { headers: { origin, cookie: await signIn() } };
  const options = { reconnectPeriod: 0, wsOptions, protocolVersion: 5 } as const;
  const client = await connectAsync(url, { ...options, clientId: 'dashboard-1', username: 'somebody' });
  t.after(() => client.endAsync(true));
  const heard = new Promise<string>((resolve) =>
    client.on('message', (_, payload) => resolve(String(payload))),
  );
  await client.subscribeAsync('t/#');
  await client.publishAsync('t/1', 'hello', { qos: 1 });
  assert.equal(await heard, 'hello');
  const { username, listener } = (await api.must('GET', '/clients/dashboard-1')) as Record<string, unknown>;
  assert.deepEqual([username, listener], ['dashboard:admin', 'ws:dashboard']);
  await assert.rejects(connectAsync(url, { ...options, clientId: 'dev-1' }, false), /identifier/i);
});
