import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { ChannelMessage, ChannelView, Notice } from '../../delivery/door.ts';
import { silentLogger } from '../../lib/logger.ts';
import { Definitions } from '../../store/definitions.ts';
import { Store } from '../../store/store.ts';
import { AlertSettingsStore } from '../alert-settings-store.ts';
import { pipelineSettings } from '../pipeline-settings.ts';
import { Reports } from './reports.ts';

const figures = {
  online: 1284,
  known: 1300,
  offline: 6,
  undelivered: 0,
  opened: 9,
  resolved: 8,
  open: 1,
};

function channel(id: string, changes: Partial<ChannelView> = {}): ChannelView {
  return {
    id,
    type: id.split(':')[0] ?? '',
    language: 'zh',
    zone: 'Asia/Shanghai',
    enable: true,
    status: 'connected',
    reason: undefined,
    staysOpen: false,
    isProgram: false,
    perMinute: 20,
    ...changes,
  };
}

function open(t: TestContext, at: string) {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const clock = new FakeClock(Date.parse(at));
  const definitions = new Definitions(store, clock);
  const settings = new AlertSettingsStore(definitions);
  const channels = new Map(
    [channel('wecom:ops'), channel('slack:en', { language: 'en' })].map((one) => [one.id, one]),
  );
  const waiting = new Map<string, number>();
  const sent: Notice[] = [];
  const requests: string[] = [];
  const world = { answer: async (): Promise<void> => undefined, figures: async () => figures };
  const start = () => {
    const reports = new Reports({
      definitions,
      settings,
      clock,
      logger: silentLogger,
      channels: {
        find: (id) => channels.get(id),
        list: () => [...channels.values()],
        waiting: (id) => waiting.get(id) ?? 0,
        send: (notice) => String(sent.push(notice)),
      },
      request: (url, method) => {
        requests.push(`${method} ${url}`);
        return world.answer();
      },
      figures: () => world.figures(),
    });
    t.after(() => reports.stop());
    reports.start();
    return reports;
  };
  const put = (body: object) => settings.put(pipelineSettings.parse(body));
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 10_000) {
      await clock.advance(Math.min(10_000, milliseconds - passed));
    }
  };
  const titles = () => sent.map(({ channel: id, message }) => `${id} ${(message as ChannelMessage).title}`);
  return { start, put, pass, clock, channels, waiting, sent, requests, world, titles, definitions };
}

const MORNING = { at: '08:30', time_zone: 'Asia/Shanghai', notify: ['wecom:ops', 'slack:en'] };

test('the morning report goes out once a day, to each channel in its language', async (t) => {
  const { start, put, pass, titles, sent } = open(t, '2026-08-20T00:00:00Z');
  const reports = start();
  put({ morning_report: MORNING });
  await pass(29 * 60_000);
  assert.deepEqual(titles(), []);
  await pass(60 * 60_000);
  assert.deepEqual(titles(), [
    'wecom:ops 早报：在线 1,284 / 1,300，夜间离线 6，未送达告警 0',
    'slack:en Morning report: 1,284 of 1,300 online, 6 offline overnight, 0 undelivered',
  ]);
  const { fields } = (sent[0] as Notice).message as ChannelMessage;
  assert.deepEqual(fields, [
    { name: '夜间', value: '2026-08-19 20:30–2026-08-20 08:30 +08:00' },
    { name: '夜间告警', value: '9' },
    { name: '夜间已恢复', value: '8' },
    { name: '未恢复告警', value: '1' },
  ]);
  assert.deepEqual(reports.status().morningReport, { lastDay: '2026-08-20', reason: undefined });
  await pass(24 * 60 * 60_000);
  assert.equal(titles().length, 4);
});

test('a restart neither repeats the report nor loses it', async (t) => {
  const { start, put, pass, titles } = open(t, '2026-08-20T00:29:00Z');
  put({ morning_report: MORNING });
  const before = start();
  await pass(2 * 60_000);
  assert.equal(titles().length, 2);
  before.stop();
  const again = start();
  await pass(10 * 60_000);
  assert.equal(titles().length, 2);
  again.stop();
  await pass(24 * 60 * 60_000);
  start();
  await pass(60_000);
  assert.equal(titles().length, 4);
});

test('a time of today that is over already means tomorrow', async (t) => {
  const { start, put, pass, titles } = open(t, '2026-08-20T01:00:00Z');
  start();
  put({ morning_report: MORNING });
  await pass(60 * 60_000);
  assert.deepEqual(titles(), []);
  await pass(23 * 60 * 60_000);
  assert.equal(titles().length, 2);
});

test('a channel that is gone, or would open an incident, is told by the status', async (t) => {
  const { start, put, pass, titles, channels } = open(t, '2026-08-20T00:29:00Z');
  const reports = start();
  channels.set('pagerduty:p', channel('pagerduty:p', { staysOpen: true }));
  put({ morning_report: { ...MORNING, notify: ['wecom:none', 'pagerduty:p', 'wecom:ops'] } });
  await pass(2 * 60_000);
  assert.equal(titles().length, 1);
  assert.equal(
    reports.status().morningReport.reason,
    'there is no channel wecom:none; pagerduty:p would open an incident for it',
  );
});

test('figures that cannot be had are asked for again', async (t) => {
  const { start, put, pass, titles, world } = open(t, '2026-08-20T00:29:00Z');
  const reports = start();
  put({ morning_report: MORNING });
  world.figures = async () => Promise.reject(new Error('the journal is busy'));
  await pass(2 * 60_000);
  assert.equal(reports.status().morningReport.reason, 'the journal is busy');
  world.figures = async () => figures;
  await pass(60_000);
  assert.equal(titles().length, 2);
  assert.equal(reports.status().morningReport.reason, undefined);
});

test('the heartbeat goes out at once and then regularly, until it is taken away', async (t) => {
  const { start, put, pass, requests } = open(t, '2026-08-20T00:00:00Z');
  const reports = start();
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '30s' } });
  await pass(60_000);
  assert.deepEqual(requests, Array(3).fill('GET https://hc.example.com/a'));
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '30s', method: 'POST' } });
  assert.equal(requests.at(-1), 'POST https://hc.example.com/a');
  put({});
  await pass(120_000);
  assert.equal(requests.length, 4);
  assert.equal(reports.status().heartbeat.sent, 4);
});

test('a heartbeat that is refused is counted, and tried again in time', async (t) => {
  const { start, put, pass, world } = open(t, '2026-08-20T00:00:00Z');
  const reports = start();
  world.answer = async () => Promise.reject(new Error('hc.example.com answered HTTP 404'));
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '30s' } });
  await pass(30_000);
  const { failed, sent, lastSuccessAt, reason } = reports.status().heartbeat;
  assert.deepEqual(
    [failed, sent, lastSuccessAt, reason],
    [2, 0, undefined, 'hc.example.com answered HTTP 404'],
  );
  world.answer = async () => undefined;
  await pass(30_000);
  assert.equal(reports.status().heartbeat.reason, undefined);
  assert.equal(reports.status().heartbeat.lastSuccessAt, Date.parse('2026-08-20T00:01:00Z'));
});

test('a heartbeat whose answer does not come is not joined by others', async (t) => {
  const { start, put, pass, world, requests } = open(t, '2026-08-20T00:00:00Z');
  start();
  let release = (): void => undefined;
  world.answer = () => new Promise((resolve) => (release = resolve));
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '10s' } });
  await pass(60_000);
  assert.equal(requests.length, 1);
  release();
  await new Promise(setImmediate);
  await pass(10_000);
  assert.equal(requests.length, 2);
});

test('there is no heartbeat while no channel takes what waits', async (t) => {
  const { start, put, pass, requests, channels, waiting } = open(t, '2026-08-20T00:00:00Z');
  const reports = start();
  channels.set('wecom:ops', channel('wecom:ops', { status: 'disconnected', reason: 'refused' }));
  waiting.set('wecom:ops', 2);
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '30s' } });
  await pass(30_000);
  assert.equal(requests.length, 2, 'another channel takes messages');
  channels.set('slack:en', channel('slack:en', { status: 'disconnected' }));
  await pass(30_000);
  assert.equal(requests.length, 2);
  assert.deepEqual(reports.status().heartbeat.withheld, 1);
  assert.equal(reports.status().heartbeat.reason, 'no channel takes what waits: wecom:ops refused');
  waiting.clear();
  await pass(30_000);
  assert.equal(requests.length, 3);
});

test('there is no heartbeat while nothing can be stored', async (t) => {
  const { start, put, pass, requests, definitions } = open(t, '2026-08-20T00:00:00Z');
  const reports = start();
  put({ heartbeat: { url: 'https://hc.example.com/a', every: '30s' } });
  t.mock.method(definitions, 'put', () => {
    throw new Error('database or disk is full');
  });
  await pass(60_000);
  assert.equal(requests.length, 1);
  assert.equal(reports.status().heartbeat.reason, 'nothing can be stored: database or disk is full');
});
