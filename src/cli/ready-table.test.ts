import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configSchema } from '../config/config.ts';
import type { ReadyReport } from '../ready-report.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { readyTable } from './ready-table.ts';

const report: ReadyReport = {
  event: 'ready',
  listeners: { tcp: { host: '0.0.0.0', port: 1883 }, ws: { host: '::1', port: 8083, path: '/mqtt' } },
  dashboard: { host: '127.0.0.1', port: 18_083 },
  authentication: { enabled: false, open_listeners: [] },
  node: 'tocsin@127.0.0.1',
  pid: 1,
  version: '1.0.0',
  setup_url: 'http://localhost:18083/setup?token=ABC',
};

test('the table says where everything listens, how to begin and how to stop', () => {
  assert.equal(
    readyTable(report, configSchema.parse({}), commandLineTexts.en, 412, true),
    `
  Tocsin 1.0.0 · tocsin@127.0.0.1 · data ./data (new)

  MQTT       mqtt://localhost:1883  (on every address of this machine)
  WebSocket  ws://[::1]:8083/mqtt
  Dashboard  http://127.0.0.1:18083
  Set up     http://localhost:18083/setup?token=ABC (works once: make the first administrator here)

  Anonymous MQTT: from this machine only (access.allow_anonymous=loopback)
  Ready in 0.4 s · Ctrl-C to stop · help: tocsin --help

`,
  );
});

test('where clients have to authenticate, it says so and names the listeners that do not ask', () => {
  const foot = (...open_listeners: string[]) =>
    readyTable(
      { ...report, authentication: { enabled: true, open_listeners } },
      configSchema.parse({}),
      commandLineTexts.en,
      0,
      false,
    );
  assert.match(foot(), /\n {2}MQTT clients have to authenticate\n/);
  assert.match(foot('tcp:a', 'ws:b'), /authenticate, but not at tcp:a, ws:b \(/);
  assert.doesNotMatch(foot(), /Anonymous/);
});

test('in Chinese the columns stay aligned, and what is switched off is not shown', () => {
  const config = configSchema.parse({ access: { allow_anonymous: false } });
  const table = readyTable(
    { ...report, listeners: {}, setup_url: 'http://x/setup' },
    config,
    commandLineTexts.zh,
    1000,
    false,
  );
  assert.match(table, /\n {2}控制台 {4}http:\/\/127\.0\.0\.1:18083\n {2}初始设置 {2}http:\/\/x\/setup/);
  assert.match(table, / · 数据 \.\/data\n/);
  assert.match(table, /匿名 MQTT：拒绝/);
  assert.ok(!table.includes('mqtt://'));
});
