import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { denyAddresses } from '../../lib/address-rules.ts';
import type { DeliveryError } from '../delivery-error.ts';
import { readSettings, readStored } from './connector-settings.ts';

async function openReceiver(t: TestContext): Promise<HttpReceiver> {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  return receiver;
}

function setVariable(t: TestContext, value: string): string {
  const name = 'REFERENCE_OF_A_TEST';
  process.env[name] = value;
  t.after(() => delete process.env[name]);
  return name;
}

function temporaryFile(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-reference-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return join(directory, 'token');
}

test('references are read when a connector is opened, and shown and stored as they were written', async (t) => {
  const { connectors, actions, run, untilSettled, store } = startDelivery(t);
  const receiver = await openReceiver(t);
  const file = temporaryFile(t);
  writeFileSync(file, 'token-of-file\n');
  const name = setVariable(t, `http://127.0.0.1:${receiver.port}`);
  const headers = { Authorization: `Bearer \${file:${file}}`, 'X-Row': '${id}' };
  const view = await connectors.create({ type: 'http', name: 'a', url: `\${env:${name}}/base`, headers });
  assert.deepEqual([view.status, view.url, view.headers], ['connected', `\${env:${name}}/base`, headers]);
  actions.create({ type: 'http', name: 'a', connector: 'a', parameters: { path: '/x', headers: {} } });
  run('http:a', 'c1');
  await untilSettled(1);
  const [request] = receiver.requests;
  assert.equal(request?.url, '/base/x');
  assert.equal(request?.headers.authorization, 'Bearer token-of-file');
  assert.equal(request?.headers['x-row'], 'c1');
  const stored = store.prepare("SELECT body FROM definitions WHERE kind = 'connector'").get();
  assert.match(String(stored?.body), /\$\{env:REFERENCE_OF_A_TEST\}/);
});

test('a reference that cannot be read disconnects the connector and says what to do; when it can, it connects', async (t) => {
  const { connectors, clock } = startDelivery(t);
  const receiver = await openReceiver(t);
  const file = temporaryFile(t);
  const url = `http://127.0.0.1:${receiver.port}`;
  const view = await connectors.create({
    type: 'http',
    name: 'a',
    url,
    headers: { 'X-Token': `\${file:${file}}` },
  });
  assert.equal(view.status, 'disconnected');
  assert.match(view.status_reason ?? '', /^\$\{file:.*token\} cannot be read \(ENOENT\): check the path/);
  writeFileSync(file, 'there');
  await clock.advance(2000);
  while (connectors.get('http:a').status !== 'connected')
    await new Promise((resolve) => setImmediate(resolve));
});

test('what a reference stands for is checked as if it stood there', async (t) => {
  const { connectors } = startDelivery(t);
  const name = setVariable(t, 'http://169.254.169.254/');
  await assert.rejects(
    connectors.create({ type: 'http', name: 'a', url: `\${env:${name}}` }),
    (error: DeliveryError) => error.code === 'BAD_REQUEST' && /"path":"url".*metadata/.test(error.message),
  );
});

test('a stored connector stays when its reference stands for something that cannot be used any more', (t) => {
  const kind = connectorKinds.get('http');
  assert.ok(kind);
  const name = setVariable(t, 'no URL');
  const { written, missing } = readStored(kind, { url: `\${env:${name}}` });
  assert.equal(written.url, `\${env:${name}}`);
  assert.match(missing ?? '', /^url: write the URL as/);
});

test('the settings and the key of the broker itself cannot be referred to', () => {
  const kind = connectorKinds.get('http');
  assert.ok(kind);
  for (const reference of ['${env:TOCSIN_SECRET_KEY}', '${file:/data/secret.key}']) {
    const { missing } = readSettings(kind, { url: 'http://h', headers: { 'X-Token': reference } });
    assert.match(missing ?? '', /of the broker itself/);
  }
});

/** The least that each kind must be given, a reference wherever a text stands. */
const LEAST: Readonly<Record<string, Record<string, unknown>>> = {
  dingtalk: { url: '${env:MISSING}', secret: '${env:MISSING}' },
  discord: { url: '${env:MISSING}' },
  feishu: { url: '${env:MISSING}', secret: '${env:MISSING}' },
  http: { url: '${env:MISSING}', proxy: '${env:MISSING}' },
  mysql: {
    server: '${env:MISSING}',
    username: '${env:MISSING}',
    password: '${env:MISSING}',
    database: '${env:MISSING}',
  },
  pagerduty: { routing_key: '${env:MISSING}' },
  pgsql: {
    server: '${env:MISSING}',
    username: '${env:MISSING}',
    password: '${env:MISSING}',
    database: '${env:MISSING}',
  },
  slack: { url: '${env:MISSING}' },
  teams: { url: '${env:MISSING}' },
  webhook: { url: '${env:MISSING}', secret: '${env:MISSING}' },
  wecom: { url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${env:MISSING}' },
};
for (const [type, settings] of Object.entries(LEAST)) {
  const kind = connectorKinds.get(type);
  if (!kind) continue;
  test(`a connector ${type} whose references cannot be read can be kept and is not opened`, () => {
    const { written, missing } = readSettings(kind, settings);
    for (const [name, value] of Object.entries(settings)) assert.equal(written[name], value);
    assert.match(missing ?? '', /\$\{env:MISSING\} is not set in the environment/);
    assert.ok(
      kind.destinations === undefined || kind.destinations(readSettings(kind, settings).used).length > 0,
    );
  });
}

test('a stored connector whose address is denied now stays, and says why it does nothing', (t) => {
  const kind = connectorKinds.get('http');
  assert.ok(kind);
  t.after(() => denyAddresses([]));
  denyAddresses(['10.0.0.0/8']);
  const { used, missing } = readStored(kind, { url: 'http://10.0.0.1' });
  assert.equal(used.url, 'http://10.0.0.1');
  assert.match(missing ?? '', /^url: requests to 10\.0\.0\.1, on the list delivery\.denied_addresses/);
});
