import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import WebSocket from 'ws';
import { HttpReceiver } from '../support/http-receiver.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';

/** Resolves with what the client receives next. */
function nextMessage(client: MqttClient): Promise<[topic: string, payload: string, retain: boolean]> {
  return new Promise((resolve) => {
    client.once('message', (topic, payload, { retain }) => resolve([topic, String(payload), retain]));
  });
}

function webSocketUrl({ app }: TestApp): string {
  const ws = app.ready.listeners.ws;
  return `ws://127.0.0.1:${ws?.port}${ws?.path}`;
}

async function connectOver(
  t: TestContext,
  app: TestApp,
  way: 'tcp' | 'ws',
  options: IClientOptions,
): Promise<MqttClient> {
  if (way === 'tcp') return app.connect(options);
  const client = await connectAsync(webSocketUrl(app), { reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  t.after(() => client.endAsync(true));
  return client;
}

for (const way of ['tcp', 'ws'] as const) {
  for (const protocolVersion of [3, 4, 5] as const) {
    test(`MQTT.js, protocol level ${protocolVersion} over ${way}, subscribes and publishes at every QoS`, async (t) => {
      const app = await startTestApp(t);
      const options: IClientOptions = {
        protocolVersion,
        ...(protocolVersion === 3 && { protocolId: 'MQIsdp' as const }),
      };
      const subscriber = await connectOver(t, app, way, { ...options, clientId: 'subscriber' });
      const publisher = await connectOver(t, app, way, { ...options, clientId: 'publisher' });
      await subscriber.subscribeAsync('room/+/温度', { qos: 2 });
      for (const qos of [0, 1, 2] as const) {
        const message = nextMessage(subscriber);
        await publisher.publishAsync('room/7/温度', `21.${qos} °C`, { qos });
        assert.deepEqual(await message, ['room/7/温度', `21.${qos} °C`, false]);
      }
      const large = 'x'.repeat(300_000);
      const message = nextMessage(subscriber);
      await publisher.publishAsync('room/8/温度', large, { qos: 1, retain: true });
      assert.equal((await message)[1], large);
      const late = await connectOver(t, app, way, { ...options, clientId: 'late' });
      const kept = nextMessage(late);
      await late.subscribeAsync('room/#');
      assert.deepEqual(await kept, ['room/8/温度', large, true]);
    });
  }
}

test('a WebSocket is refused on another path and without the sub-protocol', async (t) => {
  const app = await startTestApp(t);
  const url = new URL(webSocketUrl(app));
  const refused = async (path: string, protocol: string) => {
    const webSocket = new WebSocket(`ws://${url.host}${path}`, protocol);
    const [, response] = await once(webSocket, 'unexpected-response');
    webSocket.on('error', () => {}).terminate();
    return response.statusCode;
  };
  assert.equal(await refused('/other', 'mqtt'), 404);
  assert.equal(await refused('/mqtt', 'soap'), 400);
  const plain = request(`http://${url.host}/mqtt`).end();
  assert.equal((await once(plain, 'response'))[0].statusCode, 426);
});

test('the API refuses the topics that this broker refuses', async (t) => {
  const { api, connect } = await startTestApp(t, ['mqtt.max_topic_levels=3']);
  await connect({ clientId: 'c' });
  const publish = async (topic: string) =>
    (await api.call('POST', '/publish', { topic, payload: '' })).status;
  assert.deepEqual(
    [await publish('a/b/c'), await publish('a/b/c/d'), await publish('x'.repeat(1025))],
    [202, 400, 400],
  );
  const subscribe = async (topic: string) =>
    (await api.call('POST', '/clients/c/subscribe', { topic })).status;
  assert.deepEqual(
    [await subscribe('a/b/#'), await subscribe('a/b/c/#'), await subscribe('a#')],
    [200, 400, 400],
  );
});

test('a message that a rule wants goes out as a request, and the rule may publish it elsewhere too', async (t) => {
  const app = await startTestApp(t);
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  await app.api.must('POST', '/connectors', {
    type: 'http',
    name: 'hook',
    url: `http://127.0.0.1:${receiver.port}/base`,
  });
  const parameters = {
    path: '/t/${topic}?q=${payload.note}',
    body: '{"hot":${payload.t},"note":"${payload.note}"}',
  };
  await app.api.must('POST', '/actions', { type: 'http', name: 'hook', connector: 'hook', parameters });
  const republish = { function: 'republish', args: { topic: 'hot/${clientid}', payload: '${payload.t}' } };
  await app.api.must('POST', '/rules', {
    sql: `SELECT payload, topic, clientid FROM "room/+/t" WHERE payload.t > 30`,
    actions: ['http:hook', republish],
  });
  const client = await app.connect({ clientId: 'sensor' });
  await client.subscribeAsync('hot/#');
  const hot = nextMessage(client);
  await client.publishAsync('room/1/t', '{"t":29,"note":"fine"}', { qos: 1 });
  await client.publishAsync('room/1/t', '{"t":31.0,"note":"say \\"hi\\"&bye"}', { qos: 1 });
  assert.deepEqual(await hot, ['hot/sensor', '31.0', false]);
  const [first] = await receiver.received(1);
  assert.equal(
    first?.url,
    `/base/t/${encodeURIComponent('room/1/t')}?q=${encodeURIComponent('say "hi"&bye')}`,
  );
  assert.equal(first?.body, '{"hot":31.0,"note":"say \\"hi\\"&bye"}');
});
