import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { startBacktests } from '../../../test/support/backtest-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { aClient, aMessage } from '../../../test/support/rule-scenario.ts';
import type { Alert, AlertDraft } from '../../alerts/door.ts';

const OFFLINE = `SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'`;

/** Rules with real alerts, and a journal that records what they hear. */
function start(t: TestContext) {
  const clock = new FakeClock();
  const { alerts, presence, news, store, channels } = openTestAlerts(t, { clock });
  channels.add('wecom:ops');
  const scenario = startBacktests(t, { messages: ['#'] }, { clock, liveAlerts: alerts.rules });
  const { broker, engine } = scenario;
  alerts.start();
  let sequence = 0;
  const connect = (clientId: string): void => {
    presence.connected.set(clientId, ++sequence);
    const client = { ...aClient, clientId, connectedAt: clock.now() };
    broker.emit({ name: 'client.connected', at: clock.now(), client, sequence });
    engine.drain();
  };
  const disconnect = (clientId: string, reason: string): void => {
    if (reason !== 'takenover') presence.connected.delete(clientId);
    broker.emit({
      name: 'client.disconnected',
      at: clock.now(),
      client: { ...aClient, clientId, connectedAt: clock.now() },
      reason,
      closedBy: 'network',
      properties: {},
      disconnectedAt: clock.now(),
      sequence: ++sequence,
    });
    engine.drain();
  };
  const advance = async (milliseconds: number): Promise<void> => {
    // What happened has a turn of its own before the time goes on.
    await clock.advance(0);
    store.commit();
    await clock.advance(milliseconds);
    store.commit();
  };
  return { ...scenario, alerts, channels, news, connect, disconnect, advance };
}

function pick({ key, status, startsAt, openedAt, resolution, count, suppressed, severity, title }: Alert) {
  return { key, status, startsAt, openedAt, resolution, count, suppressed, severity, title };
}

test('a backtest says what the alerts did when the rule was live', async (t) => {
  const { clock, engine, broker, connect, disconnect, advance, backtest, alerts, news } = start(t);
  const drafts: Record<string, AlertDraft> = {
    offline: { title: `\${clientid} is offline`, for: '5s' },
    at_once: { for: '0s', resolve_on: 'client.connected' },
    quiet: { resolve_on: { after: '20s' } },
    many: { key: `\${reason}`, threshold: { count: 3, within: '30s' } },
  };
  const from = clock.now();
  for (const [id, alert] of Object.entries(drafts)) engine.create({ id, sql: OFFLINE, alert });
  engine.create({
    id: 'silent',
    sql: 'SELECT clientid FROM "t/#"',
    alert: { absence: { after: '10s', expected: ['pub-1', 'never'] } },
  });
  engine.create({
    id: 'hot',
    sql: 'SELECT topic, payload.temp AS temp FROM "t/+" WHERE payload.temp > 50',
    alert: { key: `\${topic}`, resolve_on: { sql: 'SELECT topic FROM "t/+" WHERE payload.temp < 40' } },
  });
  const publish = (topic: string, temp: number): void => {
    broker.accept(aMessage({ topic, payload: Buffer.from(JSON.stringify({ temp })) }));
    engine.drain();
  };
  connect('a');
  connect('b');
  await advance(1000);
  disconnect('a', 'tcp_closed');
  await advance(2000);
  connect('a');
  publish('t/1', 60);
  await advance(1000);
  disconnect('b', 'keepalive_timeout');
  connect('c');
  disconnect('c', 'takenover');
  await advance(3000);
  publish('t/1', 30);
  disconnect('a', 'tcp_closed');
  await advance(15_000);
  connect('b');
  for (let n = 0; n < 4; n++) {
    await advance(700);
    disconnect(`x${n}`, 'tcp_closed');
  }
  await advance(40_000);
  connect('x1');
  await advance(1);

  for (const id of [...Object.keys(drafts), 'silent', 'hot']) {
    const { alert } = await backtest({ rule_id: id, from });
    assert.ok(alert, id);
    const live = alerts.book.shortDrops({ kind: 'rule', id }).total;
    const liveAlerts = liveOf(news, id);
    assert.ok(liveAlerts.length > 0, id);
    assert.deepEqual(alert.alerts.map(pick), liveAlerts, id);
    assert.deepEqual([alert.opened, alert.suppressed], [liveAlerts.length, live], id);
  }
  assert.equal((await backtest({ rule_id: 'offline', from: '1h' })).alert?.suppressed, 1);
});

function liveOf(news: ReturnType<typeof start>['news'], rule: string) {
  const opened = new Map<string, Alert>();
  for (const { alert } of news) {
    const { source } = alert;
    if (source.kind !== 'rule' || source.id !== rule) continue;
    if (alert.openedAt !== undefined) opened.set(alert.id, alert);
  }
  return [...opened.values()].map(pick);
}

test('another grace period is tried without a change of the rule, and nothing of it is left', async (t) => {
  const { engine, connect, disconnect, advance, backtest, news, alerts } = start(t);
  engine.create({ id: 'offline', sql: OFFLINE, alert: { title: 'gone', for: '5s' } });
  for (let n = 0; n < 10; n++) {
    connect(`dev-${n}`);
    disconnect(`dev-${n}`, 'tcp_closed');
    await advance(n * 2000);
    connect(`dev-${n}`);
    await advance(1000);
  }
  const before = news.length;
  const opened = async (alert?: object | null) => {
    const report = await backtest({ rule_id: 'offline', from: '1h', ...(alert !== undefined && { alert }) });
    return report.alert && [report.alert.opened, report.alert.suppressed, report.alert.open];
  };
  assert.deepEqual(await opened(), [7, 3, 0]);
  assert.deepEqual(await opened({ for: '11s' }), [4, 6, 0]);
  assert.deepEqual(await opened({ for: '1m' }), [0, 10, 0]);
  assert.deepEqual(await opened({ resolve_on: { after: '10m' }, for: null }), [10, 0, 10]);
  assert.equal(await opened(null), undefined);
  assert.equal(news.length, before);
  assert.deepEqual([...alerts.book.unresolved()], []);
  assert.equal(engine.get('offline')?.alert?.for, '5s');
  await assert.rejects(opened({ for: 'long' }), /alert\.for: not a duration/);
  await assert.rejects(opened({ fro: '1s' }), /alert/);
});

test('what channels would have been told is counted by minute, against their limits', async (t) => {
  const { engine, connect, disconnect, advance, backtest } = start(t);
  const alert = { title: 'gone', for: '5s', group: { window: '10s' }, notify: ['ops'] };
  engine.create({ id: 'offline', sql: OFFLINE, alert });
  for (let n = 0; n < 300; n++) connect(`dev-${n}`);
  for (let n = 0; n < 300; n++) disconnect(`dev-${n}`, 'tcp_closed');
  await advance(8000);
  for (let n = 0; n < 300; n++) connect(`dev-${n}`);
  await advance(60_000);
  const report = await backtest({ rule_id: 'offline', from: '1h' });
  assert.deepEqual(report.alert?.channels, [
    {
      channel: 'wecom:ops',
      limit: 20,
      messages: 2,
      digests: 0,
      peak: 2,
      peakAt: report.alert?.channels[0]?.peakAt,
      throttledMinutes: 0,
      minutes: [{ from: Date.UTC(2026, 0, 1), messages: 2 }],
    },
  ]);
  assert.deepEqual([report.alert?.opened, report.alert?.open], [300, 0]);
  // Each by itself, so that the bot's limit is reached.
  const singly = await backtest({
    rule_id: 'offline',
    from: '1h',
    alert: { labels: { dev: `\${clientid}` }, group: { by: ['dev'], window: '0s' } },
  });
  const [channel] = singly.alert?.channels ?? [];
  assert.ok(channel && channel.peak <= 20 && channel.digests > 0, JSON.stringify(channel));
});

test('an alert that begins as an unstable one is among those of the backtest', async (t) => {
  const { clock, engine, connect, disconnect, advance, backtest, news } = start(t);
  const from = clock.now();
  const flapping = { changes: 3, within: '1m' };
  engine.create({ id: 'offline', sql: OFFLINE, alert: { title: 'gone', for: '5s', flapping } });
  for (let n = 0; n < 4; n++) {
    connect('dev-1');
    await advance(1000);
    disconnect('dev-1', 'tcp_closed');
    await advance(1000);
  }
  connect('dev-1');
  await advance(1000);
  const { alert } = await backtest({ rule_id: 'offline', from });
  const live = liveOf(news, 'offline');
  assert.equal(live.length, 1);
  assert.deepEqual(alert?.alerts.map(pick), live);
  assert.deepEqual([alert?.opened, alert?.flapping, alert?.open], [1, 1, 1]);
});

test('after an hour in which clients come and go, a backtest tells of the same alerts and the same messages', async (t) => {
  const { clock, engine, connect, disconnect, advance, backtest, channels, news } = start(t);
  const from = clock.now();
  const alert: AlertDraft = {
    title: `\${clientid} is gone`,
    // Never at the moment of an event, of which nobody knows whether it came first.
    for: '20500ms',
    group: { window: '30s' },
    flapping: { changes: 5, within: '5m' },
    repeat: '15m',
    notify: ['wecom:ops'],
  };
  engine.create({ id: 'offline', sql: OFFLINE, alert });
  let random = 42;
  const next = (below: number): number => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((random / 2 ** 31) * below);
  };
  for (let step = 0; step < 150; step++) {
    await advance(next(48) * 1000);
    const dev = `dev-${next(6)}`;
    if (next(3) === 0) disconnect(dev, next(4) === 0 ? 'normal' : 'tcp_closed');
    else if (next(2) === 0) {
      disconnect(dev, 'keepalive_timeout');
      await advance(next(40) * 1000);
      connect(dev);
    } else connect(dev);
  }
  await advance(60_000);
  const report = (await backtest({ rule_id: 'offline', from })).alert;
  const live = liveOf(news, 'offline');
  assert.ok(live.length > 10, `${live.length} alerts`);
  assert.deepEqual(report?.alerts.map(pick), live);
  const minutes = new Map<number, number>();
  for (const { at } of channels.sent) {
    const minute = Math.floor(at / 60_000) * 60_000;
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  assert.ok(channels.sent.length > 10, `${channels.sent.length} messages`);
  assert.deepEqual(
    report?.channels.map(({ channel, minutes: counted }) => [channel, counted]),
    [['wecom:ops', Array.from(minutes, ([minute, messages]) => ({ from: minute, messages }))]],
  );
});
