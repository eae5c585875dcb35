import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, type Expectation, startApi } from '../../../test/support/api-scenario.ts';
import type { FakeBroker } from '../../../test/support/fake-broker.ts';
import { connect, startTestBroker } from '../../../test/support/test-broker.ts';
import { Client, type Page, pageOf, Subscribed, Subscription } from '../contract.ts';
import { toTimestamp } from '../timestamps.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2026, 0, 1);

function addClients(broker: FakeBroker): void {
  broker.add('a1', { username: 'ann', peerHost: '10.0.0.1', createdAt: start, connectedAt: start });
  broker.add('a2', {
    username: 'bob',
    protocolVersion: 4,
    createdAt: start + HOUR,
    connectedAt: start + HOUR,
  });
  broker.add('b1', { connected: false, disconnectedAt: start, cleanStart: false, expiryInterval: 60 });
}

const ids = (wanted: string, count?: number) => ({
  status: 200,
  check: ({ data, meta }: Page<Client>) => {
    assert.equal(data.map(({ clientid }) => clientid).join(' '), wanted);
    assert.equal(meta.count, count);
  },
});
const bad = { status: 400, code: 'BAD_REQUEST' };
const unknown = { status: 404, code: 'CLIENTID_NOT_FOUND' };

test('the list of clients is filtered as EMQX filters it', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  const table: Expectation[] = [
    { request: 'GET /clients', answer: pageOf(Client), ...ids('b1 a2 a1', 3) },
    { request: 'GET /clients?limit=2', ...ids('b1 a2', 3) },
    { request: 'GET /clients?limit=2&page=2', ...ids('a1', 3) },
    { request: 'GET /clients?page=9', ...ids('', 3) },
    { request: 'GET /clients?clientid=a1&clientid=b1&colour=red', ...ids('b1 a1', 2) },
    { request: 'GET /clients?username=ann', ...ids('a1', 1) },
    { request: 'GET /clients?like_clientid=a', ...ids('a2 a1') },
    { request: 'GET /clients?like_clientid=a&clientid=b1', ...ids('b1', 1) },
    { request: 'GET /clients?like_username=o', ...ids('a2') },
    { request: 'GET /clients?conn_state=connected', ...ids('a2 a1', 2) },
    { request: 'GET /clients?conn_state=disconnected', ...ids('b1', 1) },
    { request: 'GET /clients?conn_state=idle', ...ids('', 0) },
    { request: 'GET /clients?clean_start=false', ...ids('b1', 1) },
    { request: 'GET /clients?proto_ver=4', ...ids('a2', 1) },
    { request: 'GET /clients?ip_address=10.0.0.1', ...ids('a1', 1) },
    { request: `GET /clients?gte_created_at=${start + 1}`, ...ids('a2', 1) },
    {
      request: 'GET /clients?lte_connected_at=2026-01-01T08:00:00%2B08:00&clean_start=true',
      ...ids('a1', 1),
    },
    { request: 'GET /clients?node=tocsin@127.0.0.1', ...ids('b1 a2 a1', 3) },
    { request: 'GET /clients?node=other@host', status: 500, code: 'NODE_DOWN' },
    { request: 'GET /clients?ip_address=127.0.0.1:8080', status: 400, code: 'INVALID_PARAMETER' },
    { request: 'GET /clients?conn_state=foo', ...bad },
    { request: 'GET /clients?limit=0', ...bad },
    { request: 'GET /clients?limit=10001', ...bad },
    { request: 'GET /clients?page=0', ...bad },
    { request: 'GET /clients?page=two', ...bad },
    { request: 'GET /clients?gte_created_at=yesterday', ...bad },
    { request: 'GET /clients?clean_start=1', ...bad },
    { request: 'GET /clients?fields=clientid,colour', ...bad },
  ];
  await checkTable(api, table);
});

test('the list goes on from a cursor, whatever has come or gone meanwhile', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  const next = async (query: string) => {
    const { body, text } = await api.send(`GET /clients_v2?${query}`);
    const { data, meta } = body as { data: Client[]; meta: { count: number; cursor?: string } };
    assert.equal(meta.count, data.length, text);
    return { ids: data.map(({ clientid }) => clientid).join(' '), cursor: meta.cursor };
  };
  const first = await next('limit=2&cursor=none');
  assert.equal(first.ids, 'b1 a2');
  api.broker.kick('a2');
  api.broker.add('b0');
  assert.deepEqual(await next(`limit=2&cursor=${first.cursor}`), { ids: 'a1', cursor: undefined });
  assert.deepEqual(await next('limit=1&conn_state=disconnected&fields=clientid'), {
    ids: 'b1',
    cursor: undefined,
  });
  await checkTable(api, [
    { request: 'GET /clients_v2?cursor=%3F', status: 400, code: 'INVALID_PARAMETER' },
    { request: 'GET /clients_v2?limit=0', ...bad },
    { request: 'GET /clients_v2?node=other@host', status: 500, code: 'NODE_DOWN' },
  ]);
});

test('only the fields that were asked for come back', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  const answer = await api.send('GET /clients?fields=clientid,send_msg.qos1,disconnected_at&like_clientid=1');
  assert.deepEqual(answer.body, {
    data: [
      { clientid: 'b1', 'send_msg.qos1': 0, disconnected_at: toTimestamp(start) },
      { clientid: 'a1', 'send_msg.qos1': 0 },
    ],
    meta: { page: 1, limit: 100, hasnext: false },
  });
});

test('one client is not wrapped, and is null where nothing is known', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  await checkTable(api, [
    {
      request: 'GET /clients/b1',
      status: 200,
      answer: Client,
      check: (client: Client) =>
        assert.partialDeepStrictEqual(client, {
          clientid: 'b1',
          username: null,
          connected: false,
          disconnected_at: toTimestamp(start),
          ip_address: '127.0.0.1',
          port: 50_000,
          is_persistent: true,
          'recv_msg.qos0': 0,
        }),
    },
    { request: 'GET /clients/zz', ...unknown },
    { request: 'HEAD /clients/b1', status: 200 },
  ]);
  api.broker.add('with/slash and 中文');
  const answer = await api.send(`GET /clients/${encodeURIComponent('with/slash and 中文')}`);
  assert.equal((answer.body as Client).clientid, 'with/slash and 中文');
});

test('a long client id still finds its client', async (t) => {
  const api = await startApi(t);
  const id = '设'.repeat(200);
  api.broker.add(id);
  assert.equal((await api.send(`GET /clients/${encodeURIComponent(id)}`)).status, 200);
});

test('kicking ends a client, one or many', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  await checkTable(api, [
    { request: 'DELETE /clients/a1', status: 204 },
    { request: 'DELETE /clients/a1', ...unknown },
    { request: 'POST /clients/kickout/bulk', body: ['b1', 'zz'], status: 204 },
    { request: 'POST /clients/kickout/bulk', body: { clientid: 'b1' }, ...bad },
  ]);
  assert.deepEqual(api.broker.kicked, ['a1', 'b1']);
});

test('keep-alive can be set, and sessions are counted as text', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  await checkTable(api, [
    {
      request: 'PUT /clients/a1/keepalive',
      body: { interval: 30 },
      status: 200,
      answer: Client,
      check: ({ keepalive }: Client) => assert.equal(keepalive, 30),
    },
    { request: 'PUT /clients/zz/keepalive', body: { interval: 30 }, ...unknown },
    { request: 'PUT /clients/a1/keepalive', body: { interval: 65_536 }, ...bad },
    { request: 'PUT /clients/a1/keepalive', body: {}, ...bad },
    { request: 'GET /sessions_count?since=now', ...bad },
  ]);
  const answer = await api.send('GET /sessions_count?since=1700000000');
  assert.deepEqual([answer.status, answer.text], [200, '3']);
});

test('a client is subscribed and unsubscribed in its name', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  const node = 'tocsin@127.0.0.1';
  const invalid = { status: 400, code: 'INVALID_PARAMETER' };
  await checkTable(api, [
    {
      request: 'POST /clients/a1/subscribe',
      body: { topic: 't/#', qos: 1, nl: 1, rh: 2 },
      status: 200,
      answer: Subscribed,
      check: (body: Subscribed) =>
        assert.deepEqual(body, { clientid: 'a1', topic: 't/#', qos: 1, nl: 1, rap: 0, rh: 2, node }),
    },
    {
      request: 'POST /clients/a1/subscribe/bulk',
      body: [{ topic: '$share/g/t' }, { topic: 'u' }],
      status: 200,
      answer: Subscribed.array(),
    },
    { request: 'GET /clients/a1/subscriptions', status: 200, answer: Subscription.array().length(3) },
    { request: 'GET /clients/b1/subscriptions', status: 200, answer: Subscription.array().length(0) },
    { request: 'POST /clients/a1/subscribe', body: { topic: '$share/g/t', nl: 1 }, ...invalid },
    { request: 'POST /clients/a1/subscribe', body: { topic: '$queue/t', nl: 1 }, ...invalid },
    { request: 'POST /clients/a1/subscribe', body: { topic: 'a/#/b' }, ...invalid },
    { request: 'POST /clients/a1/subscribe/bulk', body: [{ topic: 'new' }, { topic: 'a+' }], ...invalid },
    { request: 'POST /clients/a1/subscribe', body: { topic: 't', qos: 3 }, ...bad },
    { request: 'POST /clients/zz/subscribe', body: { topic: 't' }, ...unknown },
    { request: 'POST /clients/zz/subscribe/bulk', body: [], ...unknown },
    { request: 'POST /clients/a1/unsubscribe', body: { topic: 'u' }, status: 204 },
    { request: 'POST /clients/a1/unsubscribe', body: { topic: 'u' }, status: 204 },
    { request: 'POST /clients/a1/unsubscribe/bulk', body: [{ topic: 't/#' }, { topic: 'x' }], status: 204 },
    { request: 'POST /clients/zz/unsubscribe', body: { topic: 'u' }, ...unknown },
    { request: 'POST /clients/zz/unsubscribe/bulk', body: [], ...unknown },
    { request: 'GET /clients/zz/subscriptions', ...unknown },
  ]);
  assert.deepEqual(api.broker.topics(), ['t'], 'of a bulk with one bad filter none was subscribed');
});

test('whether a client was asked who it is says its listener; of one that is offline nobody knows', async (t) => {
  const { broker, dial } = startTestBroker();
  const api = await startApi(t, { broker });
  const peers = [true, 'quick_deny_anonymous', false].map((enableAuthn) =>
    dial('127.0.0.1', { enableAuthn } as { enableAuthn: boolean }),
  );
  for (const [index, peer] of peers.entries())
    await peer.ask(connect(`c${index}`, { properties: { sessionExpiryInterval: 60 } }), 'connack');
  peers[0]?.cut();
  broker.departures.settle();
  const shows = (id: string, enabled: boolean | null): Expectation => ({
    request: `GET /clients/${id}`,
    status: 200,
    answer: Client,
    check: (body: Client) => assert.equal(body.enable_authn, enabled),
  });
  await checkTable(api, [shows('c0', null), shows('c1', true), shows('c2', false)]);
});

test('while nothing can be stored, nothing is done to a session that the next start would undo', async (t) => {
  const api = await startApi(t);
  addClients(api.broker);
  api.broker.add('x', { expiryInterval: 60 });
  api.broker.isFailing = true;
  const unstored = { status: 503, code: 'SERVICE_UNAVAILABLE' };
  await checkTable(api, [
    { request: 'DELETE /clients/x', ...unstored },
    { request: 'POST /clients/kickout/bulk', body: ['a1', 'x'], ...unstored },
    { request: 'POST /clients/x/subscribe', body: { topic: 't' }, ...unstored },
    { request: 'POST /clients/x/subscribe/bulk', body: [{ topic: 't' }], ...unstored },
    { request: 'POST /clients/x/unsubscribe', body: { topic: 't' }, ...unstored },
    { request: 'POST /clients/x/unsubscribe/bulk', body: [{ topic: 't' }], ...unstored },
    { request: 'DELETE /mqtt/retainer/messages', ...unstored },
    { request: 'DELETE /mqtt/retainer/message/t', ...unstored },
    { request: 'DELETE /mqtt/delayed/messages/t', ...unstored },
  ]);
  assert.deepEqual(api.broker.kicked, []);
  assert.deepEqual(api.broker.client('x')?.subscriptions, []);
  await checkTable(api, [
    { request: 'POST /clients/a2/subscribe', body: { topic: 't' }, status: 200 },
    { request: 'DELETE /clients/a1', status: 204 },
  ]);
});

test('subscriptions that an operator makes are counted as those of the client', async (t) => {
  const scene = startTestBroker({ maximumSubscriptions: 2, maximumTotalSubscriptions: 3 });
  const api = await startApi(t, { broker: scene.broker });
  await scene.join('a');
  await (await scene.join('b')).subscribe('other');
  const full = { status: 400, code: 'EXCEED_LIMIT' };
  await checkTable(api, [
    { request: 'POST /clients/a/subscribe', body: { topic: 't/1' }, status: 200 },
    { request: 'POST /clients/a/subscribe/bulk', body: [{ topic: 't/2' }, { topic: 't/3' }], ...full },
    { request: 'POST /clients/a/subscribe/bulk', body: [{ topic: 't/1' }, { topic: 't/2' }], status: 200 },
    { request: 'POST /clients/a/subscribe', body: { topic: 't/2', qos: 1 }, status: 200 },
    { request: 'POST /clients/b/subscribe', body: { topic: 't/1' }, ...full },
  ]);
  assert.equal(scene.broker.client('a')?.subscriptions.length, 2);
});
