import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { idsOf, rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { DeliveryError } from '../delivery-error.ts';

async function refusal(run: () => unknown): Promise<DeliveryError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof DeliveryError, String(error));
    return error;
  }
  throw new Error('not refused');
}

test('a new action is answered with its defaults, status, rules and times', async (t) => {
  const { connect, actions, clock } = startDelivery(t);
  await connect('web');
  actions.bindRules({ using: () => ['r2', 'r1'], forget: () => undefined });
  const { parameters, resource_opts, ...view } = actions.get('http:web');
  assert.deepEqual(view, {
    type: 'http',
    name: 'web',
    connector: 'web',
    enable: true,
    description: '',
    tags: [],
    buffer: 'disk',
    fallback_actions: [],
    status: 'connected',
    node_status: [{ node: 'tocsin@test', status: 'connected' }],
    rules: ['r1', 'r2'],
    created_at: clock.now(),
    last_modified_at: clock.now(),
  });
  assert.deepEqual(parameters, {
    path: '/hook',
    method: 'post',
    body: '{"id":"${id}"}',
    max_retries: 2,
    headers: {
      accept: 'application/json',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      'content-type': 'application/json',
      'keep-alive': 'timeout=5',
    },
  });
  assert.deepEqual(
    [
      (resource_opts as Record<string, unknown>).request_ttl,
      (resource_opts as Record<string, unknown>).max_buffer_bytes,
    ],
    ['24h', '256MB'],
  );
});

const parameters = { path: '/' };
const refused: [what: string, body: Record<string, unknown>, message: RegExp][] = [
  ['an unknown connector', { connector: 'nobody', parameters }, /connector_not_found_or_wrong_type/],
  ['no connector', { parameters }, /"path":"connector","reason":"required_field"/],
  ['no parameters', { connector: 'web' }, /"path":"parameters","reason":"required_field"/],
  [
    'an unknown parameter',
    { connector: 'web', parameters: { bdy: '' } },
    /"unknown":"bdy","did_you_mean":"body"/,
  ],
  ['batching', { connector: 'web', parameters, resource_opts: { batch_size: 2 } }, /"unknown":"batch_size"/],
  [
    'a header of the connection',
    { connector: 'web', parameters: { headers: { Host: 'x' } } },
    /header host is set by/,
  ],
  [
    'a header of two lines',
    { connector: 'web', parameters: { headers: { 'x-a': 'a\r\nb: c' } } },
    /parameters\.headers\.x-a.*no line break/,
  ],
  ['an unknown method', { connector: 'web', parameters: { method: 'patch' } }, /parameters\.method/],
  [
    'a fallback that is not there',
    { connector: 'web', parameters, fallback_actions: [{ kind: 'reference', type: 'http', name: 'none' }] },
    /there is no action http:none/,
  ],
];
for (const [what, body, message] of refused) {
  test(`an action with ${what} is refused`, async (t) => {
    const { connect, actions } = startDelivery(t);
    await connect('web');
    const { code, message: text } = await refusal(() => actions.create({ type: 'http', name: 'a', ...body }));
    assert.equal(code, 'BAD_REQUEST');
    assert.match(text, message);
  });
}

test('old names of options and the id of the connector are understood', async (t) => {
  const { connect, actions } = startDelivery(t);
  await connect('web');
  const resource_opts = { request_timeout: '30s', max_queue_bytes: '1MB' };
  const view = actions.create({ type: 'http', name: 'a', connector: 'http:web', parameters, resource_opts });
  assert.equal(view.connector, 'web');
  const { request_ttl, max_buffer_bytes } = view.resource_opts as Record<string, unknown>;
  assert.deepEqual([request_ttl, max_buffer_bytes], ['30s', '1MB']);
});

test('the templates of path, headers and body are filled in by where a value lands', async (t) => {
  const { connect, actions } = startDelivery(t);
  await connect(
    'web',
    {
      parameters: {
        path: '/devices/${id}?q=${id}',
        headers: { 'X-Id': '${id}', 'bad${id}name': 'x' },
        body: '{"id":"${id}"}',
      },
    },
    { headers: { 'X-Of-Connector': '${id}', 'X-Fixed': 'not in the row' } },
  );
  const { request, warnings } = actions.preview('http:web', rowOf({ id: 'a/"b"\r\nc' }));
  const { url, headers, ...rest } = request as { url: string; headers: Record<string, string> };
  const { origin, pathname, search } = new URL(url);
  assert.equal(`${pathname}${search}`, '/devices/a%2F%22b%22%0D%0Ac?q=a%2F%22b%22%0D%0Ac');
  assert.match(origin, /^http:\/\/127/);
  assert.deepEqual(rest, { method: 'POST', body: '{"id":"a/\\"b\\"\\r\\nc"}' });
  assert.deepEqual(headers, {
    'user-agent': 'tocsin',
    'idempotency-key': '<id of the delivery>',
    'X-Fixed': 'not in the row',
    'x-of-connector': 'a/"b"c',
    'x-id': 'a/"b"c',
  });
  assert.deepEqual(warnings, [{ code: 'header_left_out', name: 'bada/"b"\r\ncname' }]);
});

test('an action that rules use is deleted only when it may be taken out of them', async (t) => {
  const { connect, actions } = startDelivery(t);
  await connect('web');
  const forgotten: string[] = [];
  actions.bindRules({ using: () => ['r1'], forget: (action) => forgotten.push(action) });
  const { code, details } = await refusal(() => actions.delete('http:web'));
  assert.deepEqual([code, details], ['BAD_REQUEST', { rules: ['r1'] }]);
  actions.delete('http:web', { alsoFromRules: true });
  assert.deepEqual(forgotten, ['http:web']);
  assert.equal(actions.has('http:web'), false);
  assert.equal((await refusal(() => actions.get('http:web'))).code, 'NOT_FOUND');
});

test('what waits for an action that is deleted is given up', async (t) => {
  const { connect, actions, run, store, untilSettled, logged } = startDelivery(t);
  const receiver = await connect('web', {}, { pool_size: 1 });
  receiver.close();
  run('http:web', 'c1');
  await untilSettled(1);
  actions.delete('http:web');
  const settled = await untilSettled(2);
  assert.deepEqual([settled[1]?.outcome, settled[1]?.reason], ['dropped', 'resource_not_found']);
  store.commit();
  assert.equal(logged()[0]?.status, 'failed');
});

test('rows for a disabled or unknown action are counted, not kept', async (t) => {
  const { connect, actions, run, settled } = startDelivery(t);
  await connect('web');
  actions.setEnabled('http:web', false);
  run('http:web', 'c1');
  run('http:nobody', 'c1');
  assert.deepEqual(
    settled.map(({ action, reason }) => [action, reason]),
    [
      ['http:web', 'resource_stopped'],
      ['http:nobody', 'resource_not_found'],
    ],
  );
  const { metrics } = actions.metrics('http:web');
  assert.deepEqual([metrics.matched, metrics.dropped, metrics['dropped.resource_stopped']], [1, 1, 1]);
});

test('what waits for an action that is disabled goes on when it is enabled again', async (t) => {
  const { connect, actions, run, clock, settled, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  receiver.answer = (_request, response) => response.writeHead(500).end();
  run('http:web', 'c1');
  await untilSettled(1);
  receiver.answer = (_request, response) => void response.end('ok');
  actions.setEnabled('http:web', false);
  actions.create({ type: 'http', name: 'other', connector: 'web', parameters: { body: '{"id":"${id}"}' } });
  await clock.advance(60_000);
  run('http:other', 'c2');
  await untilSettled(2);
  assert.deepEqual(idsOf(receiver), ['c1', 'c2']);
  actions.setEnabled('http:web', true);
  await untilSettled(3);
  assert.deepEqual(idsOf(receiver), ['c1', 'c2', 'c1']);
  assert.equal(settled.at(-1)?.outcome, 'delivered');
});

test('after a restart what still waits counts as matched, so that the figures add up', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'tocsin-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const clock = new FakeClock();
  const first = startDelivery(t, { directory, clock });
  const receiver = await first.connect('web');
  receiver.answer = (_request, response) => response.writeHead(500).end();
  first.run('http:web', 'c1');
  await first.untilSettled(1);
  await first.close();
  receiver.answer = (_request, response) => void response.end('ok');

  const second = startDelivery(t, { directory, clock });
  await second.untilSettled(1);
  const { metrics } = second.actions.metrics('http:web');
  assert.deepEqual([metrics.matched, metrics.success, metrics.queuing], [1, 1, 0]);
});

test('metrics count what became of the rows, and start again when they are reset', async (t) => {
  const { connect, actions, run, untilSettled } = startDelivery(t);
  const receiver = await connect('web');
  run('http:web', 'c1');
  await untilSettled(1);
  receiver.answer = (_request, response) => response.writeHead(400).end();
  run('http:web', 'c2');
  await untilSettled(2);
  const { metrics, node_metrics } = actions.metrics('http:web');
  assert.deepEqual([metrics.matched, metrics.success, metrics.failed, metrics.inflight], [2, 1, 1, 0]);
  assert.deepEqual(node_metrics, [{ node: 'tocsin@test', metrics }]);
  actions.resetMetrics('http:web');
  assert.equal(actions.metrics('http:web').metrics.matched, 0);
});

test('an update replaces the templates at once and keeps the time of creation', async (t) => {
  const { connect, actions, clock } = startDelivery(t);
  await connect('web');
  const { created_at } = actions.get('http:web');
  await clock.advance(1000);
  const view = actions.update('http:web', {
    connector: 'web',
    parameters: { method: 'get', path: '/${id}' },
  });
  assert.deepEqual([view.created_at, view.last_modified_at], [created_at, created_at + 1000]);
  assert.match(String(actions.preview('http:web', rowOf({ id: 'x' })).request?.url), /:\d+\/x$/);
});

test('a row that cannot be rendered is counted, and does not stop the rule', async (t) => {
  const { connect, actions, settled } = startDelivery(t);
  await connect('web');
  const broken = () => {
    throw new Error('no');
  };
  actions.run('http:web', { text: broken, json: broken, value: broken });
  assert.deepEqual([settled[0]?.outcome, settled[0]?.reason], ['dropped', 'other']);
});

test('a probe sends nothing and tells whether the connector could', async (t) => {
  const { connect, actions, connectors } = startDelivery(t);
  const receiver = await connect('web');
  await actions.probe({ type: 'http', name: 'a', connector: 'web', parameters });
  assert.equal(receiver.requests.length, 0);
  await connectors.create({ type: 'http', name: 'away', url: 'http://127.0.0.1:1' });
  const { code } = await refusal(() =>
    actions.probe({ type: 'http', name: 'a', connector: 'away', parameters }),
  );
  assert.equal(code, 'TEST_FAILED');
});

test('a template that fails loses no row: a channel is told so in plain text', async (t) => {
  const { connectors, actions, untilSettled } = startDelivery(t);
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  await connectors.create({ type: 'slack', name: 'ops', url: `http://127.0.0.1:${receiver.port}/x` });
  actions.create({ type: 'slack', name: 'ops', connector: 'ops', parameters: { text: '${bad}' } });
  const row = rowOf({ clientid: 'd-17' });
  const failing = {
    ...row,
    text(path: readonly string[]): string {
      if (path[0] === 'bad') throw new Error('no such thing');
      return row.text(path);
    },
  };
  actions.run('slack:ops', failing, { rule: 'r1' });
  assert.equal((await untilSettled(1))[0]?.outcome, 'delivered');
  const { body = '' } = receiver.requests[0] ?? {};
  assert.match(body, /template of action slack:ops failed: no such thing/);
  assert.match(body, /d-17/);
});

test('a template that fails loses no row: a web server gets it whole', async (t) => {
  const { connect, actions, untilSettled } = startDelivery(t);
  const receiver = await connect('web', { parameters: { path: '/hook', body: 'x ${bad}' } });
  const row = rowOf({ id: 1 });
  const failing = {
    ...row,
    text(): string {
      throw new Error('no such thing');
    },
  };
  actions.run('http:web', failing, { rule: 'r1' });
  await untilSettled(1);
  const [request] = receiver.requests;
  assert.deepEqual([request?.url, request?.body], ['/hook', '{"id":1}']);
  assert.equal(request?.headers['x-tocsin-template-error'], 'no such thing');
});

test('a template that cannot be read is refused when it is saved, with its place and what was meant', (t) => {
  const { connectors, actions } = startDelivery(t);
  return connectors.create({ type: 'http', name: 'web', url: 'http://127.0.0.1:1' }).then(() => {
    const body = { type: 'http', name: 'a', connector: 'web', parameters: { body: '${x | jsno}' } };
    assert.throws(() => actions.create(body), {
      code: 'BAD_REQUEST',
      message:
        /"path":"parameters.body","reason":"line 1, column 7: there is no filter jsno.*"did_you_mean":"json"/,
    });
  });
});
