import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startTestBroker, type TestBroker } from '../../../test/support/test-broker.ts';
import { startTraces } from '../../../test/support/trace-scenario.ts';
import { Trace, TraceLine, TraceList, TraceLog, TraceLogDetail } from '../contract.ts';

async function open(t: TestContext): Promise<ApiScenario & Pick<TestBroker, 'join'>> {
  const clock = new FakeClock();
  const { broker, join } = startTestBroker(undefined, undefined, undefined, { clock });
  const { traces } = startTraces(t, { broker, clock });
  return { ...(await startApi(t, { traces, clock })), clock, join };
}

const body = { name: 'one', type: 'clientid', clientid: 'dev-1' };

test('a trace is started, read, stopped, downloaded and deleted in the shape of EMQX', async (t) => {
  const api = await open(t);
  const made = await api.send('POST /trace', { who: 'operatorKey', body });
  assert.equal(made.status, 200, made.text);
  const trace = Trace.parse(made.body);
  assert.deepEqual(
    {
      ...trace,
      log_size: undefined,
      start_at: Date.parse(trace.start_at),
      end_at: Date.parse(trace.end_at),
    },
    {
      name: 'one',
      type: 'clientid',
      clientid: 'dev-1',
      status: 'running',
      stop_reason: null,
      payload_encode: 'text',
      formatter: 'text',
      start_at: api.clock.now(),
      end_at: api.clock.now() + 600_000,
      log_size: undefined,
      lines: 1,
      skipped: 0,
      created_by: 'operator-key',
    },
  );
  await api.join('dev-1');
  const stopped = await api.send('PUT /trace/one/stop', { who: 'operatorKey' });
  assert.equal(Trace.parse(stopped.body).stop_reason, 'stopped');
  await checkTable(api, [
    { request: 'GET /trace', status: 200, who: 'viewerKey', answer: TraceList },
    { request: 'GET /trace/one', status: 200, who: 'viewerKey', answer: Trace },
    { request: 'GET /trace/one/log_detail', status: 200, answer: TraceLogDetail },
    { request: 'GET /trace/one/log?bytes=0', status: 200, answer: TraceLog },
  ]);

  const text = await api.send('GET /trace/one/download');
  assert.equal(text.headers['content-disposition'], 'attachment; filename="one.log"');
  assert.match(text.text, /^2026-01-01T00:00:00\.000Z INFO trace\.started clientid=dev-1 /);
  assert.match(text.text, /RECV dev-1@127\.0\.0\.1:50000 CONNECT protocol=MQTT version=5 /);
  const json = await api.send('GET /trace/one/download?format=json');
  assert.equal(json.headers['content-disposition'], 'attachment; filename="one.jsonl"');
  const lines = json.text.trimEnd().split('\n');
  for (const line of lines) assert.deepEqual(TraceLine.parse(JSON.parse(line)), JSON.parse(line));
  assert.equal(lines.length, text.text.trimEnd().split('\n').length);

  let read = '';
  for (let position = 0; ; ) {
    const { items, meta } = TraceLog.parse(
      (await api.send(`GET /trace/one/log?bytes=300&position=${position}`)).body,
    );
    if (items === '') break;
    read += items;
    ({ position } = meta);
  }
  assert.equal(read, text.text);

  await checkTable(api, [
    { request: 'DELETE /trace/one', status: 204 },
    { request: 'GET /trace/one', status: 404, code: 'NOT_FOUND' },
    { request: 'POST /trace', status: 200, body: { type: 'topic', topic: 'a/#', for: '1m' }, answer: Trace },
    { request: 'DELETE /trace', status: 204 },
    { request: 'GET /trace', status: 200, check: (list: []) => assert.deepEqual(list, []) },
  ]);
});

test('what cannot be traced is refused with the reason', async (t) => {
  const api = await open(t);
  await checkTable(api, [
    { request: 'POST /trace', status: 403, who: 'viewerKey', body },
    { request: 'POST /trace', status: 400, code: 'BAD_REQUEST', body: { type: 'clientid' } },
    { request: 'POST /trace', status: 400, code: 'BAD_REQUEST', body: { type: 'topic', clientid: 'x' } },
    { request: 'POST /trace', status: 400, code: 'BAD_REQUEST', body: { ...body, for: '25h' } },
    { request: 'POST /trace', status: 400, code: 'BAD_REQUEST', body: { ...body, for: '10ms' } },
    {
      request: 'POST /trace',
      status: 400,
      code: 'BAD_REQUEST',
      body: { ...body, for: '1m', end_at: '2026-01-01T09:00:00+08:00' },
    },
    { request: 'POST /trace', status: 400, code: 'BAD_REQUEST', body: { ...body, name: '../etc' } },
    { request: 'POST /trace', status: 200, body },
    { request: 'POST /trace', status: 409, code: 'ALREADY_EXISTS', body: { ...body, clientid: 'y' } },
    { request: 'POST /trace', status: 409, code: 'DUPLICATE_CONDITION', body: { ...body, name: 'two' } },
    { request: 'PUT /trace/two/stop', status: 404, code: 'NOT_FOUND' },
    { request: 'DELETE /trace/two', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /trace/two/log', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /trace/two/stream', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /trace/two/download', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /trace/one/log?bytes=x', status: 400, code: 'BAD_REQUEST' },
  ]);
});

test('the stream has all lines from a position on and says when it is over', async (t) => {
  const api = await open(t);
  await api.send('POST /trace', { body });
  await api.join('dev-1');
  await api.send('PUT /trace/one/stop');
  const all = await api.send('GET /trace/one/stream');
  assert.match(String(all.headers['content-type']), /^text\/event-stream/);
  const messages = all.text.split('\n\n').filter((message) => message.includes('data: '));
  assert.equal(messages.length, 2);
  const [lines = '', over] = messages;
  assert.equal(over, 'event: over\ndata: {}');
  const [, id, data = ''] = /^id: (\d+)\ndata: (.*)$/.exec(lines) ?? [];
  assert.equal((JSON.parse(data) as unknown[]).length, 6);
  const rest = await api.send('GET /trace/one/stream', { headers: { 'last-event-id': String(id) } });
  assert.ok(!rest.text.includes('id: '), rest.text);
});
