import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { type TestContext, test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startBacktests } from '../../../test/support/backtest-scenario.ts';
import { Backtest, BacktestList } from '../contract.ts';

const SQL = `SELECT clientid, 1.0 as x FROM "$events/client/disconnected" WHERE reason != 'normal'`;

async function start(t: TestContext) {
  const scenario = startBacktests(t);
  const { backtests, clock } = scenario;
  const api = await startApi(t, { backtests, clock });
  return { ...scenario, api };
}

test('a quick backtest is answered at once, and found again until it is deleted', async (t) => {
  const { api, disconnect } = await start(t);
  disconnect('a', 'kicked');
  disconnect('b', 'normal');
  const { status, body, text } = await api.send('POST /backtests', { body: { sql: SQL } });
  assert.equal(status, 200, text);
  const answer = Backtest.parse(body);
  assert.deepEqual(answer, body);
  const { id, state, events_read, matched, passed, failed, rows } = answer;
  assert.deepEqual(
    { state, events_read, matched, passed, failed },
    { state: 'done', events_read: 2, matched: 2, passed: 1, failed: { no_result: 1, exception: 0 } },
  );
  assert.equal(rows[0]?.clientid, 'a');
  assert.match(text, /"row":\{"clientid":"a","x":1\.0\}/);
  await checkTable(api, [
    { request: 'GET /backtests', status: 200, answer: BacktestList, who: 'viewerKey' },
    { request: `GET /backtests/${id}`, status: 200, answer: Backtest, who: 'viewerKey' },
    { request: `DELETE /backtests/${id}`, who: 'viewerKey', status: 403, code: 'UNAUTHORIZED_ROLE' },
    { request: `DELETE /backtests/${id}`, status: 204 },
    { request: `GET /backtests/${id}`, status: 404, code: 'NOT_FOUND' },
    { request: `GET /backtests/${id}/stream`, status: 404, code: 'NOT_FOUND' },
    { request: `DELETE /backtests/${id}`, status: 404, code: 'NOT_FOUND' },
  ]);
});

test('what cannot be backtested is refused, and says why', async (t) => {
  const { api } = await start(t);
  await checkTable(api, [
    { request: 'POST /backtests', body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /backtests', body: { sql: 'SELECT' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /backtests', body: { sql: SQL, from: 'x' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /backtests', body: { sql: SQL, limit: 501 }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /backtests', body: { rule_id: 'x' }, status: 404, code: 'RULE_NOT_FOUND' },
    { request: 'POST /backtests?wait=31', body: { sql: SQL }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /backtests', body: { sql: SQL }, who: 'viewerKey', status: 403 },
  ]);
});

test('without a journal nothing can be backtested', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'POST /backtests', body: { sql: SQL }, status: 503, code: 'SERVICE_UNAVAILABLE' },
  ]);
});

test('one that takes long is answered while it runs; beyond a number of them the next is refused', async (t) => {
  const { api, backtests, journal, clock } = await start(t);
  t.mock.method(journal, 'figures', () => new Promise(() => undefined));
  const first = api.send('POST /backtests', { body: { sql: SQL } });
  while (backtests.list().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(1000);
  const { status, body } = await first;
  assert.equal(status, 202);
  assert.equal(Backtest.parse(body).state, 'running');
  for (let n = 1; n < 10; n++) await api.send('POST /backtests?wait=0', { body: { sql: SQL } });
  const refused = await api.send('POST /backtests?wait=0', { body: { sql: SQL } });
  assert.equal(refused.status, 429);
  assert.match(refused.text, /cancel one/);
});

test('a stream tells how far it is and ends with the whole of it', async (t) => {
  const { api, journal, disconnect } = await start(t);
  disconnect('a', 'kicked');
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  const figures = journal.figures.bind(journal);
  t.mock.method(journal, 'figures', () => mayGoOn.then(figures));
  const { body } = await api.send('POST /backtests?wait=0', { body: { sql: SQL } });
  const { id } = Backtest.parse(body);
  const { port } = await api.server.listen('127.0.0.1', 0);
  const authorization = `Basic ${Buffer.from('admin-key:secret-a').toString('base64')}`;
  const request = get({ port, path: `/api/v5/backtests/${id}/stream`, headers: { authorization } });
  const [response] = await once(request, 'response');
  assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  while (!text.includes('event: progress')) await once(response, 'data');
  goOn();
  await once(response, 'end');
  const events = [...text.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, name, data = '']) => ({
    name,
    state: JSON.parse(data).state,
  }));
  assert.deepEqual(events, [
    { name: 'progress', state: 'running' },
    { name: 'end', state: 'done' },
  ]);
});
