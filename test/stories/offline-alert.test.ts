import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { MqttClient } from 'mqtt';
import { configureOfflineAlert } from '../../demo/configure.ts';
import { BOTS, OFFLINE_RULE } from '../../demo/offline-alert.ts';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { HttpReceiver } from '../support/http-receiver.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';
import { connect } from '../support/test-broker.ts';

/** The program with the rule and its three group chats. */
async function startOfflineAlert(t: TestContext) {
  const app = await startTestApp(t);
  const chats = await Promise.all(BOTS.map(() => new HttpReceiver().open()));
  t.after(() => {
    for (const chat of chats) chat.close();
  });
  const ports = chats.map(({ port }) => port);
  await configureOfflineAlert(app.api, ports);
  return { app, chats };
}

/** What a chat shows, line by line, without the parts that differ from run to run. */
function shown(index: number, body: string): string {
  const text = (BOTS[index] as (typeof BOTS)[number]).shownText(body);
  return text.replace(/127\.0\.0\.1:\d+/, 'ADDRESS').replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'TIME');
}

type Ending = {
  readonly reason: string;
  readonly happens: (app: TestApp, client: MqttClient) => Promise<unknown>;
};

const endings: readonly Ending[] = [
  { reason: 'kicked', happens: ({ api }) => api.must('DELETE', '/clients/device-1') },
  { reason: 'tcp_closed', happens: async (_app, client) => client.stream.destroy() },
  {
    reason: 'takenover',
    happens: ({ connect }) => connect({ clientId: 'device-1', protocolVersion: 5, clean: false }),
  },
  {
    reason: 'discarded',
    happens: ({ connect }) => connect({ clientId: 'device-1', protocolVersion: 5, clean: true }),
  },
];

for (const { reason, happens } of endings) {
  test(`a device that ends as ${reason} is told once to each of three group chats, in the vendor's words`, async (t) => {
    const { app, chats } = await startOfflineAlert(t);
    const client = await app.connect({
      clientId: 'device-1',
      username: 'u1',
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 60 },
    });
    await happens(app, client);
    const requests = (await Promise.all(chats.map((chat) => chat.received(1)))).map(([request]) => request);
    assert.deepEqual(
      requests.map((request) => [request?.method, request?.url, request?.headers['content-type']]),
      BOTS.map(({ action }) => ['POST', action.parameters.path, 'application/json']),
    );
    assert.deepEqual(
      requests.map((request, index) => shown(index, request?.body ?? '')),
      [
        `设备离线告警\n 客户端 ID:device-1\n 用户名:u1\n 客户端 IP:ADDRESS\n 离线原因:${reason}\n 离线时间:TIME`,
        `### 设备离线告警\n- 客户端 ID:device-1\n- 用户名:u1\n- 客户端 IP:ADDRESS\n- 离线原因:${reason}\n- 离线时间:TIME`,
        `设备离线告警\n 客户端 ID:device-1\n 用户名:u1\n 客户端 IP:ADDRESS\n 离线原因:${reason}\n 离线时间:TIME`,
      ],
    );
    await app.stop();
    assert.deepEqual(
      chats.map((chat) => chat.requests.filter(({ body }) => body.includes(reason)).length),
      [1, 1, 1],
    );
  });
}

test('a device that says nothing for one and a half times its keep-alive is told as keepalive_timeout', async (t) => {
  const { app, chats } = await startOfflineAlert(t);
  // A device that hangs: its socket stays open and nothing leaves it.
  const socket = createConnection(app.tcpPort, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(encodePacket(connect('silent', { protocolVersion: 4, keepAlive: 1 }), 4));
  const [request] = (await chats[0]?.received(1)) ?? [];
  assert.match(request?.body ?? '', /客户端 ID:silent.*离线原因:keepalive_timeout/);
});

test('a device that says good-bye makes no sound', async (t) => {
  const { app, chats } = await startOfflineAlert(t);
  const polite = await app.connect({ clientId: 'polite' });
  await polite.endAsync();
  await app.connect({ clientId: 'rude' });
  await app.api.must('DELETE', '/clients/rude');
  await Promise.all(chats.map((chat) => chat.received(1)));
  await app.stop();
  for (const chat of chats)
    assert.deepEqual(
      chat.requests.map(({ body }) => /rude/.test(body)),
      [true],
    );
});

test('a client id made of quotes and line breaks arrives as it is and breaks nothing', async (t) => {
  const { app, chats } = await startOfflineAlert(t);
  const clientId = 'a"},{"b":"\\\n\u2028${clientid}😀';
  await app.connect({ clientId, username: '</text>@all' });
  await app.api.must('DELETE', `/clients/${encodeURIComponent(clientId)}`);
  for (const [index, chat] of chats.entries()) {
    const [request] = await chat.received(1);
    assert.ok(shown(index, request?.body ?? '').includes(`客户端 ID:${clientId}\n`));
  }
});

test('the answer to the rule says how its double quotes were read', async (t) => {
  const { api } = await startTestApp(t);
  const rule = (await api.must('POST', '/rules', OFFLINE_RULE)) as {
    warnings: { code: string; message: string }[];
  };
  const [quotes, ...others] = rule.warnings;
  assert.equal(quotes?.message, `"normal" is read as text; write 'normal'`);
  assert.deepEqual(
    [...new Set(others.map(({ code }) => code))],
    ['unknownAction'],
    'its actions are not there yet',
  );
});

test('a chat that is away hears of it when it is back, once, and does not hold up the others', async (t) => {
  const { app, chats } = await startOfflineAlert(t);
  const [away, ...others] = chats as [HttpReceiver, ...HttpReceiver[]];
  away.close();
  await app.connect({ clientId: 'device-1' });
  await app.api.must('DELETE', '/clients/device-1');
  await Promise.all(others.map((chat) => chat.received(1)));
  await away.open();
  const [request] = await away.received(1);
  assert.match(request?.body ?? '', /device-1/);
  await app.stop();
  assert.equal(away.requests.length, 1);
});
