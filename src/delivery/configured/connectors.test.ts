import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { DeliveryError } from '../delivery-error.ts';

/** What the API would answer, of a refusal. */
async function refusal(run: () => unknown): Promise<[code: string, message: string]> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof DeliveryError, String(error));
    return [error.code, error.message];
  }
  return ['', 'not refused'];
}

test('a new connector is answered with its defaults, its status and without its secrets', async (t) => {
  const { connect, connectors } = startDelivery(t);
  const receiver = await connect(
    'web',
    {},
    { headers: { Authorization: 'Bearer x' }, connect_timeout: '3s' },
  );
  const { url, headers, connect_timeout, ...view } = connectors.get('http:web');
  assert.deepEqual([url, connect_timeout], [`http://127.0.0.1:${receiver.port}`, '3s']);
  assert.deepEqual(headers, { Authorization: '******' });
  assert.deepEqual(
    { ...view, ssl: undefined },
    {
      type: 'http',
      name: 'web',
      pool_type: 'random',
      pool_size: 8,
      enable_pipelining: 100,
      max_inactive: '10s',
      request_timeout: '15s',
      ssl: undefined,
      enable: true,
      description: '',
      tags: [],
      resource_opts: {
        health_check_interval: '15s',
        health_check_timeout: '60s',
        start_after_created: true,
        start_timeout: '5s',
      },
      status: 'connected',
      node_status: [{ node: 'tocsin@test', status: 'connected' }],
      actions: ['web'],
      sources: [],
    },
  );
});

test('a connector to where nobody listens is created all the same, and says why it is disconnected', async (t) => {
  const { connectors } = startDelivery(t);
  const view = await connectors.create({ type: 'http', name: 'web', url: 'http://127.0.0.1:1' });
  assert.deepEqual([view.status, view.status_reason], ['disconnected', 'connection refused by 127.0.0.1:1']);
  assert.deepEqual(view.node_status, [
    { node: 'tocsin@test', status: 'disconnected', status_reason: 'connection refused by 127.0.0.1:1' },
  ]);
});

const url = 'http://127.0.0.1:1';
const refused: [what: string, body: unknown, message: RegExp][] = [
  ['no object', 'text', /send a JSON object/],
  ['no type', { name: 'a', url }, /"path":"type","reason":"required_field"/],
  ['an unknown type', { type: 'htpp', name: 'a', url }, /"did_you_mean":"http"/],
  ['no name', { type: 'http', url }, /"path":"name","reason":"required_field"/],
  ['a bad name', { type: 'http', name: 'a b', url }, /"path":"name".*letters, digits/],
  ['a name that is too long', { type: 'http', name: 'a'.repeat(255), url }, /"path":"name"/],
  ['no URL', { type: 'http', name: 'a' }, /"path":"url","reason":"required_field"/],
  [
    'an unknown field',
    { type: 'http', name: 'a', url, pool_sise: 1 },
    /"unknown_fields","unknown":"pool_sise","did_you_mean":"pool_size"/,
  ],
  [
    'an unknown option',
    { type: 'http', name: 'a', url, resource_opts: { x: 1 } },
    /"path":"resource_opts".*"unknown":"x"/,
  ],
  [
    'a bad duration',
    { type: 'http', name: 'a', url, connect_timeout: 'x' },
    /"path":"connect_timeout".*not a duration/,
  ],
  ['a metadata address', { type: 'http', name: 'a', url: 'http://169.254.169.254' }, /"path":"url".*refused/],
];
for (const [what, body, message] of refused) {
  test(`a connector with ${what} is refused`, async (t) => {
    const { connectors } = startDelivery(t);
    const [code, text] = await refusal(() => connectors.create(body));
    assert.equal(code, 'BAD_REQUEST');
    assert.match(text, message);
  });
}

test('a name can be used once', async (t) => {
  const { connectors } = startDelivery(t);
  await connectors.create({ type: 'http', name: 'a', url });
  assert.equal(
    (await refusal(() => connectors.create({ type: 'http', name: 'a', url })))[0],
    'ALREADY_EXISTS',
  );
});

test('an unknown id is not found, one without a type is invalid', async (t) => {
  const { connectors } = startDelivery(t);
  assert.deepEqual(await refusal(() => connectors.get('http:x')), [
    'NOT_FOUND',
    'Connector not found: http:x',
  ]);
  assert.match((await refusal(() => connectors.delete('x')))[1], /^Invalid connector ID/);
});

test('an answer can be sent back as a PUT: secrets stay, what is only shown is ignored', async (t) => {
  const { connect, connectors, run, untilSettled } = startDelivery(t);
  const receiver = await connect('web', {}, { headers: { Authorization: 'Bearer x' } });
  const view = await connectors.update('http:web', { ...connectors.get('http:web'), description: 'changed' });
  assert.deepEqual(
    [view.description, view.status, view.headers],
    ['changed', 'connected', { Authorization: '******' }],
  );
  run('http:web', 'c1');
  await untilSettled(1);
  assert.equal(receiver.requests[0]?.headers.authorization, 'Bearer x');
});

test('a connector that an action uses is not deleted', async (t) => {
  const { connect, connectors, actions } = startDelivery(t);
  await connect('web');
  assert.match((await refusal(() => connectors.delete('http:web')))[1], /is used by web/);
  actions.delete('http:web');
  await connectors.delete('http:web');
  assert.deepEqual(connectors.list(), []);
});

test('a disabled connector is stopped, drops what comes meanwhile, and does not start before it is enabled', async (t) => {
  const { connect, connectors, actions, run, settled } = startDelivery(t);
  await connect('web');
  await connectors.setEnabled('http:web', false);
  assert.deepEqual([connectors.get('http:web').status, actions.status('http:web')], ['stopped', 'stopped']);
  run('http:web', 'c1');
  assert.deepEqual([settled[0]?.outcome, settled[0]?.reason], ['dropped', 'resource_stopped']);
  assert.deepEqual(await refusal(() => connectors.start('http:web')), [
    'BAD_REQUEST',
    'Forbidden operation, connector not enabled',
  ]);
  await connectors.setEnabled('http:web', true);
  assert.equal(connectors.get('http:web').status, 'connected');
});

test('what was queued before a connector was disabled is sent when it is enabled again', async (t) => {
  const { connect, connectors, run, settled, untilSettled } = startDelivery(t);
  const receiver = await connect('web', {}, { pool_size: 1 });
  receiver.answer = () => undefined;
  for (const id of ['c1', 'c2', 'c3']) run('http:web', id);
  await receiver.received(1);
  await connectors.setEnabled('http:web', false);
  await untilSettled(1);
  assert.equal(settled[0]?.outcome, 'unavailable');
  receiver.answer = (_request, response) => void response.end('ok');
  await connectors.setEnabled('http:web', true);
  await untilSettled(4);
  assert.deepEqual(
    settled.slice(1).map(({ outcome }) => outcome),
    ['delivered', 'delivered', 'delivered'],
  );
});

test('a request that is in flight while the settings are changed is not sent twice', async (t) => {
  const { connect, connectors, run, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  const held = Promise.withResolvers<() => void>();
  receiver.answer = (_request, response) => held.resolve(() => response.end('ok'));
  run('http:web', 'c1');
  const answer = await held.promise;
  await connectors.update('http:web', { url: `http://127.0.0.1:${receiver.port}`, description: 'changed' });
  answer();
  const [settled] = await untilSettled(1);
  assert.equal(settled?.outcome, 'delivered');
});

test('new settings do not wait longer than two seconds for requests that hang', async (t) => {
  const { connect, connectors, run, clock, untilSettled } = startDelivery(t);
  const receiver = await connect('web', {}, { pool_size: 1 });
  receiver.answer = () => undefined;
  run('http:web', 'c1');
  await receiver.received(1);
  await connectors.update('http:web', { url: `http://127.0.0.1:${receiver.port}`, pool_size: 1 });
  await clock.advance(2000);
  const [settled] = await untilSettled(1);
  assert.equal(settled?.outcome, 'unavailable');
});

test('starting tells when nobody is there', async (t) => {
  const { connectors } = startDelivery(t);
  await connectors.create({ type: 'http', name: 'a', url, resource_opts: { start_after_created: false } });
  assert.deepEqual(
    [connectors.get('http:a').status, connectors.get('http:a').status_reason],
    ['disconnected', 'not started yet'],
  );
  assert.match((await refusal(() => connectors.start('http:a')))[1], /not reachable: connection refused/);
});

test('a probe keeps nothing', async (t) => {
  const { connect, connectors } = startDelivery(t);
  const receiver = await connect('web');
  const reachable = `http://127.0.0.1:${receiver.port}`;
  await connectors.probe({ type: 'http', name: 'other', url: reachable });
  await connectors.probe({ ...connectors.get('http:web'), url: reachable });
  assert.deepEqual(await refusal(() => connectors.probe({ type: 'http', name: 'web', url })), [
    'TEST_FAILED',
    'connection refused by 127.0.0.1:1',
  ]);
  assert.equal((await refusal(() => connectors.probe({ type: 'http', name: 'web' })))[0], 'BAD_REQUEST');
  assert.equal(connectors.list().length, 1);
  assert.equal(receiver.requests.length, 0);
});

test('the health check notices when a receiver goes away and comes back', async (t) => {
  const { connect, connectors, clock } = startDelivery(t);
  const receiver = await connect('web');
  const becomes = async (status: string): Promise<void> => {
    while (connectors.get('http:web').status !== status)
      await new Promise((resolve) => setImmediate(resolve));
  };
  receiver.close();
  await clock.advance(15_000);
  await becomes('disconnected');
  await receiver.open();
  await clock.advance(2000);
  await becomes('connected');
});

test("another vendor's address is refused in English and Chinese", async (t) => {
  const { connectors } = startDelivery(t);
  const body = { type: 'wecom', name: 'a', url: 'https://oapi.dingtalk.com/robot/send?access_token=t' };
  await assert.rejects(connectors.create(body), {
    code: 'BAD_REQUEST',
    message:
      '{"kind":"validation_error","path":"url","reason":"this is a DingTalk address: choose the type dingtalk"}',
    details: {
      message_zh: '{"kind":"validation_error","path":"url","reason":"这是钉钉的地址：请选择类型 dingtalk"}',
    },
  });
});

test('a certificate that is not verified is a warning in every answer', async (t) => {
  const { connectors } = startDelivery(t);
  const settings = { type: 'http', name: 'a', url: 'https://127.0.0.1:1', ssl: { verify: 'verify_none' } };
  const view = await connectors.create(settings);
  assert.deepEqual(
    (view.warnings ?? []).map(({ code }) => code),
    ['certificate_not_verified'],
  );
  assert.equal(connectors.get('http:a').warnings?.length, 1);
  const { warnings: _warnings, ...kept } = await connectors.update('http:a', { ...view, ssl: {} });
  assert.equal('warnings' in connectors.get('http:a'), false);
  assert.equal(kept.url, settings.url);
});
