import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MqttClient } from 'mqtt';
import { QUESTION, startRightsService } from '../support/rights-service.ts';
import { startTestApp } from '../support/running-app.ts';

/** What a refused call says. */
async function codeOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return (error as { code?: number }).code;
  }
}

function nextPayload(client: MqttClient): Promise<string> {
  return new Promise((resolve) => {
    client.once('message', (_topic, payload) => resolve(String(payload)));
  });
}

/** The reason code of a SUBACK. */
function subscribe(client: MqttClient, filter: string): Promise<number> {
  return new Promise((resolve) => {
    client.subscribe(filter, { qos: 0 }, (error, granted, packet) => {
      const code = packet?.granted[0];
      resolve(typeof code === 'number' ? code : error ? 0x80 : (granted?.[0]?.qos ?? -1));
    });
  });
}

const rules = `{allow, {username, "admin"}, all, ["#"]}.
{allow, all, publish, ["devices/\${clientid}/#"]}.
{allow, all, subscribe, ["news/+"]}.
{deny, all}.`;

test('MQTT.js clients of both versions do what the rules allow and no more', async (t) => {
  const app = await startTestApp(t, [
    `authorization.sources=${JSON.stringify([{ type: 'file', enable: true, rules }])}`,
  ]);
  const admin = await app.connect({ clientId: 'admin', username: 'admin', protocolVersion: 5 });
  assert.equal(await subscribe(admin, '#'), 0);
  const heard: string[] = [];
  admin.on('message', (topic) => heard.push(topic));
  const v5 = await app.connect({ clientId: 'd5', protocolVersion: 5 });
  const v4 = await app.connect({ clientId: 'd4', protocolVersion: 4 });
  assert.equal(await codeOf(v5.publishAsync('devices/d4/x', 'no', { qos: 1 })), 0x87);
  assert.equal(await codeOf(v5.publishAsync('devices/d4/x', 'no', { qos: 2 })), 0x87);
  await v5.publishAsync('devices/d4/x', 'no', { qos: 0 });
  await v4.publishAsync('devices/d5/x', 'no', { qos: 1 });
  await v4.publishAsync('devices/d5/x', 'no', { qos: 2 });
  await v4.publishAsync('devices/d4/x', 'yes', { qos: 1 });
  await v5.publishAsync('devices/d5/x', 'yes', { qos: 2 });
  assert.deepEqual(
    [await subscribe(v5, 'news/1'), await subscribe(v5, 'news/#'), await subscribe(v4, '#')],
    [0, 0x87, 0x80],
  );
  const last = nextPayload(admin);
  await admin.publishAsync('end', '');
  await last;
  assert.deepEqual(heard.filter((topic) => topic !== 'end').sort(), ['devices/d4/x', 'devices/d5/x']);
});

test('by default this machine may subscribe to everything', async (t) => {
  const app = await startTestApp(t);
  for (const protocolVersion of [4, 5] as const) {
    const client = await app.connect({ clientId: `c${protocolVersion}`, protocolVersion });
    assert.equal(await subscribe(client, '#'), 0);
    assert.equal(await subscribe(client, '$SYS/#'), 0);
  }
});

test('a rule that is taken away by the API takes the subscription with it, and the event tells of it', async (t) => {
  const app = await startTestApp(t);
  const base = '/authorization/sources/built_in_database';
  await app.api.must('POST', '/authorization/sources', { type: 'built_in_database' });
  await app.api.must('POST', '/rules', {
    id: 'denials',
    sql: `SELECT clientid, topic, authz_source FROM "$events/auth/check_authz_complete" WHERE result = 'deny'`,
    actions: [
      { function: 'republish', args: { topic: 'denied', payload: '${clientid} ${topic} ${authz_source}' } },
    ],
  });
  const watcher = await app.connect({ clientId: 'watcher' });
  await watcher.subscribeAsync('denied');
  const client = await app.connect({ clientId: 'c1' });
  await client.subscribeAsync('secret');
  const denial = nextPayload(watcher);
  await app.api.must('PUT', `${base}/rules/clients/c1`, {
    clientid: 'c1',
    rules: [{ topic: 'secret', permission: 'deny', action: 'subscribe' }],
  });
  assert.equal(await denial, 'c1 secret built_in_database');
  const received: string[] = [];
  client.on('message', (topic) => received.push(topic));
  await client.subscribeAsync('open');
  const open = nextPayload(client);
  await watcher.publishAsync('secret', 'x', { qos: 1 });
  await watcher.publishAsync('open', 'x', { qos: 1 });
  await open;
  assert.deepEqual(received, ['open']);
});

test('an HTTP service decides, is explained, and denies when it is gone', async (t) => {
  const app = await startTestApp(t);
  const service = await startRightsService(t);
  await app.api.must('POST', '/authorization/sources', {
    type: 'http',
    method: 'post',
    url: service.url,
    headers: { authorization: 'Bearer secret-of-the-service' },
    body: QUESTION,
    request_timeout: '2s',
  });
  const client = await app.connect({ clientId: 'c1', protocolVersion: 5 });
  service.answer = { body: { result: 'deny' } };
  assert.equal(await codeOf(client.publishAsync('a', 'x', { qos: 1 })), 0x87);
  service.answer = { status: 404 };
  assert.equal(
    await codeOf(client.publishAsync('b', 'x', { qos: 1 })),
    undefined,
    'the file source allows it',
  );
  const explain = (topic: string) =>
    app.api.must('POST', '/authorization/explain', {
      clientid: 'c1',
      action: 'publish',
      topic,
    }) as Promise<{
      result: string;
      reason: string;
      cached: string | null;
    }>;
  service.answer = { body: { result: 'deny' } };
  const denied = await explain('c');
  assert.equal(denied.reason, 'Denied by http: it answered deny.');
  await service.die();
  assert.equal(await codeOf(client.publishAsync('d', 'x', { qos: 1 })), 0x87);
  assert.match(
    (await explain('d')).reason,
    /^Denied: the source http could not find out: connection refused/,
  );
  const shown = await app.api.must('GET', '/authorization/sources/http', undefined);
  assert.equal(JSON.stringify(shown).includes('secret-of-the-service'), false);
});
