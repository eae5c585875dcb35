import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';
import { HttpReceiver } from '../support/http-receiver.ts';
import { ScramClient } from '../support/scram-client.ts';
import { needsOpenssl, TestAuthority } from '../support/test-certificates.ts';

/** Far from the packages of this repository: what the program needs must be in its own files. */
const built = temporaryDirectory();
const main = join(built, 'main.js');
const manifestOfFastify = join(import.meta.dirname, '../../node_modules/fastify/package.json');

before(() => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/bundle.ts'), built]);
});

async function start(t: TestContext, assignments: readonly string[] = [], directory = temporaryDirectory()) {
  const broker = await startBrokerProcess(directory, assignments, main);
  t.after(() => broker.kill());
  return broker;
}

async function connect(t: TestContext, broker: BrokerProcess, options: IClientOptions): Promise<MqttClient> {
  const { port = 0 } = broker.ready.listeners.tcp ?? {};
  const client = await mqtt.connectAsync({ host: '127.0.0.1', port, reconnectPeriod: 0, ...options });
  t.after(() => client.endAsync(true));
  return client;
}

test('the built program says its version and refuses what is wrong, and brings the licences of what it contains', () => {
  const { version } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  assert.equal(execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' }), `${version}\n`);
  assert.throws(
    () => execFileSync(process.execPath, [main, 'start', '--set', 'log.level=loud'], { stdio: 'pipe' }),
    /log\.level must be one of/,
  );
  const licences = readFileSync(join(built, 'THIRD-PARTY-LICENSES'), 'utf8');
  for (const name of ['bcryptjs', 'commander', 'fastify', 'jose', 'undici', 'ws', 'yaml', 'zod']) {
    assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
  assert.ok(!licences.includes('typescript'), 'tools are not in it');
});

test('the built program brings a bill of materials: each package that is in its files, with a checksum', () => {
  const { bomFormat, metadata, components } = JSON.parse(readFileSync(join(built, 'sbom.cdx.json'), 'utf8'));
  assert.equal(bomFormat, 'CycloneDX');
  assert.equal(metadata.component.name, 'tocsin');
  const licences = readFileSync(join(built, 'THIRD-PARTY-LICENSES'), 'utf8');
  const licensed = [...licences.matchAll(/^(\S+) (\d+\.\S+) \([^)]+\)$/gm)].map(
    ([, name, version]) => `${name}@${version}`,
  );
  const listed = components.map((component: { 'bom-ref': string }) => component['bom-ref']);
  assert.ok(listed.includes(`fastify@${JSON.parse(readFileSync(manifestOfFastify, 'utf8')).version}`));
  assert.deepEqual(listed.toSorted(), [...new Set(licensed)].toSorted());
  for (const { purl, hashes } of components) assert.equal(hashes?.[0]?.alg, 'SHA-512', purl);
});

test('the built program needs no package beside it', () => {
  const needed = readdirSync(built)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [
      ...readFileSync(join(built, name), 'utf8').matchAll(/^(?:let|const) .*\brequire\("([^"]+)"\);$/gm),
    ])
    .map(([, specifier = '']) => specifier.replace('node:', ''));
  assert.ok(needed.includes('net'));
  const packages = needed.filter(
    (name) => !name.startsWith('./') && !builtinModules.includes(name) && name !== 'sqlite',
  );
  assert.deepEqual(packages, []);
});

test('in the built program a rule sends what a client publishes to a webhook, and a restart keeps the rule', async (t) => {
  const directory = temporaryDirectory();
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const first = await start(t, [], directory);
  const { api } = first;
  await api.must('POST', '/connectors', {
    type: 'http',
    name: 'hook',
    url: `http://127.0.0.1:${receiver.port}`,
  });
  const parameters = {
    path: '/',
    method: 'post',
    body: '${.}',
    headers: { 'content-type': 'application/json' },
  };
  await api.must('POST', '/actions', { type: 'http', name: 'tell', connector: 'hook', parameters });
  const sql = 'SELECT payload.t AS t, clientid FROM "rooms/#"';
  await api.must('POST', '/rules', { id: 'r1', sql, actions: ['http:tell'] });
  const client = await connect(t, first, { clientId: 'c1' });
  await client.publishAsync('rooms/1', '{"t":21}', { qos: 1 });
  await receiver.received(1);
  assert.equal(await first.stop(), 0);

  const second = await start(t, [], directory);
  const again = await connect(t, second, { clientId: 'c2' });
  await again.publishAsync('rooms/1', '{"t":22}', { qos: 1 });
  const requests = await receiver.received(2);
  assert.deepEqual(
    requests.map(({ body }) => JSON.parse(body)),
    [
      { t: 21, clientid: 'c1' },
      { t: 22, clientid: 'c2' },
    ],
  );
});

test('in the built program passwords hashed by bcrypt and SCRAM are checked', async (t) => {
  const broker = await start(t);
  await broker.api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
    password_hash_algorithm: { name: 'bcrypt', salt_rounds: 5 },
  });
  const users = '/authentication/password_based:built_in_database/users';
  await broker.api.must('POST', users, { user_id: 'ann', password: 'a-good-one' });
  await connect(t, broker, { clientId: 'c1', username: 'ann', password: 'a-good-one' });
  await assert.rejects(connect(t, broker, { clientId: 'c2', username: 'ann', password: 'a-bad-one' }));

  await broker.api.must('POST', '/authentication', { mechanism: 'scram', backend: 'built_in_database' });
  await broker.api.must('POST', '/authentication/scram:built_in_database/users', {
    user_id: 'bob',
    password: 'pencil',
  });
  const scram = new ScramClient('bob', 'pencil');
  const client = mqtt.connect({
    host: '127.0.0.1',
    port: broker.ready.listeners.tcp?.port ?? 0,
    reconnectPeriod: 0,
    protocolVersion: 5,
    clientId: 'c3',
    properties: { authenticationMethod: 'SCRAM-SHA-256', authenticationData: scram.first() },
  });
  t.after(() => client.endAsync(true));
  client.handleAuth = ({ properties }, answer) => {
    const authenticationData = scram.final(properties?.authenticationData);
    const next = { authenticationMethod: 'SCRAM-SHA-256', authenticationData };
    answer(undefined, { cmd: 'auth', reasonCode: 0x18, properties: next });
  };
  await new Promise((resolve, reject) => client.on('connect', resolve).on('error', reject));
});

test('the built program serves WebSockets, TLS and the description of its API', needsOpenssl, async (t) => {
  const authority = new TestAuthority(t);
  const ssl_options = authority.issue('server', { names: 'IP:127.0.0.1' });
  const listener = { type: 'ssl', name: 'more', bind: '127.0.0.1:0', ssl_options };
  const broker = await start(t, [`listeners.more=${JSON.stringify([listener])}`]);
  const { ws, more = [] } = broker.ready.listeners;
  const overWebSocket = await mqtt.connectAsync(`ws://127.0.0.1:${ws?.port}/mqtt`, { reconnectPeriod: 0 });
  t.after(() => overWebSocket.endAsync(true));
  const ca = readFileSync(authority.cacertfile);
  await connect(t, broker, { protocol: 'mqtts', clientId: 'tls', port: more[0]?.port ?? 0, ca });

  const description = await fetch(`http://127.0.0.1:${broker.ready.dashboard.port}/api-docs/swagger.json`);
  const { paths } = (await description.json()) as { paths: Record<string, unknown> };
  assert.ok(paths['/api/v5/rules'], Object.keys(paths).slice(0, 3).join());
});
