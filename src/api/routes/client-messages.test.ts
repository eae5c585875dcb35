import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import type { SessionMessage } from '../../broker/door.ts';
import { InflightMessages, QueuedMessages } from '../contract.ts';

const AT = 1_709_055_346_487;

function message(order: number, about: Partial<SessionMessage & { payload: Buffer }> = {}): SessionMessage {
  const { payload = Buffer.from(`payload ${order}`), priority = 0, qos = 1 } = about;
  return {
    message: {
      id: order.toString(16).padStart(32, '0'),
      topic: `t/${order}`,
      qos: 2,
      retain: false,
      dup: false,
      payload,
      properties: {},
      from: { clientId: 'c1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} },
      receivedAt: AT + order,
    },
    qos,
    priority,
    order,
  };
}

async function startWith(
  t: Parameters<typeof startApi>[0],
  which: 'queued' | 'inflight',
  ...messages: SessionMessage[]
): Promise<ApiScenario> {
  const api = await startApi(t);
  api.broker.add('c');
  api.broker[which].set('c', messages);
  return api;
}

test('what waits for a client is shown as EMQX shows it', async (t) => {
  const api = await startWith(t, 'queued', message(7, { priority: Infinity }), message(8));
  const { body } = await api.send('GET /clients/c/mqueue_messages');
  assert.deepEqual(QueuedMessages.parse(body), body);
  assert.deepEqual(body, {
    data: [
      {
        msgid: '00000000000000000000000000000007',
        topic: 't/7',
        qos: 1,
        publish_at: AT + 7,
        from_clientid: 'c1',
        from_username: 'u1',
        payload: Buffer.from('payload 7').toString('base64'),
        inserted_at: `${AT + 7}000007`,
        mqueue_priority: 'infinity',
      },
      {
        msgid: '00000000000000000000000000000008',
        topic: 't/8',
        qos: 1,
        publish_at: AT + 8,
        from_clientid: 'c1',
        from_username: 'u1',
        payload: Buffer.from('payload 8').toString('base64'),
        inserted_at: `${AT + 8}000008`,
        mqueue_priority: 0,
      },
    ],
    meta: { start: `${AT + 7}000007_infinity`, position: `${AT + 8}000008_0` },
  });
});

test('what is under way to a client is shown without a priority', async (t) => {
  const api = await startWith(t, 'inflight', message(1));
  const { body } = await api.send('GET /clients/c/inflight_messages?payload=plain');
  assert.deepEqual(InflightMessages.parse(body), body);
  assert.partialDeepStrictEqual(body, {
    data: [{ topic: 't/1', payload: 'payload 1', inserted_at: `${AT + 1}000001` }],
    meta: { start: `${AT + 1}000001`, position: `${AT + 1}000001` },
  });
});

test('a queue is walked through from position to position, although messages leave and come', async (t) => {
  const all = [1, 2, 3, 4, 5].map((order) => message(order, { priority: order < 3 ? 9 : 0 }));
  const api = await startWith(t, 'queued', ...all);
  const next = async (position: string, query = 'limit=2') => {
    const { body } = await api.send(`GET /clients/c/mqueue_messages?${query}&position=${position}`);
    const { data, meta } = body as QueuedMessages;
    return { topics: data.map(({ topic }) => topic).join(' '), ...meta };
  };
  const start = `${AT + 1}000001_9`;
  const second = `${AT + 2}000002_9`;
  assert.deepEqual(await next('none'), { topics: 't/1 t/2', start, position: second });
  assert.deepEqual(await next(second, 'limit=1'), { topics: 't/3', start, position: `${AT + 3}000003_0` });

  api.broker.queued.set('c', all.slice(3));
  const left = await next(second);
  assert.deepEqual(left, {
    topics: 't/4 t/5',
    start: `${AT + 4}000004_0`,
    position: `${AT + 5}000005_0`,
  });
  assert.deepEqual(await next(left.position), { ...left, topics: '' }, 'at the end the position repeats');
  api.broker.queued.set('c', []);
  assert.deepEqual(await next(left.position), { topics: '', start: 'none', position: 'none' });
});

test('the payloads of one answer have a limit, and one message comes even if it is larger', async (t) => {
  const large = (order: number) => message(order, { payload: Buffer.alloc(1000, 'x') });
  const api = await startWith(t, 'queued', large(1), large(2), large(3));
  const count = async (query: string) => {
    const { body } = await api.send(`GET /clients/c/mqueue_messages?${query}`);
    return (body as QueuedMessages).data.length;
  };
  assert.equal(await count('max_payload_bytes=2000'), 2);
  assert.equal(await count('max_payload_bytes=2KB'), 2);
  assert.equal(await count('max_payload_bytes=10'), 1);
  assert.equal(await count('max_payload_bytes=10&payload=none'), 3);
  assert.equal(await count(''), 3);
});

test('without payloads the member is left out, and text is text', async (t) => {
  const api = await startWith(t, 'queued', message(1, { payload: Buffer.from('设备') }));
  const row = async (query: string) => {
    const { body } = await api.send(`GET /clients/c/mqueue_messages?${query}`);
    return (body as QueuedMessages).data[0];
  };
  assert.equal((await row('payload=plain'))?.payload, '设备');
  assert.ok(!Object.hasOwn((await row('payload=none')) ?? {}, 'payload'));
});

test('what cannot be answered is refused with the code of EMQX', async (t) => {
  const api = await startWith(t, 'queued', message(1, { payload: Buffer.from([0xff]) }));
  api.broker.inflight.set('c', []);
  const bad = { status: 400, code: 'BAD_REQUEST' };
  const invalid = { status: 400, code: 'INVALID_PARAMETER' };
  for (const path of ['/clients/c/mqueue_messages', '/clients/c/inflight_messages']) {
    await checkTable(api, [
      { request: `GET ${path}?limit=0`, ...bad },
      { request: `GET ${path}?limit=10001`, ...bad },
      { request: `GET ${path}?max_payload_bytes=0`, ...bad },
      { request: `GET ${path}?max_payload_bytes=0KB`, ...bad },
      { request: `GET ${path}?max_payload_bytes=much`, ...bad },
      { request: `GET ${path}?payload=hex`, ...bad },
      { request: `GET ${path}?position=nonsense`, ...invalid },
      { request: `GET ${path.replace('/c/', '/zz/')}`, status: 404, code: 'CLIENTID_NOT_FOUND' },
    ]);
  }
  await checkTable(api, [
    { request: 'GET /clients/c/mqueue_messages?payload=plain', ...invalid },
    { request: 'GET /clients/c/mqueue_messages?position=17_0_1', ...invalid },
    { request: 'GET /clients/c/inflight_messages?position=17_0', ...invalid },
    {
      request: 'GET /clients/c/inflight_messages?position=17',
      status: 200,
      check: (body: InflightMessages) =>
        assert.deepEqual(body, { data: [], meta: { start: 'none', position: 'none' } }),
    },
  ]);
});
