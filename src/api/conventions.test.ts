import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../test/support/api-scenario.ts';
import { ErrorCode, Login, Problem, Status } from './contract.ts';

test('an unknown path is 404, as JSON unless something else is asked for', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /nothing', who: 'nobody', status: 404, code: 'NOT_FOUND', answer: Problem },
    { request: 'GET /clients/a/b', status: 404, code: 'NOT_FOUND' },
    { request: 'GET //api/v4/nodes', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /nothing', headers: { accept: 'application/json' }, status: 404, code: 'NOT_FOUND' },
    { request: 'POST /nothing', body: '{"broken', status: 404, code: 'NOT_FOUND' },
  ]);
  const page = await api.send('GET /nothing', { headers: { accept: 'text/html,*/*;q=0.8' } });
  assert.match(String(page.headers['content-type']), /^text\/html/);
  const text = await api.send('GET /nothing', { headers: { accept: 'text/plain' } });
  assert.equal(text.text, 'Request Path Not Found');
});

test('a known path with another method is 405 with the methods it has, and no body', async (t) => {
  const api = await startApi(t);
  const rows = [
    ['DELETE /clients', 'GET, HEAD'],
    ['PATCH /rules/r1', 'DELETE, GET, HEAD, PUT'],
    ['GET /publish', 'POST'],
    ['GET /connectors/http%3Aa/enable/true', 'PUT'],
  ] as const;
  for (const [request, allow] of rows) {
    const answer = await api.send(request, { who: 'nobody' });
    assert.deepEqual([answer.status, answer.headers.allow, answer.text], [405, allow, ''], request);
  }
});

test('a body is JSON within bounds, whatever is sent', async (t) => {
  const api = await startApi(t);
  const nested = (depth: number) =>
    `{"sql":"x","context":{"event_type":"a","x":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  await checkTable(api, [
    { request: 'POST /publish', body: '{"topic":', status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: '', status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: 'null', status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: '{"__proto__":{"topic":"a"}}', status: 400, code: 'BAD_REQUEST' },
    {
      request: 'POST /connectors',
      body: `"${'x'.repeat(1024 * 1024)}"`,
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    },
    { request: 'POST /rule_test', body: nested(62), status: 200 },
    { request: 'POST /rule_test', body: nested(63), status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /connectors/http:a/start', body: '', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /clients/%zz', status: 400, code: 'BAD_REQUEST' },
  ]);
});

test('another content type is refused for rules and read as JSON elsewhere, as EMQX does', async (t) => {
  const api = await startApi(t);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const text = { 'content-type': 'text/plain' };
  const refused = { headers: text, body: '{}', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' };
  await checkTable(api, [
    { request: 'POST /rules', ...refused },
    { request: 'PUT /rules/r1', ...refused },
    { request: 'POST /rule_test', ...refused },
    { request: 'POST /rules/r1/test', ...refused },
    { request: 'PUT /rule_engine', ...refused },
    { request: 'POST /publish', headers: form, body: '{"topic":"t","payload":""}', status: 202 },
    {
      request: 'POST /publish',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"topic":"t","payload":""}',
      status: 202,
    },
  ]);
});

test('the message of a breach of a schema is a JSON text that says where and why', async (t) => {
  const api = await startApi(t);
  const rows = [
    [{ payload: 'x' }, { kind: 'validation_error', path: 'topic', reason: 'required_field' }],
    [
      { topic: 't', payload: 'x', colour: 'red' },
      { kind: 'validation_error', path: 'root', reason: 'unknown_fields', unknown: 'colour' },
    ],
    [{ topic: 't', payload: 'x', payload_encoding: 'hex' }, { path: 'payload_encoding' }],
    [
      { topic: 't', payload: 'x', properties: { message_expiry_interval: 'soon' } },
      { path: 'properties.message_expiry_interval' },
    ],
  ] as const;
  for (const [body, expected] of rows) {
    const answer = await api.send('POST /publish', { body });
    const { code, message } = answer.body as { code: string; message: string };
    assert.deepEqual([answer.status, code], [400, 'BAD_REQUEST']);
    assert.partialDeepStrictEqual(JSON.parse(message), expected);
  }
});

test('a mistake of ours is 500 and tells nothing about the inside', async (t) => {
  const api = await startApi(t);
  api.broker.stats = () => {
    throw new Error('the secret inside');
  };
  const answer = await api.send('GET /stats');
  assert.equal(answer.status, 500);
  assert.deepEqual(Object.keys(answer.body as object), ['code', 'message']);
  assert.doesNotMatch(answer.text, /inside/);
});

test('every answer carries the headers that keep browsers out of trouble', async (t) => {
  const api = await startApi(t);
  for (const request of ['GET /status', 'GET /nothing', 'GET /clients/%zz', 'GET /clients', 'POST /login']) {
    const { headers } = await api.send(request, {
      who: 'nobody',
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(headers['x-content-type-options'], 'nosniff', request);
    assert.equal(headers['referrer-policy'], 'no-referrer', request);
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, request);
    assert.equal(headers['x-powered-by'], undefined, request);
    assert.equal(headers['access-control-allow-origin'], undefined, request);
  }
});

test('the status is for everybody, with and without prefix, as text or JSON, also by HEAD', async (t) => {
  const api = await startApi(t);
  for (const path of ['/status', '//status']) {
    const text = await api.send(`GET ${path}`, { who: 'nobody' });
    assert.deepEqual(
      [text.status, text.text, text.headers['retry-after']],
      [200, 'Node tocsin@127.0.0.1 is started\ntocsin is running', '15'],
    );
    assert.match(String(text.headers['content-type']), /^text\/plain/);
    const head = await api.send(`HEAD ${path}`, { who: 'nobody' });
    assert.deepEqual([head.status, head.text], [200, '']);
  }
  await checkTable(api, [
    {
      request: 'GET /status?format=json',
      who: 'nobody',
      status: 200,
      answer: Status,
      check: (body: Status) =>
        assert.deepEqual(body, {
          node_name: 'tocsin@127.0.0.1',
          cluster: '127.0.0.1',
          broker_status: 'started',
          app_status: 'running',
        }),
    },
    { request: 'GET /status?format=xml', who: 'nobody', status: 400, code: 'BAD_REQUEST' },
  ]);
});

test('error codes are listed and explained for everybody', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /error_codes', who: 'nobody', status: 200, answer: ErrorCode.array() },
    { request: 'GET /error_codes/BAD_REQUEST', who: 'nobody', status: 200, answer: ErrorCode },
    { request: 'GET /error_codes/NONSENSE', who: 'nobody', status: 404, code: 'NOT_FOUND' },
  ]);
});

test('a sign-in answer fits its schema', async (t) => {
  const api = await startApi(t);
  const body = { username: 'admin', password: 'correct-horse-1' };
  await checkTable(api, [{ request: 'POST /login', who: 'nobody', body, status: 200, answer: Login }]);
});

test('listening on port 0 answers the port that was found', async (t) => {
  const api = await startApi(t);
  const { host, port } = await api.server.listen('127.0.0.1', 0);
  assert.equal(host, '127.0.0.1');
  const answer = await fetch(`http://127.0.0.1:${port}/api/v5/status`);
  assert.equal(answer.status, 200);
  await answer.text();
});

test('what a change caused is stored before it is answered, and a failure to store is no success', async (t) => {
  const stored: number[] = [];
  let isDiskFull = false;
  const api = await startApi(t, {
    beforeAnswer: () => {
      if (isDiskFull) return false;
      stored.push(api.broker.published.length);
      return true;
    },
  });
  const body = { topic: 't', payload: '' };
  assert.equal((await api.send('POST /publish', { body })).status, 202);
  assert.equal((await api.send('GET /clients')).status, 200);
  assert.deepEqual(stored, [1]);
  isDiskFull = true;
  assert.equal((await api.send('POST /publish', { body })).status, 503);
});
