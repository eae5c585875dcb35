import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMonitors } from '../../../test/support/monitor-scenario.ts';
import { WindowedSum } from './gauges/windowed-sum.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

test('every monitor of the issue is there, is on, and shows its figure', async (t) => {
  const { monitors, clock } = startMonitors(t);
  await clock.advance(SECOND);
  const names = monitors.list().map(({ name }) => name);
  for (const name of [
    'connections_high',
    'traffic_high',
    'certificate_expiry',
    'authentication_failures',
    'authorization_failures',
    'protocol_errors',
    'messages_dropped',
    'tps_high',
    'peer_down',
    'connector_down',
    'cpu_high',
    'memory_high',
    'event_loop_delay',
    'disk_low',
    'outbox_backlog',
    'journal_behind',
    'clock_step',
    'alerting_failed',
  ] as const)
    assert.ok(names.includes(name), name);
  for (const { name, enable, state, title, advice } of monitors.list()) {
    assert.deepEqual([enable, state], [true, 'ok'], name);
    assert.ok(title.en && title.zh && advice.en && advice.zh, name);
  }
  const { threshold, clear_threshold, value, of, severity } = monitors.get('connections_high');
  assert.deepEqual([threshold, clear_threshold, value, of, severity], ['80%', '70%', 0, 1000, 'warning']);
});

test('a monitor that cannot read its figure keeps no other from looking', async (t) => {
  const { figures, clock, told, monitors } = startMonitors(t);
  figures.certificates = () => {
    throw new Error('no certificates today');
  };
  monitors.update('connections_high', { threshold: 1, window: '0s' });
  await clock.advance(20 * SECOND);
  figures.clients.count = 1;
  await clock.advance(2 * SECOND);
  assert.deepEqual(told(), ['raise connections_high']);
});

test('too many connections are raised after the window, and over after it, not at each client that comes and goes', async (t) => {
  const { figures, clock, told, open } = startMonitors(t);
  figures.clients.count = 800;
  await clock.advance(9 * SECOND);
  assert.deepEqual(told(), []);
  await clock.advance(2 * SECOND);
  assert.deepEqual(told(), ['raise connections_high']);
  assert.deepEqual(open(), ['connections_high n1: Too many connections: 800 of 1,000 (80%)']);
  for (const count of [790, 810, 750, 900, 701, 800]) {
    figures.clients.count = count;
    await clock.advance(15 * SECOND);
  }
  assert.deepEqual(told(), [], 'between the thresholds nothing changes');
  figures.clients.count = 700;
  await clock.advance(8 * SECOND);
  figures.clients.count = 720;
  await clock.advance(2 * SECOND);
  figures.clients.count = 700;
  await clock.advance(8 * SECOND);
  assert.deepEqual(told(), [], 'it has to stay there');
  await clock.advance(4 * SECOND);
  assert.deepEqual([told(), open()], [['clear connections_high'], []]);
});

test('without a maximum a share cannot be reached, and a number can', async (t) => {
  const { figures, clock, told, monitors } = startMonitors(t);
  figures.clients = { count: 50_000, maximum: Number.POSITIVE_INFINITY };
  await clock.advance(MINUTE);
  assert.deepEqual([told(), monitors.get('connections_high').of], [[], null]);
  monitors.update('connections_high', { threshold: 50_000, window: '0s' });
  assert.deepEqual(told(), ['raise connections_high']);
  figures.clients = { count: 1, maximum: 0 };
  monitors.update('connections_high', { threshold: '1%' });
  await clock.advance(MINUTE);
  assert.deepEqual(told(), ['clear connections_high']);
});

test('failed logins are counted over the window, with the addresses they came from', async (t) => {
  const { figures, clock, told, open } = startMonitors(t);
  await clock.advance(SECOND);
  for (let n = 0; n < 230; n++) {
    figures.counts.failedLogins++;
    figures.happen('failed_login', `10.0.0.${n % 3}`);
  }
  await clock.advance(SECOND);
  assert.deepEqual(told(), ['raise authentication_failures']);
  assert.deepEqual(open(), [
    'authentication_failures n1: 230 failed logins in 5 min (3 addresses, mostly 10.0.0.0)',
  ]);
  await clock.advance(4 * MINUTE);
  assert.deepEqual(told(), []);
  await clock.advance(MINUTE + 5 * SECOND);
  assert.deepEqual([told(), open()], [['clear authentication_failures'], []]);
});

test('a flood is heard in part only, and counted as a whole', async (t) => {
  const { figures, clock, monitors } = startMonitors(t);
  figures.counts.dropped.queue_full = 0;
  await clock.advance(SECOND);
  let heard = 0;
  for (let n = 0; n < 10_000; n++) {
    figures.counts.dropped.queue_full = n + 1;
    heard += figures.happen('drop', 'app-7', 'queue_full');
  }
  assert.equal(heard, 500);
  await clock.advance(SECOND);
  const { value, watched } = monitors.get('messages_dropped');
  assert.equal(value, 10_000);
  assert.equal(watched[0]?.message?.zh, '消息丢弃升高：queue_full 1 分钟内 10,000 条，主要客户端 app-7');
});

test('a counter that begins anew is not taken for a negative growth', async (t) => {
  const { figures, clock, monitors } = startMonitors(t);
  figures.counts.denials = 1_000_000;
  await clock.advance(2 * SECOND);
  assert.equal(monitors.get('authorization_failures').value, 1_000_000);
  figures.counts.denials = 3;
  await clock.advance(2 * SECOND);
  assert.equal(monitors.get('authorization_failures').value, 1_000_003);
  await clock.advance(6 * MINUTE);
  assert.equal(monitors.get('authorization_failures').value, 0);
});

test('traffic is the total of a window that slides', async (t) => {
  const { figures, clock, told, open, monitors } = startMonitors(t);
  assert.equal(monitors.get('traffic_high').window, '24h');
  monitors.update('traffic_high', { threshold: '24KB', clear_threshold: '12KB', window: '4m' });
  for (let n = 0; n < 24; n++) {
    figures.counts.bytes += 1024;
    await clock.advance(10 * SECOND);
  }
  assert.deepEqual(told(), ['raise traffic_high']);
  assert.deepEqual(open(), ['traffic_high n1: Too much traffic in the last 4 min: 24 KB']);
  await clock.advance(100 * SECOND);
  assert.deepEqual(told(), []);
  await clock.advance(30 * SECOND);
  assert.deepEqual(told(), ['clear traffic_high']);
});

test('a window of a day takes as little memory as one of a minute', () => {
  const sum = new WindowedSum(DAY);
  let now = 0;
  for (let n = 0; n <= 2 * 86_400; n++) {
    assert.ok(sum.read(n, now) <= 86_400);
    now += SECOND;
  }
  assert.ok(sum.parts().length <= 121);
  const total = sum.read(2 * 86_400, now);
  assert.ok(total > 85_000, `${total} in a day`);
  sum.window = MINUTE;
  assert.ok(sum.read(2 * 86_400, now) <= 720, 'what is left of a part that began within the minute');
});

test('messages per second are a mean over the window', async (t) => {
  const { figures, clock, told, monitors } = startMonitors(t);
  monitors.update('tps_high', { threshold: 100, clear_threshold: 50, window: '10s' });
  await clock.advance(SECOND);
  figures.counts.messages += 999;
  await clock.advance(SECOND);
  assert.deepEqual(told(), []);
  figures.counts.messages += 1;
  await clock.advance(SECOND);
  assert.deepEqual([told(), monitors.get('tps_high').value], [['raise tps_high'], 100]);
});

test('each certificate has an alert of its own, which its renewal ends', async (t) => {
  const { figures, clock, told, open, monitors } = startMonitors(t);
  const certificate = (name: string, days: number) => ({
    listener: 'ssl:default',
    name,
    fingerprint: `${name}:${days}`,
    notAfter: clock.now() + days * DAY + MINUTE,
  });
  figures.certificateList = [
    certificate('a.example', 6),
    certificate('b.example', 200),
    certificate('c', -1),
  ];
  await clock.advance(30 * SECOND);
  assert.deepEqual(told(), [
    'raise certificate_expiry/ssl:default/a.example:6',
    'raise certificate_expiry/ssl:default/c:-1',
  ]);
  assert.deepEqual(
    open().map((text) => text.split(': ')[1]),
    ['Certificate a.example expires in 6 days', 'Certificate c has expired'],
  );
  assert.equal(monitors.get('certificate_expiry').value, 2);
  figures.certificateList = [certificate('a.example', 90), certificate('c', -1)];
  await clock.advance(30 * SECOND);
  assert.deepEqual(told(), ['clear certificate_expiry/ssl:default/a.example:6']);
});

test('a connector is down when it has been so for a while, and up when it stays up', async (t) => {
  const { figures, clock, told, open, brokerAlarms } = startMonitors(t);
  const up = { id: 'kafka_producer:k', isUp: true, reason: undefined };
  const down = { ...up, isUp: false, reason: 'connection refused by 10.0.0.1:9092' };
  for (let n = 0; n < 20; n++) {
    figures.connectorList = [down];
    await clock.advance(20 * SECOND);
    figures.connectorList = [up];
    await clock.advance(5 * SECOND);
  }
  assert.deepEqual(told(), [], 'short drops are nothing');
  figures.connectorList = [down];
  await clock.advance(31 * SECOND);
  assert.deepEqual(told(), ['raise connector:kafka_producer:k']);
  assert.deepEqual(open(), [
    'connector_down kafka_producer:k: Connector kafka_producer:k is down: connection refused by 10.0.0.1:9092 (7 queued)',
  ]);
  const [alarm] = brokerAlarms.active();
  assert.equal(alarm?.message, 'resource down: connection refused by 10.0.0.1:9092');
  assert.deepEqual(
    [alarm?.details.resource_id, alarm?.details.reason],
    ['kafka_producer:k', 'resource_down'],
  );
  figures.connectorList = [up];
  await clock.advance(5 * SECOND);
  figures.connectorList = [down];
  await clock.advance(2 * SECOND);
  assert.deepEqual(told(), []);
  figures.connectorList = [up];
  await clock.advance(12 * SECOND);
  assert.deepEqual([told(), open()], [['clear connector:kafka_producer:k'], []]);
});

test('a connector that is deleted while it is down has no alert any more', async (t) => {
  const { figures, clock, told } = startMonitors(t);
  figures.connectorList = [{ id: 'http:a', isUp: false, reason: 'gone' }];
  await clock.advance(31 * SECOND);
  figures.connectorList = [];
  await clock.advance(11 * SECOND);
  assert.deepEqual(told(), ['raise connector:http:a', 'clear connector:http:a']);
});

test('little room on the disk is a share or a size', async (t) => {
  const { figures, clock, told, monitors, open } = startMonitors(t);
  figures.room = { free: 99, total: 1000 };
  await clock.advance(20 * SECOND);
  assert.deepEqual(told(), ['raise disk_low']);
  assert.match(open()[0] ?? '', /99 B free \(9\.9%\)/);
  monitors.update('disk_low', { threshold: 50 });
  assert.deepEqual(told(), [], 'a bare number is percent: 9.9 is less than 50');
  monitors.update('disk_low', { threshold: '90B' });
  assert.deepEqual(told(), [], '99 is more than 90, and less than the 135 from which it is over');
  monitors.update('disk_low', { threshold: '60B' });
  assert.deepEqual(told(), ['clear disk_low']);
});

test('a clock that is set is told, ahead and back, and is over after the window', async (t) => {
  const { figures, clock, told, open } = startMonitors(t);
  await clock.advance(3 * SECOND);
  figures.stepped -= 37 * SECOND;
  await clock.advance(SECOND);
  assert.deepEqual(told(), ['raise clock_step']);
  assert.deepEqual(open(), ['clock_step n1: The clock of the machine was moved by 37 s back']);
  await clock.advance(9 * MINUTE);
  assert.deepEqual(told(), []);
  await clock.advance(2 * MINUTE);
  assert.deepEqual(told(), ['clear clock_step']);
});

test('CPU, memory, the delay of the loop, the outbox and the journal are levels with EMQX names where it has them', async (t) => {
  const { figures, clock, told } = startMonitors(t);
  figures.use = { machine: 85.1, process: 40 };
  figures.memoryUse = { machine: 20, process: 91 };
  figures.delay = 300;
  figures.queue = { count: 1000, top: 'http:a' };
  figures.backlog = { waiting: 9000, lost: 0 };
  await clock.advance(2 * MINUTE);
  assert.deepEqual(told().sort(), [
    'raise event_loop_delay',
    'raise high_cpu_usage',
    'raise high_system_memory_usage',
    'raise outbox_backlog',
  ]);
  figures.backlog.lost = 2000;
  await clock.advance(20 * SECOND);
  assert.deepEqual(told(), ['raise journal_behind']);
  figures.use = { machine: 70, process: 40 };
  figures.memoryUse = { machine: 20, process: 80 };
  figures.delay = 100;
  figures.queue = { count: 500, top: 'http:a' };
  await clock.advance(5 * MINUTE);
  assert.deepEqual(told(), [], 'all of them are between their thresholds');
});

test('alarms of the broker itself are one alert for each kind, however many there are', async (t) => {
  const { brokerAlarms, clock, open, news, told } = startMonitors(t);
  for (let n = 0; n < 3000; n++) brokerAlarms.activate(`conn_congestion/dev-${n}/u`, {}, `dev-${n} is slow`);
  await clock.advance(5 * SECOND);
  assert.deepEqual(open(), []);
  await clock.advance(7 * SECOND);
  assert.deepEqual(open(), [
    'broker_alarm conn_congestion: 3,000 alarms conn_congestion, the first: dev-0 is slow',
  ]);
  assert.equal(news[0]?.alert.severity, 'info');
  assert.ok(
    told().every((text) => text.startsWith('raise conn_congestion/')),
    'and no alarm of its own',
  );
  for (let n = 0; n < 3000; n++) brokerAlarms.deactivate(`conn_congestion/dev-${n}/u`);
  await clock.advance(12 * SECOND);
  assert.deepEqual(open(), []);
});
