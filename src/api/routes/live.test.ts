import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import type { ClientInfo } from '../../broker/door.ts';
import { LiveFigures } from '../contract.ts';

interface Told {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads a stream of topics; `next` resolves with the next message of an event, leaving out those before. */
async function follow(
  t: TestContext,
  { server }: ApiScenario,
  port: number,
  topics: string,
  who = 'viewer-key:secret-v',
) {
  assert.ok(server);
  const abort = new AbortController();
  t.after(() => abort.abort());
  const answer = await fetch(`http://127.0.0.1:${port}/api/v5/live?topics=${topics}`, {
    headers: { authorization: `Basic ${Buffer.from(who).toString('base64')}` },
    signal: abort.signal,
  });
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  let waiting = '';
  const told: Told[] = [];
  return {
    close: () => abort.abort(),
    async next(event: string): Promise<Told['data']> {
      for (;;) {
        for (let message = told.shift(); message; message = told.shift()) {
          if (message.event === event) return message.data;
        }
        const { done, value } = await reader.read();
        assert.ok(!done, 'the stream goes on');
        const blocks = (waiting + value).split('\n\n');
        waiting = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, name, data] = /^event: (\w+)\ndata: (.*)$/m.exec(block) ?? [];
          if (name && data) told.push({ event: name, data: JSON.parse(data) });
        }
      }
    },
  };
}

async function open(t: TestContext) {
  const api = await startApi(t);
  const { port } = await api.server.listen('127.0.0.1', 0);
  return { api, port };
}

const come = (clientId: string) =>
  ({ name: 'client.connected', at: 0, sequence: 1, client: { clientId } as ClientInfo }) as const;

test('topics are named with commas, and an unknown one is refused', async (t) => {
  const { api } = await open(t);
  await checkTable(api, [
    { request: 'GET /live', who: 'viewerKey', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /live?topics=figures,nothing', who: 'viewerKey', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /live?topics=figures', who: 'publisherKey', status: 403 },
    { request: 'GET /live/figures', who: 'viewerKey', status: 200, answer: LiveFigures },
  ]);
});

test('figures come at once and each second, with rates over the last ten seconds', async (t) => {
  const { api, port } = await open(t);
  const reader = await follow(t, api, port, 'figures');
  assert.deepEqual((await reader.next('server')).version, '1.2.3');
  assert.equal((await reader.next('figures')).received_per_second, null);
  api.broker.metrics['messages.received'] += 40;
  api.broker.metrics['delivery.dropped.queue_full'] += 3;
  await api.clock.advance(1000);
  const figures = await reader.next('figures');
  assert.equal(figures.received_per_second, 40);
  assert.deepEqual([figures.dropped_per_second, figures.dropped_reason], [3, 'queue_full']);
  for (let second = 0; second < 9; second++) await api.clock.advance(1000);
  assert.equal(LiveFigures.parse((await api.send('GET /live/figures')).body).received_per_second, 4);
});

test('without a reader nothing is timed, and nothing is heard', async (t) => {
  const { api, port } = await open(t);
  const reader = await follow(t, api, port, 'figures,clients');
  await reader.next('figures');
  assert.ok(api.broker.events['client.connected'].wanted);
  reader.close();
  while (api.broker.events['client.connected'].wanted) await new Promise(setImmediate);
  for (let second = 0; second < 15; second++) await api.clock.advance(1000);
  const before = api.clock.pending;
  await api.clock.advance(60_000);
  assert.equal(api.clock.pending, before, 'no timer begins itself anew');
  assert.equal(LiveFigures.parse((await api.send('GET /live/figures')).body).received_per_second, null);
});

test('who came and went is told together, some hundred by their ids', async (t) => {
  const { api, port } = await open(t);
  const reader = await follow(t, api, port, 'clients');
  await reader.next('server');
  for (let index = 0; index < 1000; index++) api.broker.events['client.connected'].emit(come(`dev-${index}`));
  await api.clock.advance(500);
  const clients = await reader.next('clients');
  assert.deepEqual([(clients.online as string[]).length, clients.offline, clients.count], [200, [], 1000]);
});

test('what a call changes is told to those who follow objects', async (t) => {
  const { api, port } = await open(t);
  const reader = await follow(t, api, port, 'objects');
  await reader.next('server');
  const body = { as: 'clientid', who: 'dev-1' };
  assert.equal((await api.send('POST /banned', { body })).status, 200);
  assert.deepEqual(await reader.next('objects'), { kind: 'ban', id: 'dev-1', what: 'created' });
  await api.send('DELETE /banned/clientid/nobody');
  await api.send('DELETE /banned/clientid/dev-1');
  assert.deepEqual(await reader.next('objects'), { kind: 'ban', id: 'dev-1', what: 'deleted' });
});
