import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { obliging, ScriptedMqttServer } from '../../../test/support/scripted-mqtt-server.ts';
import type { Packet } from '../../mqtt/packets.ts';
import type { ConnectorHandle } from '../connector.ts';
import type { ArrivedMessage } from '../source.ts';
import { type MqttRequest, mqtt } from './mqtt.ts';

const never = new AbortController().signal;
const identity = { node: 'tocsin@test', name: 'remote' };

async function open(t: TestContext, server: ScriptedMqttServer, settings: Record<string, unknown> = {}) {
  const parsed = mqtt.settings.parse({ server: `127.0.0.1:${server.port}`, proto_ver: 'v5', ...settings });
  const handle = (await mqtt.open(parsed, identity)) as ConnectorHandle<MqttRequest>;
  t.after(() => handle.close());
  return handle;
}

const message = (topic: string, request: Partial<MqttRequest> = {}) => ({
  id: topic,
  request: { topic, qos: 1, retain: false, payload: topic, ...request } as MqttRequest,
});

const acknowledging =
  (reasonCode: number, reasonString?: string) => (packet: Packet, peer: { send(packet: Packet): void }) => {
    if (packet.type !== 'publish' || packet.packetId === undefined) return;
    const { packetId } = packet;
    const properties = reasonString === undefined ? {} : { reasonString };
    peer.send({ type: packet.qos === 2 ? 'pubrec' : 'puback', packetId, reasonCode, properties });
  };

test('a message is delivered when it is acknowledged: PUBACK of QoS 1, PUBCOMP of QoS 2', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server);
  const outcomes = await handle.sendBatch?.([message('a'), message('b', { qos: 2 })], never);
  assert.deepEqual(
    outcomes?.map(({ kind }) => kind),
    ['delivered', 'delivered'],
  );
  assert.deepEqual(
    server.received.map(({ type }) => type),
    ['connect', 'publish', 'publish', 'pubrel'],
  );
});

const verdicts: [code: number, said: string | undefined, kind: string, cause: string | undefined][] = [
  [0x10, undefined, 'delivered', undefined],
  [0x80, undefined, 'unavailable', 'remote'],
  [0x87, 'no', 'rejected', 'config'],
  [0x90, undefined, 'rejected', 'message'],
  [0x97, 'slow down', 'unavailable', 'throttled'],
  [0x99, undefined, 'rejected', 'message'],
];
for (const [code, said, kind, cause] of verdicts) {
  for (const qos of [1, 2] as const) {
    // PUBREC of 0x10 is no end.
    if (qos === 2 && code < 0x80) continue;
    test(`an acknowledgement of QoS ${qos} with ${code} is ${kind} ${cause ?? ''}`, async (t) => {
      const server = await ScriptedMqttServer.open(t, acknowledging(code, said));
      const outcome = await (await open(t, server)).send(message('a', { qos }), never);
      assert.deepEqual([outcome.kind, 'cause' in outcome ? outcome.cause : undefined], [kind, cause]);
      assert.equal(outcome.answer?.status, code);
      if (said) assert.equal(outcome.answer?.excerpt, said);
    });
  }
}

test('no more messages are under way than the other broker takes, and they keep their order', async (t) => {
  const server = await ScriptedMqttServer.open(t);
  server.connack = { ...server.connack, properties: { receiveMaximum: 2 } };
  const handle = await open(t, server);
  const sent = handle.sendBatch?.(
    ['a', 'b', 'c', 'd'].map((topic) => message(topic)),
    never,
  );
  await server.until('publish', 2);
  server.respond = obliging;
  assert.equal(server.ofType('publish').length, 2);
  for (const { packetId = 0 } of server.ofType('publish'))
    server.send({ type: 'puback', packetId, reasonCode: 0, properties: {} });
  await sent;
  assert.deepEqual(
    server.ofType('publish').map(({ topic }) => topic),
    ['a', 'b', 'c', 'd'],
  );
});

test('what the other broker said that it does not take is not sent', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  server.connack = {
    ...server.connack,
    properties: { maximumQos: 0, retainAvailable: 0, maximumPacketSize: 200 },
  };
  const handle = await open(t, server);
  const outcomes = await handle.sendBatch?.(
    [
      message('a'),
      message('b', { qos: 0, retain: true }),
      message('c', { qos: 0, payload: 'x'.repeat(200) }),
      message('d', { qos: 0 }),
    ],
    never,
  );
  assert.deepEqual(
    outcomes?.map((outcome) => outcome.answer?.code),
    ['qos_not_supported', 'retain_not_supported', 'packet_too_large', 'success'],
  );
});

test('a topic that is none is refused here', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server);
  for (const topic of ['', 'a/+/b', 'a/#', 'a\0b', 'x'.repeat(70_000)]) {
    const outcome = await handle.send(message(topic), never);
    assert.deepEqual(
      [outcome.kind, 'cause' in outcome && outcome.cause],
      ['rejected', 'message'],
      topic.slice(0, 9),
    );
  }
});

test('what was not acknowledged when the connection ended may be sent again, over the next one', async (t) => {
  const server = await ScriptedMqttServer.open(t, (packet, peer) => {
    if (packet.type === 'publish') peer.destroy();
  });
  const handle = await open(t, server);
  const outcomes = await handle.sendBatch?.([message('a'), message('b')], never);
  assert.deepEqual(
    outcomes?.map((outcome) => [outcome.kind, 'cause' in outcome && outcome.cause]),
    [
      ['unavailable', 'network'],
      ['unavailable', 'network'],
    ],
  );
  server.respond = obliging;
  assert.equal((await handle.send(message('a'), never)).kind, 'delivered');
});

test('a message that is called off ends with the reason, and its place is free after its acknowledgement', async (t) => {
  const server = await ScriptedMqttServer.open(t);
  const handle = await open(t, server, { max_inflight: 1 });
  const calling = new AbortController();
  const first = handle.send(message('a'), calling.signal);
  const second = handle.send(message('b'), never);
  await server.until('publish');
  server.respond = obliging;
  calling.abort(new Error('stopped'));
  assert.deepEqual(await first, { kind: 'unavailable', cause: 'network', reason: 'stopped' });
  // Nobody else is waited for, so that the connection is given up; the second is told so.
  assert.equal((await second).kind, 'unavailable');
  assert.equal((await handle.send(message('c'), never)).kind, 'delivered');
});

test('who is refused is told why, by a probe and by each message', async (t) => {
  const server = await ScriptedMqttServer.open(t);
  server.connack = { ...server.connack, reasonCode: 0x86, properties: { reasonString: 'who are you?' } };
  const handle = await open(t, server);
  const reason = 'the other broker refused with bad_username_or_password (134): who are you?';
  assert.deepEqual(await handle.probe(never), { reachable: false, reason });
  assert.deepEqual(await handle.send(message('a'), never), { kind: 'unavailable', cause: 'network', reason });
});

for (const [version, name] of [
  ['v3', 'MQIsdp'],
  ['v4', 'MQTT'],
  ['v5', 'MQTT'],
] as const) {
  test(`CONNECT of ${version} says who it is; properties only where there are any`, async (t) => {
    const server = await ScriptedMqttServer.open(t, obliging);
    const settings = {
      proto_ver: version,
      username: 'u',
      password: 'p',
      clientid_prefix: 'pre',
      keepalive: '60s',
    };
    const handle = await open(t, server, settings);
    const properties = { contentType: 'text/plain', userProperties: [['k', 'v']] as const };
    await handle.send(message('a', { properties }), never);
    const [connect] = server.ofType('connect');
    assert.deepEqual(
      [connect?.protocolName, connect?.username, String(connect?.password), connect?.keepAlive],
      [name, 'u', 'p', 60],
    );
    if (version !== 'v3') assert.equal(connect?.clientId, 'pre:remote:tocsin@test:1');
    else assert.ok((connect?.clientId.length ?? 99) <= 23);
    const [publish] = server.ofType('publish');
    assert.equal(publish?.properties.contentType, version === 'v5' ? 'text/plain' : undefined);
    assert.deepEqual(publish?.properties.userProperties?.[0], version === 'v5' ? ['k', 'v'] : undefined);
  });
}

function listen(
  t: TestContext,
  handle: ConnectorHandle,
  hear: (message: ArrivedMessage) => Promise<boolean>,
  parameters: Record<string, unknown> = { topic: 'up/#', qos: 1 },
) {
  const drops: string[] = [];
  const line = handle.listen?.({ name: 'in', parameters, hear, dropped: (reason) => drops.push(reason) });
  assert.ok(line);
  t.after(() => line.close(false));
  return { line, drops };
}

const incoming = (packetId: number, properties = {}): Packet => ({
  type: 'publish',
  dup: false,
  qos: 1,
  retain: false,
  topic: `up/${packetId}`,
  packetId,
  payload: Buffer.from('p'),
  properties,
});

test('a source acknowledges what is stored, and in the order of arrival', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server);
  const stored: ((isStored: boolean) => void)[] = [];
  const { line } = listen(t, handle as ConnectorHandle, () => new Promise((resolve) => stored.push(resolve)));
  await line.check();
  assert.deepEqual(line.status, { connected: true });
  server.send(incoming(1));
  server.send(incoming(2));
  server.send({ ...incoming(3), qos: 0, packetId: undefined } as Packet);
  while (stored.length < 3) await new Promise(setImmediate);
  stored[1]?.(true);
  await new Promise(setImmediate);
  assert.deepEqual(server.ofType('puback'), []);
  stored[0]?.(true);
  const acknowledged = await server.until('puback', 2);
  assert.deepEqual(
    acknowledged.map(({ packetId }) => packetId),
    [1, 2],
  );
});

test('what could not be stored is not acknowledged: the connection is made again', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server, { clean_start: false });
  const { line } = listen(t, handle as ConnectorHandle, async () => false);
  await line.check();
  server.send(incoming(1));
  const [first, second] = await server.until('connect', 2);
  assert.deepEqual(server.ofType('puback'), []);
  assert.deepEqual([first?.cleanStart, first?.clientId], [false, second?.clientId]);
});

test('QoS 2 that is sent again before its PUBREL is heard once', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server);
  let heard = 0;
  const hear = async (): Promise<boolean> => {
    heard++;
    return true;
  };
  const { line } = listen(t, handle as ConnectorHandle, hear, { topic: 'up/#', qos: 2 });
  await line.check();
  const twice = { ...incoming(7), qos: 2 } as Packet;
  server.send(twice);
  await server.until('pubrec');
  server.send({ ...twice, dup: true } as Packet);
  await server.until('pubrec', 2);
  server.send({ type: 'pubrel', packetId: 7, reasonCode: 0, properties: {} });
  await server.until('pubcomp');
  assert.equal(heard, 1);
});

test('a subscription that is refused shows in the status of the source', async (t) => {
  const server = await ScriptedMqttServer.open(t, (packet, peer) => {
    if (packet.type === 'subscribe')
      peer.send({ type: 'suback', packetId: packet.packetId, reasonCodes: [0x87], properties: {} });
  });
  const { line } = listen(t, (await open(t, server)) as ConnectorHandle, async () => true);
  await line.check();
  const reason = 'the other broker refused the subscription to up/# with not_authorized (135)';
  assert.deepEqual(line.status, { connected: false, reason });
});

test('a message that comes back again and again is dropped, and acknowledged', async (t) => {
  const server = await ScriptedMqttServer.open(t, obliging);
  const handle = await open(t, server);
  await handle.send(message('out'), never);
  const [[name, mark] = ['', '']] = server.ofType('publish')[0]?.properties.userProperties ?? [];
  assert.equal(name, 'tocsin-via');
  const heard: string[] = [];
  const { line, drops } = listen(t, handle as ConnectorHandle, async ({ topic }) => heard.push(topic) > 0);
  await line.check();
  for (const passes of [3, 4])
    server.send(
      incoming(passes, { userProperties: Array.from({ length: passes }, () => [name, mark] as const) }),
    );
  await server.until('puback', 2);
  assert.deepEqual(heard, ['up/3']);
  assert.deepEqual(drops, ['it went out of here again and again: it goes in a circle']);
});

const mistakes: [path: string, settings: Record<string, unknown>][] = [
  ['server', {}],
  ['server', { server: 'mqtt://a:1883' }],
  ['server', { server: '169.254.169.254' }],
  ['proto_ver', { server: 'a', proto_ver: 'v6' }],
  ['keepalive', { server: 'a', keepalive: '1d' }],
];
for (const [path, settings] of mistakes) {
  test(`${JSON.stringify(settings)} is refused at ${path}`, () => {
    const [issue] = mqtt.settings.safeParse(settings).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
  });
}
