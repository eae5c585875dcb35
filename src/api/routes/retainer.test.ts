import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import {
  type Page,
  pageOf,
  RemovedRetained,
  Retained,
  RetainedWithPayload,
  RetainerSettings,
} from '../contract.ts';

const from = { clientId: 'd1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} };

function retain({ broker }: ApiScenario, topic: string, payload: string | Buffer = topic): void {
  broker.publish({ topic, payload: Buffer.from(payload), qos: 1, retain: true, from });
}

const topics = (wanted: string, count?: number) => ({
  status: 200,
  answer: pageOf(Retained),
  check: ({ data, meta }: Page<Retained>) => {
    assert.equal(data.map(({ topic }) => topic).join(' '), wanted);
    assert.equal(meta.count, count);
  },
});

test('retained messages are listed, all of them with a count or those of a filter', async (t) => {
  const api = await startApi(t);
  for (const topic of ['c/1', 'c/2', 'd', '$SYS/x']) retain(api, topic);
  await checkTable(api, [
    { request: 'GET /mqtt/retainer/messages', ...topics('c/1 c/2 d $SYS/x', 4) },
    { request: 'GET /mqtt/retainer/messages?limit=2&page=2', ...topics('d $SYS/x', 4) },
    { request: 'GET /mqtt/retainer/messages?topic=c/%2B', ...topics('c/1 c/2') },
    { request: 'GET /mqtt/retainer/messages?topic=%23&limit=2', ...topics('c/1 c/2') },
    { request: 'GET /mqtt/retainer/messages?topic=c/1', ...topics('c/1') },
    { request: 'GET /mqtt/retainer/messages?topic=a%23', status: 400, code: 'INVALID_PARAMETER' },
    { request: 'GET /mqtt/retainer/messages?limit=0', status: 400, code: 'BAD_REQUEST' },
  ]);
});

test('a page far into 20,000 retained messages, which may have expired, is looked for in steps', async (t) => {
  const { broker } = await startApi(t);
  const stepsTo = (filter: string | undefined): number => {
    let count = 1;
    const steps = broker.retainer.page(filter, { skip: 19_990, take: 5 });
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    assert.equal(step.value.rows.length, 5);
    return count;
  };
  const limits = { ...broker.retainer.limits, maximumMessages: 0 };
  broker.retainer.configure(limits);
  for (let i = 0; i < 20_000; i++) {
    broker.publish({ topic: `t/${i}`, payload: Buffer.from('x'), qos: 1, retain: true, from });
  }
  assert.ok(stepsTo(undefined) > 70);
  assert.ok(stepsTo('t/+') > 70);
  broker.retainer.configure({ ...limits, expiry: 3_600_000 });
  assert.ok(stepsTo(undefined) > 70 + 300, 'also to see what has expired');
});

test('the retained message of a topic comes with its payload and its publisher, and can be removed', async (t) => {
  const api = await startApi(t);
  retain(api, 'c/1', 'hello');
  retain(api, 'large', Buffer.alloc(1024 * 1024 + 1));
  api.broker.retainer.configure({ ...api.broker.retainer.limits, maximumPayload: 2 ** 24 });
  retain(api, 'large', Buffer.alloc(1024 * 1024 + 1));
  await checkTable(api, [
    {
      request: 'GET /mqtt/retainer/message/c%2F1',
      status: 200,
      answer: RetainedWithPayload,
      check: (body: RetainedWithPayload) => {
        assert.match(body.msgid, /^[0-9A-F]{32}$/);
        assert.match(body.publish_at, /^2026-01-01T.*\.000[+-]/);
        assert.partialDeepStrictEqual(body, {
          topic: 'c/1',
          qos: 1,
          from_clientid: 'd1',
          from_username: 'u1',
          payload: Buffer.from('hello').toString('base64'),
        });
      },
    },
    {
      request: 'GET /mqtt/retainer/message/large',
      status: 200,
      check: (body: RetainedWithPayload) => assert.ok(!Object.hasOwn(body, 'payload')),
    },
    {
      request: 'GET /mqtt/retainer/message/large?whole=true',
      status: 200,
      check: (body: RetainedWithPayload) =>
        assert.equal(Buffer.from(body.payload ?? '', 'base64').length, 1024 * 1024 + 1),
    },
    { request: 'GET /mqtt/retainer/message/c/1', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /mqtt/retainer/message/c%2F2', status: 404, code: 'NOT_FOUND' },
    { request: 'DELETE /mqtt/retainer/message/c%2F1', status: 204 },
    { request: 'DELETE /mqtt/retainer/message/c%2F1', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /mqtt/retainer/messages', ...topics('large', 1) },
  ]);
});

test('a message is kept as it was kept elsewhere: with its publisher, its moment and all its properties', async (t) => {
  const api = await startApi(t);
  const heard: string[] = [];
  api.broker.watch('#', ({ topic }) => heard.push(topic));
  const publish_at = new Date(api.clock.now() - 60_000).toISOString();
  const message = {
    payload: Buffer.from([0, 255]).toString('base64'),
    qos: 2,
    from_clientid: 'd7',
    from_username: 'u7',
    properties: {
      payload_format_indicator: 0,
      message_expiry_interval: 90,
      response_topic: 'answers',
      correlation_data: Buffer.from([254, 1]).toString('base64'),
      content_type: 'application/cbor',
      user_property_pairs: [
        { key: 'site', value: 'hz' },
        { key: 'site', value: 'sz' },
      ],
    },
  };
  await checkTable(api, [
    { request: 'PUT /mqtt/retainer/message/c%2F1', body: { ...message, publish_at }, status: 204 },
    {
      request: 'GET /mqtt/retainer/message/c%2F1',
      status: 200,
      answer: RetainedWithPayload,
      check: (body: RetainedWithPayload) => {
        assert.partialDeepStrictEqual(body, message);
        assert.equal(Date.parse(body.publish_at), Date.parse(publish_at));
      },
    },
  ]);
  assert.deepEqual(heard, [], 'nobody is sent it');
  await api.clock.advance(30_000);
  await checkTable(api, [{ request: 'GET /mqtt/retainer/message/c%2F1', status: 404, code: 'NOT_FOUND' }]);
});

test('what no message can be, and what has no room, is not kept', async (t) => {
  const api = await startApi(t);
  const payload = 'aGk=';
  const old = new Date(api.clock.now() - 60_000).toISOString();
  const pairs = Array.from({ length: 2_000 }, () => ({ key: 'k', value: 'v' }));
  api.broker.retainer.configure({ ...api.broker.retainer.limits, maximumPayload: 4, maximumMessages: 1 });
  retain(api, 'there', 'x');
  const refused = (path: string, body: object, message: RegExp) => ({
    request: `PUT /mqtt/retainer/message/${path}`,
    body,
    status: 400,
    code: 'BAD_REQUEST',
    check: (problem: { message: string }) => assert.match(problem.message, message),
  });
  await checkTable(api, [
    refused('a%2F%23', { payload }, /a\/# is not a topic name/),
    refused('a', { payload: 'no base64' }, /payload/),
    refused('a', { payload: '' }, /payload/),
    refused('a', { payload, properties: { response_topic: '+' } }, /response_topic: \+ is not a topic name/),
    refused('a', { payload, properties: { user_property_pairs: pairs } }, /too many/),
    refused(
      'a',
      { payload, publish_at: old, properties: { message_expiry_interval: 60 } },
      /it expired at 20/,
    ),
    refused('there', { payload: 'aGVsbG8=' }, /larger than max_payload_size/),
    refused('a', { payload }, /as many as backend.max_retained_messages/),
    { request: 'PUT /mqtt/retainer/message/there', body: { payload }, status: 204 },
  ]);
});

test('all retained messages can be removed at once', async (t) => {
  const api = await startApi(t);
  for (let i = 0; i < 250; i++) retain(api, `t/${i}`);
  await checkTable(api, [
    { request: 'DELETE /mqtt/retainer/messages', status: 204 },
    { request: 'GET /mqtt/retainer/messages', ...topics('', 0) },
  ]);
});

test('retained messages that fit a search are counted, sorted and removed', async (t) => {
  const api = await startApi(t);
  for (const [topic, size] of [
    ['a/1', 10],
    ['a/2', 2000],
    ['b/1', 3000],
  ] as const)
    retain(api, topic, 'x'.repeat(size));
  const request = 'POST /mqtt/retainer/messages/remove';
  const removed = (count: number, bytes: number) => ({
    status: 200,
    answer: RemovedRetained,
    check: (body: RemovedRetained) => assert.deepEqual(body, { count, bytes }),
  });
  await checkTable(api, [
    { request: 'GET /mqtt/retainer/messages?q=size>1kB&sort=-payload_size', ...topics('b/1 a/2', 2) },
    { request: 'GET /mqtt/retainer/messages?q=topic:a/%23/x', status: 400, code: 'INVALID_PARAMETER' },
    { request: 'GET /mqtt/retainer/messages?sort=id', status: 400, code: 'BAD_REQUEST' },
    { request, body: { q: 'a/+ size>1kB', dry_run: true }, ...removed(1, 2000) },
    { request: 'GET /mqtt/retainer/messages?sort=topic', ...topics('a/1 a/2 b/1', 3) },
    { request, body: { q: 'a/+ size>1kB' }, ...removed(1, 2000) },
    { request, body: { topics: ['b/1', 'b/1', 'none'] }, ...removed(1, 3000) },
    { request, body: {}, status: 400, code: 'BAD_REQUEST' },
    { request, body: { q: '', topics: ['a/1'] }, status: 400, code: 'BAD_REQUEST' },
    { request, who: 'viewer', body: { q: '' }, status: 403 },
    { request, body: { q: '' }, ...removed(1, 10) },
  ]);
});

test('the settings are those of the configuration until they are changed, and then what was given', async (t) => {
  const api = await startApi(t);
  const before = {
    enable: true,
    msg_expiry_interval: '0s',
    allow_never_expire: true,
    msg_clear_interval: '0s',
    max_payload_size: '1MB',
    stop_publish_clear_msg: false,
    delivery_rate: 'infinity',
    max_publish_rate: 'infinity',
    backend: {
      type: 'built_in_database',
      storage_type: 'disc',
      max_retained_messages: 100_000,
      enable: true,
    },
  };
  const changed = {
    ...before,
    msg_expiry_interval: '90m',
    max_payload_size: '2048KB',
    delivery_rate: '1000/s',
    max_publish_rate: '10/s',
    backend: { ...before.backend, max_retained_messages: 0 },
  };
  const request = 'PUT /mqtt/retainer';
  const is = (wanted: unknown) => ({
    status: 200,
    answer: RetainerSettings,
    check: (body: RetainerSettings) => assert.deepEqual(body, wanted),
  });
  await checkTable(api, [
    { request: 'GET /mqtt/retainer', ...is(before) },
    { request, body: changed, ...is(changed) },
    { request: 'GET /mqtt/retainer', ...is(changed) },
    { request, body: { msg_expiry_interval: 'soon' }, status: 400, code: 'UPDATE_FAILED' },
    { request, body: { max_publish_rate: '10' }, status: 400, code: 'UPDATE_FAILED' },
    { request, body: { max_payload_size: 'much' }, status: 400, code: 'UPDATE_FAILED' },
    { request, body: { enable: 'yes' }, status: 400, code: 'BAD_REQUEST' },
    { request, body: { colour: 'red' }, status: 400, code: 'BAD_REQUEST' },
    { request, body: { backend: { max_retained_messages: -1 } }, status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /mqtt/retainer', ...is(changed) },
    { request, who: 'viewerKey', body: {}, status: 403, code: 'UNAUTHORIZED_ROLE' },
    { request, body: { enable: false }, ...is({ ...changed, enable: false }) },
  ]);
  assert.deepEqual(api.broker.retainer.limits, {
    enabled: false,
    maximumMessages: 0,
    maximumPayload: 2 * 1024 * 1024,
    expiry: 90 * 60_000,
    allowsEndless: true,
    clearsSilently: false,
    maximumRate: { count: 10, period: 1000 },
  });
});
