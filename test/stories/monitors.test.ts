import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startTestApp, type TestApp } from '../support/running-app.ts';

/** What becomes of alarms, as a client of the broker hears it. */
async function watchAlarms(app: TestApp) {
  const client = await app.connect({ clientId: 'watcher', username: 'ops', password: 'p' });
  const told: { name: string; message: string; details: Record<string, unknown>; activated: boolean }[] = [];
  let heard = Promise.withResolvers<void>();
  client.on('message', (_topic, payload) => {
    told.push(JSON.parse(payload.toString()) as (typeof told)[number]);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  await client.subscribeAsync('$SYS/brokers/+/alarms/+');
  return async (name: string, activated = true) => {
    for (;;) {
      const index = told.findIndex((one) => one.name === name && one.activated === activated);
      if (index >= 0) return told.splice(index, 1)[0] as (typeof told)[number];
      await heard.promise;
    }
  };
}

async function sendRaw(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  socket.on('error', () => undefined).resume();
  await once(socket, 'close');
}

async function change(app: TestApp, name: string, settings: object): Promise<void> {
  await app.api.must('PUT', `/monitors/${name}`, settings);
}

async function startWithUsers(t: TestContext): Promise<TestApp> {
  const app = await startTestApp(t, ['mqtt.max_connections=5', 'authorization.no_match=allow']);
  const database = 'password_based:built_in_database';
  await app.api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
  });
  await app.api.must('POST', `/authentication/${database}/users`, { user_id: 'ops', password: 'p' });
  await app.api.must('POST', '/authorization/sources', { type: 'built_in_database', enable: true });
  await app.api.must('POST', '/authorization/sources/built_in_database/rules/clients', [
    { clientid: 'pump-1', rules: [{ topic: 'secret/#', permission: 'deny', action: 'all' }] },
  ]);
  return app;
}

test('what clients do wrong is an alarm with figures and who it was, and an alert that ends with it', async (t) => {
  const app = await startWithUsers(t);
  const alarm = await watchAlarms(app);
  for (const name of [
    'authentication_failures',
    'authorization_failures',
    'protocol_errors',
    'messages_dropped',
  ])
    await change(app, name, { threshold: 5, clear_threshold: 0, window: '1m' });
  // Both ways to be refused: with a wrong password, and without having said anything of MQTT.
  for (let n = 0; n < 6; n++) {
    await assert.rejects(app.connect({ clientId: `bad-${n}`, username: 'ops', password: 'wrong' }));
    await sendRaw(app.tcpPort, 'GET / HTTP/1.1\r\n\r\n');
  }
  const logins = await alarm('authentication_failures');
  assert.match(logins.message, /^\d+ failed logins in 1 min \(1 address, mostly 127\.0\.0\.1\)$/);
  const strangers = await alarm('protocol_errors');
  assert.match(strangers.message, /do not speak standard MQTT in 1 min \(protocol_error, 1 address/);

  const pump = await app.connect({ clientId: 'pump-1', username: 'ops', password: 'p', protocolVersion: 5 });
  for (let n = 0; n < 6; n++) {
    await pump.publishAsync('secret/key', 'x', { qos: 1 }).catch(() => undefined);
    await pump.publishAsync('nobody/listens', 'x');
  }
  assert.equal((await alarm('authorization_failures')).details.top, 'pump-1');
  const dropped = await alarm('messages_dropped');
  assert.equal(dropped.details.cause, 'no_subscribers');
  assert.match(
    String(dropped.details.message_zh),
    /^消息丢弃升高：no_subscribers 1 分钟内 \d+ 条，主要客户端 pump-1$/,
  );
  const { data } = (await app.api.must('GET', '/alerts?limit=100')) as { data: { monitor: string }[] };
  assert.ok(data.some(({ monitor }) => monitor === 'messages_dropped'));
  for (const name of ['messages_dropped', 'authentication_failures']) {
    await change(app, name, { window: '1s' });
    await alarm(name, false);
  }
});

test('what a rule reads is not dropped, although nobody subscribes to it', async (t) => {
  const app = await startTestApp(t);
  await app.api.must('POST', '/rules', { id: 'r', sql: 'SELECT * FROM "read/#"', actions: [] });
  const alarm = await watchAlarms(app);
  await change(app, 'messages_dropped', { threshold: 5, clear_threshold: 0, window: '1m' });
  const client = await app.connect({ clientId: 'c' });
  for (let n = 0; n < 20; n++) await client.publishAsync(`read/${n}`, 'x', { qos: 1 });
  for (let n = 0; n < 5; n++) await client.publishAsync(`unread/${n}`, 'x', { qos: 1 });
  assert.equal((await alarm('messages_dropped')).details.value, 5);
});

test('connections are a share of what is allowed, and a rule hears of it', async (t) => {
  const app = await startWithUsers(t);
  await app.api.must('POST', '/rules', {
    id: 'alarms',
    sql: 'SELECT name, details.value as value FROM "$events/sys/alarm_activated"',
    actions: [{ function: 'republish', args: { topic: 'told', payload: '$' + '{name} $' + '{value}' } }],
  });
  await change(app, 'connections_high', { window: '0s' });
  const alarm = await watchAlarms(app);
  const listener = await app.connect({ clientId: 'l', username: 'ops', password: 'p' });
  await listener.subscribeAsync('told');
  const told = new Promise<string>((resolve) =>
    listener.on('message', (_topic, payload) => resolve(String(payload))),
  );
  for (let n = 0; n < 2; n++) await app.connect({ clientId: `c${n}`, username: 'ops', password: 'p' });
  assert.equal((await alarm('connections_high')).message, 'Too many connections: 4 of 5 (80%)');
  assert.equal(await told, 'connections_high 4');
  await app.api.must('POST', '/alarms/force_deactivate', { name: 'connections_high' });
  await alarm('connections_high', false);
});
