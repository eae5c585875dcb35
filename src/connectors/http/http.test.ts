import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import type { ConnectorHandle } from '../connector.ts';
import { type HttpRequest, http, joinPath } from './http.ts';
import { parseRetryAfter } from './retry-after.ts';

async function open(
  t: TestContext,
  settings: Record<string, unknown>,
): Promise<ConnectorHandle<HttpRequest>> {
  const handle = await http.open(http.settings.parse(settings));
  t.after(() => handle.close());
  return handle;
}

async function openReceiver(t: TestContext): Promise<HttpReceiver> {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  return receiver;
}

async function openBoth(t: TestContext, settings: Record<string, unknown> = {}) {
  const receiver = await openReceiver(t);
  const handle = await open(t, { url: `http://127.0.0.1:${receiver.port}/base/`, ...settings });
  const send = (request: Partial<HttpRequest> = {}, signal = new AbortController().signal) =>
    handle.send({ id: 'delivery-1', request: { ...post, ...request } }, signal);
  return { receiver, handle, send };
}

/** A server that does with each connection what it is told to. */
async function listenTcp(t: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const post: HttpRequest = { method: 'post', path: '/x', headers: {}, body: '{"a":1}' };
const never = new AbortController().signal;

test('a request carries path, body, headers and an id that the receiver can tell repeats by', async (t) => {
  const { receiver, send } = await openBoth(t);
  const outcome = await send({ path: 'send?key=1', headers: { 'X-Name': 'v' }, body: '{"a":"设备"}' });
  assert.deepEqual(outcome, { kind: 'delivered', answer: { status: 200, excerpt: '{"errcode":0}' } });
  const [request] = receiver.requests;
  assert.equal(`${request?.method} ${request?.url} ${request?.body}`, 'POST /base/send?key=1 {"a":"设备"}');
  assert.equal(request?.headers['x-name'], 'v');
  assert.equal(request?.headers['idempotency-key'], 'delivery-1');
});

test('get and delete carry no body', async (t) => {
  const { receiver, send } = await openBoth(t);
  await send({ method: 'get' });
  await send({ method: 'delete' });
  assert.deepEqual(
    receiver.requests.map(({ method, body, headers }) => [method, body, headers['content-length']]),
    [
      ['GET', '', undefined],
      ['DELETE', '', undefined],
    ],
  );
});

test("the action's headers replace the connector's of the same name, whatever the case", async (t) => {
  const { receiver, send } = await openBoth(t, {
    headers: { 'X-A': 'connector', 'X-B': 'connector', 'X-C': '${c}' },
  });
  await send({ headers: { 'x-a': 'action' } });
  const { headers } = receiver.requests[0] ?? {};
  assert.deepEqual(
    [headers?.['x-a'], headers?.['x-b'], headers?.['x-c']],
    ['action', 'connector', undefined],
  );
});

test('headers about the connection are left to the HTTP client, text beyond ASCII goes out as UTF-8', async (t) => {
  const { receiver, send } = await openBoth(t);
  await send({
    headers: { 'keep-alive': 'timeout=5', connection: 'x', 'content-length': '1', 'x-text': '告警' },
  });
  const { headers, body } = receiver.requests[0] ?? {};
  assert.equal(headers?.['keep-alive'], undefined);
  assert.equal(Buffer.from(String(headers?.['x-text']), 'latin1').toString(), '告警');
  assert.equal(body, post.body);
});

test('what may not stand in a request line is percent-encoded', async (t) => {
  const { receiver, send } = await openBoth(t);
  await send({ path: '/a b?title=告警\r\nX: y&q=%20"' });
  assert.equal(receiver.requests[0]?.url, '/base/a%20b?title=%E5%91%8A%E8%AD%A6%0D%0AX:%20y&q=%20"');
});

const joined: [base: string, path: string, expected: string][] = [
  ['/', '', '/'],
  ['/base', '', '/base'],
  ['/', 'x', '/x'],
  ['/base', '/x', '/base/x'],
  ['/base/', '/x', '/base/x'],
  ['/', '?a=1', '/?a=1'],
  ['/base', '?a=1', '/base?a=1'],
];
for (const [base, path, expected] of joined) {
  test(`'${base}' and '${path}' join to '${expected}'`, () => assert.equal(joinPath(base, path), expected));
}

const judged: [status: number, kind: string, reason: string | undefined][] = [
  [200, 'delivered', undefined],
  [204, 'delivered', undefined],
  [302, 'rejected', 'HTTP 302 Found: redirects are not followed'],
  [400, 'rejected', 'HTTP 400 Bad Request'],
  [404, 'rejected', 'HTTP 404 Not Found'],
  [408, 'unavailable', 'HTTP 408 Request Timeout'],
  [425, 'unavailable', 'HTTP 425 Too Early'],
  [429, 'unavailable', 'HTTP 429 Too Many Requests'],
  [500, 'unavailable', 'HTTP 500 Internal Server Error'],
  [503, 'unavailable', 'HTTP 503 Service Unavailable'],
];
test('the status decides what became of a request', async (t) => {
  const { receiver, send } = await openBoth(t);
  for (const [status, kind, reason] of judged) {
    receiver.answer = (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end();
    const outcome = await send();
    assert.deepEqual([outcome.kind, 'reason' in outcome ? outcome.reason : undefined], [kind, reason]);
    assert.equal(outcome.answer?.status, status);
  }
  assert.equal(receiver.requests.length, judged.length, 'no redirect was followed');
});

test('Retry-After of an unavailable answer is passed on', async (t) => {
  const { receiver, send } = await openBoth(t);
  receiver.answer = (_request, response) => response.writeHead(429, { 'retry-after': '7' }).end();
  const outcome = await send();
  assert.equal(outcome.kind === 'unavailable' && outcome.retryAfter, 7000);
});

const now = Date.UTC(2026, 0, 1);
const retryAfters: [header: string, milliseconds: number | undefined][] = [
  ['0', 0],
  ['120', 120_000],
  ['86400', 3_600_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2020 00:00:30 GMT', 0],
  ['soon', undefined],
  ['', undefined],
];
for (const [header, expected] of retryAfters) {
  test(`Retry-After: ${header} is ${expected} ms`, () =>
    assert.equal(parseRetryAfter(header, now), expected));
}

test('of a huge answer only the beginning is read', { timeout: 5000 }, async (t) => {
  const { receiver, send } = await openBoth(t);
  receiver.answer = (_request, response) => {
    const chunk = Buffer.alloc(65_536, 'x');
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    more();
  };
  const outcome = await send();
  assert.equal(outcome.kind, 'delivered');
  assert.equal(outcome.answer?.excerpt.length, 1001);
});

test('an answer that ends half-way is no answer', async (t) => {
  const { receiver, send } = await openBoth(t);
  receiver.answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  };
  const outcome = await send();
  assert.equal(outcome.kind, 'unavailable');
  assert.match('reason' in outcome ? outcome.reason : '', /closed before the answer was complete/);
});

test('a connection that is closed without an answer is unavailable', async (t) => {
  const url = await listenTcp(t, (socket) => socket.once('data', () => socket.destroy()));
  const handle = await open(t, { url });
  const outcome = await handle.send({ id: '1', request: post }, never);
  assert.match(
    JSON.stringify(outcome),
    /"unavailable","cause":"network","reason":"connection to .* was closed/,
  );
});

test('a refused connection is unavailable, and so says the probe', async (t) => {
  const { receiver, handle, send } = await openBoth(t);
  receiver.close();
  assert.deepEqual(await send(), {
    kind: 'unavailable',
    cause: 'network',
    reason: `connection refused by 127.0.0.1:${receiver.port}`,
  });
  assert.deepEqual(await handle.probe(never), {
    reachable: false,
    reason: `connection refused by 127.0.0.1:${receiver.port}`,
  });
});

test('https to a server that speaks http says so', async (t) => {
  const receiver = await openReceiver(t);
  const handle = await open(t, { url: `https://127.0.0.1:${receiver.port}` });
  assert.deepEqual(await handle.probe(never), {
    reachable: false,
    reason: `127.0.0.1:${receiver.port} does not speak TLS: is it http?`,
  });
});

test('the probe connects and sends nothing', async (t) => {
  const seen: Buffer[] = [];
  const url = await listenTcp(t, (socket) => {
    socket.on('data', (chunk: Buffer) => seen.push(chunk));
    socket.on('end', () => socket.end());
  });
  const handle = await open(t, { url });
  assert.deepEqual(await handle.probe(never), { reachable: true });
  assert.equal(seen.length, 0);
});

test('an aborted request ends at once with the reason of the abort', async (t) => {
  const { receiver, send } = await openBoth(t);
  receiver.answer = () => undefined;
  const abort = new AbortController();
  const outcome = send({}, abort.signal);
  await receiver.received(1);
  abort.abort(new Error('no answer within 15 s'));
  assert.deepEqual(await outcome, {
    kind: 'unavailable',
    cause: 'network',
    reason: 'no answer within 15 s',
  });
});

test('a header that cannot be sent is rejected, not tried for ever', async (t) => {
  const { send } = await openBoth(t);
  assert.equal((await send({ headers: { 'bad name': 'x' } })).kind, 'rejected');
});

const badSettings: [what: string, settings: Record<string, unknown>, reason: RegExp][] = [
  ['no URL', {}, /url/],
  ['another scheme', { url: 'file:///etc/passwd' }, /write the URL as/],
  ['a user in the URL', { url: 'http://me:pw@host' }, /no user or password/],
  ['a query', { url: 'http://host/?a=1' }, /no query/],
  ['a fragment', { url: 'http://host/#a' }, /no fragment/],
  ['metadata in decimal', { url: 'http://2852039166/' }, /metadata address, are refused/],
  ['metadata in octal', { url: 'http://0251.0376.0251.0376/' }, /metadata address, are refused/],
  ['metadata in IPv6', { url: 'http://[::ffff:169.254.169.254]/' }, /metadata address, are refused/],
  ['an unknown field', { url: 'http://host', pool_sizes: 1 }, /pool_sizes/],
  ['no duration', { url: 'http://host', connect_timeout: 'soon' }, /not a duration/],
  [
    'a header of the connection',
    { url: 'http://host', headers: { 'Transfer-Encoding': 'x' } },
    /leave it out/,
  ],
  ['another connection', { url: 'http://host', headers: { Connection: 'upgrade' } }, /leave it out/],
  ['a header of two lines', { url: 'http://host', headers: { a: 'b\n\0' } }, /no line break/],
  ['a header that is none', { url: 'http://host', headers: { 'a b': 'c' } }, /no name of a header/],
  ['a timeout without end', { url: 'http://host', request_timeout: '10m' }, /1ms to 5m/],
  ['TLS over http', { url: 'http://host', ssl: { enable: true } }, /write https/],
];
for (const [what, settings, reason] of badSettings) {
  test(`settings with ${what} are refused`, () => {
    const result = http.settings.safeParse(settings);
    assert.match(result.error?.message ?? 'accepted', reason);
  });
}

test('durations are kept as they were given', () => {
  const settings = http.settings.parse({ url: 'https://host', connect_timeout: '1m30s' });
  assert.equal(settings.connect_timeout, '1m30s');
  assert.equal(settings.max_inactive, '10s');
});

test('a PEM file that is not there is reported when the connector is opened', async () => {
  const settings = http.settings.parse({
    url: 'https://host',
    ssl: { enable: true, cacertfile: '/no/such.pem' },
  });
  await assert.rejects(http.open(settings), /cannot read \/no\/such\.pem \(ENOENT\)/);
});
