import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { baseListenersOf } from '../config/base-listeners.ts';
import { ConfigError } from './config-problem.ts';
import { type ConfigSources, loadConfig } from './load-config.ts';
import { startConfig } from './start-config.ts';

function directoryFor(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

const none: ConfigSources = { environment: {}, assignments: [] };

function remembered(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('config-'));
}

/** What it would be without a memory. */
function checked(sources: ConfigSources) {
  const config = loadConfig(sources);
  return { config, listeners: baseListenersOf(config) };
}

test('what was checked once is the same the second time, other ports and paths included', async (t) => {
  const directory = directoryFor(t);
  const words = ['mqtt.max_inflight=7', 'mqtt.max_packet_size=2MB', 'listeners.ws.enable=false'];
  const starts: ConfigSources[] = [1, 65_535, 0].map((port) => ({
    environment: { TOCSIN__LISTENERS__TCP__HOST: '::1', HOME: `/home/${port}` },
    assignments: [
      ...words,
      `listeners.tcp.port=${port}`,
      `dashboard.port=${port}`,
      `api_key.bootstrap_file=/run/keys-${port}`,
    ],
    dataDirectory: `/data/${port}`,
  }));
  for (const sources of starts) {
    assert.deepEqual(await startConfig(sources, directory), checked(sources));
    assert.equal(remembered(directory).length, 1);
  }
});

test('other words are checked by themselves, and what is refused is refused again', async (t) => {
  const directory = directoryFor(t);
  await startConfig(none, directory);
  const other = { ...none, assignments: ['mqtt.max_inflight=8'] };
  assert.deepEqual(await startConfig(other, directory), checked(other));
  const ports = { ...none, assignments: ['listeners.tcp.port=8'] };
  assert.deepEqual(await startConfig(ports, directory), checked(ports), 'a port that was not set before');
  for (const assignment of ['listeners.tcp.port=65536', 'listeners.tcp.port=08x', 'mqtt.max_inflight=no']) {
    const wrong = { ...none, assignments: [assignment] };
    for (const _ of [1, 2]) await assert.rejects(startConfig(wrong, directory), ConfigError);
  }
  await assert.rejects(
    startConfig({ ...none, file: join(directory, 'missing.yaml') }, directory),
    ConfigError,
  );
  assert.equal(remembered(directory).length, 3);
});

test('a file is known by what it says', async (t) => {
  const directory = directoryFor(t);
  const file = join(directory, 'tocsin.yaml');
  for (const text of ['mqtt: {max_inflight: 3}', 'mqtt: {max_inflight: 4}']) {
    writeFileSync(file, text);
    utimesSync(file, 0, 0);
    for (const _ of [1, 2]) {
      assert.deepEqual(await startConfig({ ...none, file }, directory), checked({ ...none, file }));
    }
  }
  assert.equal(remembered(directory).length, 2);
});

const secrets: ReadonlyArray<[what: string, sources: ConfigSources]> = [
  ['a password', { ...none, assignments: ['dashboard.bootstrap_password=hunter2-hunter2'] }],
  [
    'a password of the environment',
    { ...none, environment: { TOCSIN__DASHBOARD__BOOTSTRAP_PASSWORD: 'hunter2-hunter2' } },
  ],
  [
    'an authenticator',
    {
      ...none,
      assignments: [
        'authentication=[{"mechanism":"jwt","use_jwks":false,"algorithm":"hmac-based","secret":"hunter2-hunter2"}]',
      ],
    },
  ],
];
for (const [what, sources] of secrets) {
  test(`a configuration with ${what} is not remembered`, async (t) => {
    const directory = directoryFor(t);
    await startConfig(sources, directory);
    assert.deepEqual(remembered(directory), []);
  });
}

test('a memory that cannot be read or written costs time and nothing else', async (t) => {
  const directory = directoryFor(t);
  await startConfig(none, directory);
  const [name = ''] = remembered(directory);
  writeFileSync(join(directory, name), 'half of it');
  assert.deepEqual(await startConfig(none, directory), checked(none));
  assert.notEqual(readFileSync(join(directory, name), 'utf8'), 'half of it', 'it was written again');
  const nowhere = join(directory, name, 'below-a-file');
  assert.deepEqual(await startConfig(none, nowhere), checked(none));
  assert.deepEqual(await startConfig(none, undefined), checked(none));
});

test('no more is remembered than somebody switches between', async (t) => {
  const directory = directoryFor(t);
  for (let i = 1; i <= 25; i++) {
    await startConfig({ ...none, assignments: [`mqtt.max_inflight=${i}`] }, directory);
  }
  assert.equal(remembered(directory).length, 20);
});
