import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, type Peer, startTestBroker } from '../../../test/support/test-broker.ts';
import { type SystemTopicSettings, SystemTopics } from './system-topics.ts';

const node = '$SYS/brokers/tocsin@127.0.0.1';
const settings: SystemTopicSettings = {
  messageInterval: 60_000,
  heartbeatInterval: 30_000,
  events: { connected: true, disconnected: true, subscribed: true, unsubscribed: true },
};

function start(changes: Partial<SystemTopicSettings> = {}) {
  const started = startTestBroker();
  const { broker, clock } = started;
  const topics = new SystemTopics(broker, { settings: { ...settings, ...changes }, clock, version: '1.2.3' });
  topics.start();
  return { ...started, topics };
}

const received = (peer: Peer) =>
  new Map(peer.takeAll('publish').map(({ topic, payload }) => [topic, String(payload)]));

test('nodes, version and description are retained: whoever subscribes has them at once', async () => {
  const { broker, join } = start({ events: { ...settings.events, subscribed: false } });
  assert.equal(broker.metrics['messages.dropped'], 0);
  const peer = await join('c');
  await peer.subscribe('$SYS/#');
  assert.deepEqual(
    [...received(peer)].sort(),
    [
      ['$SYS/brokers', 'tocsin@127.0.0.1'],
      [`${node}/sysdescr`, 'Tocsin'],
      [`${node}/version`, '1.2.3'],
    ].sort(),
  );
});

test('statistics and counters come every minute, uptime and time every 30 s', async () => {
  const { join, clock } = start();
  const peer = await join('c');
  await peer.subscribe(`${node}/#`);
  received(peer);
  await clock.advance(30_000);
  await endOfTurn();
  const now = new Date(clock.now()).toISOString();
  assert.deepEqual(
    received(peer),
    new Map([
      [`${node}/uptime`, '30000'],
      [`${node}/datetime`, now],
    ]),
  );
  await clock.advance(30_000);
  await endOfTurn();
  const messages = received(peer);
  assert.equal(messages.get(`${node}/version`), '1.2.3');
  assert.equal(messages.get(`${node}/stats/live_connections/count`), '1');
  assert.equal(messages.get(`${node}/stats/subscriptions/shared/max`), '0');
  assert.equal(messages.get(`${node}/metrics/packets/connect/received`), '1');
  assert.equal(messages.get(`${node}/metrics/messages/qos0/received`), '0');
});

test('clients that come, go, subscribe and unsubscribe are told as they do', async () => {
  const { join, clock } = start();
  const watcher = await join('watcher');
  await watcher.subscribe(`${node}/clients/#`);
  received(watcher);
  const at = clock.now();
  const peer = await join('dev/1', {
    username: 'u',
    keepAlive: 60,
    properties: { sessionExpiryInterval: 5 },
  });
  await peer.subscribe('t/#', { qos: 1 });
  await peer.send({ type: 'unsubscribe', packetId: 1, filters: ['t/#'], properties: {} });
  peer.cut();
  await endOfTurn();
  const told = [...received(watcher)].map(([topic, payload]) => [topic, JSON.parse(payload)]);
  const client = {
    clientid: 'dev/1',
    username: 'u',
    ipaddress: '127.0.0.1',
    sockport: 1883,
    protocol: 'mqtt',
    proto_name: 'MQTT',
    proto_ver: 5,
    connected_at: at,
    ts: at,
  };
  const subscription = { clientid: 'dev/1', username: 'u', protocol: 'mqtt', topic: 't/#', ts: at };
  assert.deepEqual(told, [
    [
      `${node}/clients/dev/1/connected`,
      { ...client, keepalive: 60, clean_start: true, expiry_interval: 5000, connack: 0 },
    ],
    [`${node}/clients/dev/1/subscribed`, { ...subscription, subopts: { qos: 1 } }],
    [`${node}/clients/dev/1/unsubscribed`, subscription],
    [`${node}/clients/dev/1/disconnected`, { ...client, reason: 'tcp_closed', disconnected_at: at }],
  ]);
});

test('what is switched off is not told', async () => {
  const off = { connected: false, disconnected: false, subscribed: false, unsubscribed: false };
  const { join, clock } = start({ events: off, messageInterval: Infinity, heartbeatInterval: Infinity });
  const watcher = await join('watcher');
  await watcher.subscribe(`${node}/#`);
  received(watcher);
  (await join('c')).cut();
  await clock.advance(3_600_000);
  await endOfTurn();
  assert.deepEqual([...received(watcher)], []);
});

test('alarms are told when they begin and end', async () => {
  const { broker, join, clock } = start();
  const watcher = await join('watcher');
  await watcher.subscribe(`${node}/alarms/+`);
  const at = clock.now();
  broker.alarms.activate('disk_full', { free: 1 }, 'the disk is full');
  await clock.advance(5_000);
  broker.alarms.deactivate('disk_full');
  await endOfTurn();
  const alarm = { name: 'disk_full', message: 'the disk is full', details: { free: 1 }, activate_at: at };
  assert.deepEqual(
    [...received(watcher)].map(([topic, payload]) => [topic, JSON.parse(payload)]),
    [
      [`${node}/alarms/activate`, { ...alarm, activated: true, deactivate_at: 'infinity', duration: 0 }],
      [
        `${node}/alarms/deactivate`,
        { ...alarm, activated: false, deactivate_at: at + 5_000, duration: 5_000 },
      ],
    ],
  );
});

test('nothing is published while nobody subscribes to it, and nobody is told that it was dropped', async () => {
  const { broker, join, clock, record } = start();
  const drops = record('message.dropped');
  const before = broker.metrics['messages.publish'];
  drops.length = 0;
  const peer = await join('c');
  await peer.subscribe('#');
  await clock.advance(120_000);
  assert.equal(broker.metrics['messages.publish'], before);
  await peer.subscribe(`${node}/uptime`);
  await clock.advance(60_000);
  await endOfTurn();
  assert.deepEqual([...received(peer).keys()], [`${node}/uptime`]);
  assert.deepEqual(drops, []);
});

test('a client id that cannot stand in a topic name breaks nothing', async () => {
  const { join } = start();
  const watcher = await join('watcher');
  await watcher.subscribe(`${node}/clients/#`);
  received(watcher);
  for (const clientId of ['a/+', '#', 'x'.repeat(1000), 'a/'.repeat(100)])
    (await join(clientId.slice(0, 256))).cut();
  await endOfTurn();
  for (const topic of received(watcher).keys()) assert.doesNotMatch(topic, /[+#]/);
});

test('it stops', async () => {
  const { topics, join, clock } = start();
  const watcher = await join('watcher');
  await watcher.subscribe(`${node}/#`);
  received(watcher);
  topics.stop();
  (await join('c')).cut();
  await clock.advance(600_000);
  await endOfTurn();
  assert.deepEqual([...received(watcher)], []);
});
