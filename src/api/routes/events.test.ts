import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { type TestContext, test } from 'node:test';
import { checkTable, PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startJournal } from '../../../test/support/journal-scenario.ts';
import { aMessage } from '../../../test/support/rule-scenario.ts';
import { EventHistogram, FoundEvents, JournalStatus, RecordedEvent } from '../contract.ts';

async function startEvents(t: TestContext) {
  const clock = new FakeClock();
  const scenario = startJournal(t, { messages: ['t/#'] }, { clock });
  const api = await startApi(t, { journal: scenario.journal, clock });
  return { ...scenario, api };
}

interface Found {
  data: Array<{ id: string; event: string; clientid: string; columns: Record<string, unknown> }>;
  meta: { hasnext: boolean; cursor?: string };
}

test('events say which rules match them, and are exported as a whole', async (t) => {
  const { api, connect, disconnect } = await startEvents(t);
  for (let i = 0; i < 1200; i++) connect(`c${i}`);
  disconnect('c1', 'kicked');
  api.rules.create({ id: 'gone', sql: 'SELECT * FROM "$events/client/disconnected"', actions: [] } as never);
  const { data } = (await api.send('GET /events?rule_hits=true&limit=2')).body as {
    data: { event: string; rules: string[] }[];
  };
  assert.deepEqual(
    data.map(({ event, rules }) => [event, rules]),
    [
      ['client.disconnected', ['gone']],
      ['client.connected', []],
    ],
  );
  const lines = (await api.send('GET /events/export')).text.trimEnd().split('\n');
  assert.deepEqual([lines.length, JSON.parse(lines[0] ?? '').event], [1201, 'client.disconnected']);
  const csv = (await api.send('GET /events/export?format=csv&event=client.disconnected')).text;
  assert.match(csv, /^id,at,event,clientid,username,columns\r\n\d+-\d+,[^,]+,client\.disconnected,c1,/);
  assert.equal((await api.send('GET /events/export?event=nothing')).status, 400);
});

test('events are searched for by query, the newest first, from one cursor to the next', async (t) => {
  const { api, connect, disconnect, clock } = await startEvents(t);
  connect('a', 'Ann');
  await clock.advance(5000);
  disconnect('a', 'kicked');
  connect('b');
  const found = async (query: string) => (await api.send(`GET /events?${query}`)).body as Found;
  const all = await found('');
  FoundEvents.parse(all);
  assert.deepEqual(
    all.data.map(({ event, clientid }) => `${event} ${clientid}`),
    ['client.connected b', 'client.disconnected a', 'client.connected a'],
  );
  assert.equal(all.data[1]?.columns.reason, 'kicked');
  const names = async (query: string) => (await found(query)).data.map(({ clientid }) => clientid);
  assert.deepEqual(await names('event=client.connected&order=asc'), ['a', 'b']);
  assert.deepEqual(await names('clientid=b'), ['b']);
  assert.deepEqual(await names('column=reason:kicked&column=clientid:a'), ['a']);
  assert.deepEqual(await names('text=KICK'), ['a']);
  assert.deepEqual(await names(`to=${clock.now() - 1}`), ['a']);
  assert.deepEqual(await names('username=Ann'), ['a']);
  const first = await found('limit=2');
  assert.equal(first.meta.hasnext, true);
  const second = await found(`limit=2&cursor=${first.meta.cursor}`);
  assert.deepEqual(
    second.data.map(({ event }) => event),
    ['client.connected'],
  );
  assert.deepEqual(second.meta, { limit: 2, hasnext: false });
  const one = await api.send(`GET /events/${all.data[0]?.id}`);
  RecordedEvent.parse(one.body);
  assert.deepEqual(one.body, all.data[0]);
});

test('events are counted by time and kind, for the same filters', async (t) => {
  const { api, connect, disconnect, clock } = await startEvents(t);
  const begin = clock.now();
  connect('a', 'Ann');
  connect('b');
  await clock.advance(60_000);
  disconnect('a', 'kicked');
  await clock.advance(40_000);
  const histogram = async (query: string) =>
    EventHistogram.parse((await api.send(`GET /events/histogram?${query}`)).body);
  const all = await histogram('buckets=10');
  assert.deepEqual(
    all.data.map(({ at, count, counts }) => [Date.parse(at) - begin, count, counts]),
    [
      [0, 2, { 'client.connected': 2 }],
      [60_000, 1, { 'client.disconnected': 1 }],
    ],
  );
  const { step, count, from, to } = all.meta;
  assert.deepEqual([step, count, Date.parse(from), Date.parse(to)], [10_000, 3, begin, clock.now()]);
  assert.equal(all.meta.counted_from, undefined);
  const countOf = async (query: string) => (await histogram(query)).meta.count;
  assert.equal(await countOf('clientid=a'), 2);
  assert.equal(await countOf('username=Ann&event=client.connected'), 1);
  assert.equal(await countOf('column=reason:kicked'), 1);
  assert.equal(await countOf('text=KICK'), 1);
  assert.equal(await countOf(`from=${begin + 1}`), 1);
  assert.equal(await countOf('event=alarm.activated'), 0);
  const refused = await api.send('GET /events/histogram?buckets=0');
  assert.equal(refused.status, 400);
});

test('the columns of an answer keep numbers that JavaScript would change', async (t) => {
  const { api, broker } = await startEvents(t);
  broker.accept(aMessage({ topic: 't/1', payload: Buffer.from([0xff]) }));
  const { text } = await api.send('GET /events?event=message.publish');
  assert.match(text, /"payload":\{"\$bytes":"\/w=="\}/);
});

const says =
  (text: RegExp) =>
  ({ message }: { message: string }) =>
    assert.match(message, text);

test('what cannot be read is refused, and says what was wrong', async (t) => {
  const { api } = await startEvents(t);
  await checkTable(api, [
    { request: 'GET /events?cursor=x', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /events?column=reason', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /events?limit=1001', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /events?from=yesterday', status: 400, code: 'BAD_REQUEST' },
    {
      request: 'GET /events?event=client.conected',
      status: 400,
      check: says(/event.*did you mean client\.connected\?/),
    },
    {
      request: 'GET /events/stream?event=$events/client/disconnected',
      status: 400,
      check: says(/did you mean client\.disconnected\?/),
    },
    { request: 'GET /events?event=nonsense', status: 400, check: says(/there are .*message\.publish/) },
    { request: 'GET /events?from=2&to=1', status: 400, check: says(/"to".*must not be before from/) },
    { request: 'GET /events?from=2026-02-30T00:00:00Z', status: 400, check: says(/"from".*RFC 3339/) },
    { request: 'GET /events/1-99999999', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /events/1-1', status: 404, code: 'NOT_FOUND' },
    {
      request: 'GET /events/stream',
      headers: { 'last-event-id': 'x' },
      status: 400,
      code: 'INVALID_PARAMETER',
    },
    { request: 'GET /events/status', status: 200, answer: JournalStatus },
    { request: 'GET /events', who: 'publisherKey', status: 403, code: 'UNAUTHORIZED_ROLE' },
  ]);
});

test('without a journal every call says that nothing is recorded', async (t) => {
  const api = await startApi(t);
  for (const path of ['/events', '/events/1-1', '/events/status', '/events/stream', '/client_registry']) {
    const { status, text } = await api.send(`GET ${path}`);
    assert.equal(status, 503, path);
    assert.match(text, /journal\.enable is false/);
  }
});

test('the stream tells what was missed since Last-Event-ID, then what happens, and nothing else', async (t) => {
  const { api, journal, connect, disconnect } = await startEvents(t);
  connect('a');
  connect('b');
  await journal.flush();
  const { data } = (await api.send('GET /events?order=asc')).body as Found;
  const { port } = await api.server.listen('127.0.0.1', 0);
  const request = get({
    port,
    path: '/api/v5/events/stream?event=client.connected',
    headers: {
      authorization: `Basic ${Buffer.from('admin-key:secret-a').toString('base64')}`,
      'last-event-id': data[0]?.id,
    },
  });
  t.after(() => request.destroy());
  const [response] = await once(request, 'response');
  assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  while (!text.includes('"b"')) await once(response, 'data');
  disconnect('b', 'normal');
  connect('c');
  await journal.flush();
  while (!text.includes('"c"')) await once(response, 'data');
  const seen = [...text.matchAll(/^data: (.+)$/gm)].map(([, json = '']) => JSON.parse(json).clientid);
  assert.deepEqual(seen, ['b', 'c']);
  assert.deepEqual([...text.matchAll(/^id: (.+)$/gm)].length, 2);
});

test('a stream ends when who reads it has signed out', async (t) => {
  const { api, clock } = await startEvents(t);
  const token = await api.login('admin', PASSWORD);
  const authorization = `Bearer ${token}`;
  const { port } = await api.server.listen('127.0.0.1', 0);
  const request = get({ port, path: '/api/v5/events/stream', headers: { authorization } });
  t.after(() => request.destroy());
  const [response] = await once(request, 'response');
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const closed = new Promise<void>((resolve) => response.on('error', () => undefined).on('close', resolve));
  await clock.advance(15_000);
  while (!text.includes('still here')) await once(response, 'data');
  const body = { username: 'admin' };
  assert.equal(
    (await api.send('POST /logout', { who: 'nobody', headers: { authorization }, body })).status,
    204,
  );
  await clock.advance(15_000);
  await closed;
  const { body: status } = await api.send('GET /events/status');
  assert.equal((status as { streams: number }).streams, 0);
});

test('the registry and the history tell of clients that are gone', async (t) => {
  const { api, connect, disconnect, clock } = await startEvents(t);
  const begin = clock.now();
  connect('a', 'Ann');
  await clock.advance(2000);
  disconnect('a', 'kicked', begin);
  await clock.advance(3000);
  connect('b');
  const list = async (query: string) =>
    ((await api.send(`GET /client_registry?${query}`)).body as Found).data.map(({ clientid }) => clientid);
  assert.deepEqual(await list(''), ['b', 'a']);
  assert.deepEqual(await list('connected=false'), ['a']);
  assert.deepEqual(await list('like_username=nn'), ['a']);
  assert.deepEqual(await list('reason=kicked&clientid=a&clientid=b'), ['a']);
  assert.deepEqual(await list(`gte_last_seen_at=${begin + 2001}`), ['b']);
  assert.deepEqual(await list(`lte_last_seen_at=${begin + 2000}`), ['a']);
  const one = (await api.send('GET /client_registry/a')).body as Record<string, unknown>;
  assert.deepEqual([one.connected, one.reason, one.disconnects], [false, 'kicked', 1]);
  const { data } = (await api.send('GET /clients/a/history')).body as {
    data: Array<{ state: string; duration: number; reason?: string }>;
  };
  assert.deepEqual(
    data.map(({ state, duration, reason }) => [state, duration, reason]),
    [
      ['offline', 3000, 'kicked'],
      ['online', 2000, 'kicked'],
    ],
  );
  await checkTable(api, [
    { request: 'DELETE /client_registry/a', who: 'viewerKey', status: 403, code: 'UNAUTHORIZED_ROLE' },
    { request: 'DELETE /client_registry/a', status: 204 },
    { request: 'DELETE /client_registry/a', status: 404, code: 'CLIENTID_NOT_FOUND' },
    { request: 'GET /clients/a/history', status: 404, code: 'CLIENTID_NOT_FOUND' },
  ]);
});
