import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { silentLogger } from '../../../lib/logger.ts';
import type { Credentials, Judgement } from './authenticator.ts';
import { HttpAuthenticator, httpAuthenticatorSettings } from './http-authenticator.ts';

const clock = new FakeClock();

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A service that answers everybody alike. */
async function startService(
  t: TestContext,
  answer: { status?: number; body?: unknown; type?: string; silent?: boolean },
) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      heard.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (answer.silent) return;
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function openAuthenticator(t: TestContext, settings: object): Promise<HttpAuthenticator> {
  const authenticator = await HttpAuthenticator.open(
    httpAuthenticatorSettings.parse({ mechanism: 'password_based', backend: 'http', ...settings }),
    { clock, logger: silentLogger },
  );
  t.after(() => authenticator.close());
  return authenticator;
}

const hostile: Credentials = {
  clientId: 'dev/7&x=1',
  username: 'ann"\r\nx: y',
  password: Buffer.from('s\u00e9cret'),
  peerHost: '192.0.2.7',
  certificate: undefined,
};

const body = { username: '${username}', password: '${password}', nested: ['${clientid}', 7] };

test('a post sends its body as JSON, in which a value stays a value', async (t) => {
  const service = await startService(t, { status: 204 });
  const authenticator = await openAuthenticator(t, {
    url: `${service.url}/auth/\${clientid}?who=\${username}`,
    headers: { 'content-type': 'application/json', 'x-who': '${username}' },
    body,
  });
  assert.equal((await authenticator.check(hostile)).result, 'allow');
  const [request] = service.heard;
  assert.equal(request?.method, 'POST');
  assert.equal(request?.url, '/auth/dev%2F7%26x%3D1?who=ann%22%0D%0Ax%3A%20y');
  assert.equal(request?.headers['x-who'], 'ann"x: y');
  assert.equal(request?.headers.x, undefined);
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    username: 'ann"\r\nx: y',
    password: 'sécret',
    nested: ['dev/7&x=1', 7],
  });
});

test('a get sends it as query, and a form as a form', async (t) => {
  const service = await startService(t, { status: 204 });
  const get = await openAuthenticator(t, {
    method: 'get',
    url: `${service.url}/auth?a=1`,
    body: { u: '${username}', p: '${password}', c: '${cert_common_name}' },
  });
  await get.check({ ...hostile, username: 'ann&b' });
  assert.equal(service.heard[0]?.url, '/auth?a=1&u=ann%26b&p=s%C3%A9cret&c=');
  assert.equal(service.heard[0]?.body, '');
  const form = await openAuthenticator(t, {
    url: service.url,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: { u: '${username}' },
  });
  await form.check({ ...hostile, username: 'ann&b' });
  assert.equal(service.heard[1]?.url, '/');
  assert.equal(service.heard[1]?.body, 'u=ann%26b');
});

const later = Math.floor(clock.now() / 1000) + 60;
const acl = [{ permission: 'allow', action: 'publish', topic: 't/${clientid}' }];

const verdicts: readonly (readonly [
  name: string,
  answer: Parameters<typeof startService>[1],
  expected: Partial<Judgement>,
])[] = [
  ['204', { status: 204 }, { result: 'allow', isSuperuser: false }],
  [
    'allow with everything',
    {
      body: { result: 'allow', is_superuser: true, client_attrs: { site: 'x', n: 7 }, expire_at: later, acl },
    },
    {
      result: 'allow',
      isSuperuser: true,
      attributes: { site: 'x', n: '7' },
      expiresAt: later * 1000,
      acl,
    } as Partial<Judgement>,
  ],
  ['deny', { body: { result: 'deny' } }, { result: 'deny', reasonCode: 0x87 } as Partial<Judgement>],
  ['ignore', { body: { result: 'ignore' } }, { result: 'ignore' }],
  [
    'a form',
    { type: 'application/x-www-form-urlencoded', body: 'result=allow&is_superuser=true' },
    { result: 'allow', isSuperuser: true } as Partial<Judgement>,
  ],
  ['an allow that has expired', { body: { result: 'allow', expire_at: 1000 } }, { result: 'deny' }],
  ['an unreadable acl', { body: { result: 'allow', acl: [{ permission: 'maybe' }] } }, { result: 'deny' }],
  ['no result', { body: { is_superuser: true } }, { result: 'ignore' }],
  ['no JSON', { body: 'allow' }, { result: 'ignore' }],
  ['too long', { body: { result: 'allow', padding: 'x'.repeat(70_000) } }, { result: 'ignore' }],
  ['403', { status: 403, body: { result: 'allow' } }, { result: 'ignore' }],
  ['500', { status: 500, body: { result: 'allow' } }, { result: 'ignore' }],
  ['a redirect', { status: 302, body: { result: 'allow' } }, { result: 'ignore' }],
  ['silence', { silent: true }, { result: 'ignore' }],
];

for (const [name, answer, expected] of verdicts) {
  test(`an answer: ${name}`, async (t) => {
    const service = await startService(t, answer);
    const request_timeout = answer.silent ? '100ms' : '20s';
    const authenticator = await openAuthenticator(t, { url: service.url, body, request_timeout });
    const judgement = await authenticator.check(hostile);
    assert.deepEqual({ ...judgement, ...expected }, judgement);
  });
}

test('a service that is not there leaves the client to the next one, and the status says so', async (t) => {
  const authenticator = await openAuthenticator(t, { url: 'http://127.0.0.1:9/', body });
  assert.equal(authenticator.status, 'connected');
  assert.deepEqual(await authenticator.check(hostile), { result: 'ignore' });
  assert.equal(authenticator.status, 'disconnected');
});

for (const [url, why] of [
  ['http://169.254.169.254/latest', /link-local or cloud metadata/],
  ['http://${username}.example.org/', /no placeholder in the host/],
  ['ftp://example.org/', /write the URL as/],
  ['http://u:p@example.org/', /authorization header/],
] as const) {
  test(`${url} is refused when it is set`, () => {
    const draft = { mechanism: 'password_based', backend: 'http', url };
    const { error } = httpAuthenticatorSettings.safeParse(draft);
    assert.match(error?.issues[0]?.message ?? '', why);
  });
}

test('a name that leads to a refused address is not asked, and an unknown placeholder is refused', async (t) => {
  await assert.rejects(openAuthenticator(t, { url: 'http://127.0.0.1/', body: { x: '${password_hash}' } }), {
    name: 'TemplateError',
  });
});
