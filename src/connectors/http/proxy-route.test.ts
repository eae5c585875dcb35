import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { needsOpenssl, TestAuthority } from '../../../test/support/test-certificates.ts';
import { http } from './http.ts';

const never = new AbortController().signal;
const request = { method: 'post', path: '/x', headers: { accept: 'json' }, body: '{}' };

/** A proxy that notes what it is asked for; with `credentials` it asks for them. */
async function openProxy(t: TestContext, credentials?: string) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    credentials === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
  const forward = async (incoming: IncomingMessage): Promise<string> => {
    const body = Buffer.concat(await incoming.toArray());
    return (await fetch(String(incoming.url), { method: 'POST', body })).text();
  };
  const server = createServer((incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url} ${incoming.headers.accept}`);
    if (!isKnown(incoming)) answer.writeHead(407).end();
    else void forward(incoming).then((text) => answer.end(text));
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (!isKnown(incoming)) return socket.end('HTTP/1.1 407 No\r\n\r\n');
    const [host, port] = String(incoming.url).split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.end('HTTP/1.1 502 No\r\n\r\n'));
    socket.on('error', () => target.destroy());
    socket.on('close', () => target.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function open(t: TestContext, settings: Record<string, unknown>) {
  const handle = await http.open(http.settings.parse(settings));
  t.after(() => handle.close());
  return handle;
}

test('a plain request is handed to the proxy with its headers, and the probe looks for the proxy', async (t) => {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const proxy = await openProxy(t, 'me:p@ss');
  const url = `http://127.0.0.1:${receiver.port}`;
  const handle = await open(t, { url, proxy: `http://me:p%40ss@${proxy.host}` });
  assert.deepEqual(await handle.probe(never), { reachable: true });
  assert.equal((await handle.send({ id: '1', request }, never)).kind, 'delivered');
  assert.deepEqual(proxy.asked, [`POST ${url}/x json`]);
  assert.equal(receiver.requests.length, 1);
});

test('a request with TLS goes through a tunnel, and so does the probe', needsOpenssl, async (t) => {
  const authority = new TestAuthority(t);
  const { certfile, keyfile } = authority.issue('server', { names: 'DNS:localhost' });
  const files = { cert: readFileSync(certfile), key: readFileSync(keyfile) };
  const server = createTlsServer(files, (_incoming, answer) => answer.end('ok')).listen(0, '127.0.0.1');
  t.after(() => server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await openProxy(t, 'me:pw');
  const ssl = { cacertfile: authority.cacertfile };
  const handle = await open(t, {
    url: `https://localhost:${port}`,
    proxy: `http://me:pw@${proxy.host}`,
    ssl,
  });
  assert.deepEqual(await handle.probe(never), { reachable: true });
  assert.equal((await handle.send({ id: '1', request }, never)).kind, 'delivered');
  assert.deepEqual(proxy.asked, [`CONNECT localhost:${port}`, `CONNECT localhost:${port}`]);
});

test('a proxy that wants another password, or does not reach the host, is told', async (t) => {
  const proxy = await openProxy(t, 'me:pw');
  const wrong = { url: 'https://127.0.0.1:1', proxy: `http://me:wrong@${proxy.host}` };
  const handle = await open(t, wrong);
  const reason = `the proxy ${proxy.host} answered 407: write its user and password as http://user:password@host:port`;
  assert.deepEqual(await handle.probe(never), { reachable: false, reason });
  assert.deepEqual(await handle.send({ id: '1', request }, never), {
    kind: 'rejected',
    cause: 'config',
    reason,
  });
  const plain = await open(t, { ...wrong, url: 'http://127.0.0.1:1' });
  assert.deepEqual(await plain.send({ id: '1', request }, never), {
    kind: 'rejected',
    cause: 'config',
    reason,
  });
  const right = await open(t, { ...wrong, proxy: `http://me:pw@${proxy.host}` });
  const unreachable = {
    reachable: false,
    reason: `the proxy ${proxy.host} answered 502: it cannot reach this host`,
  };
  assert.deepEqual(await right.probe(never), unreachable);
  assert.equal((await right.send({ id: '1', request }, never)).kind, 'unavailable');
});

const refused: [proxy: string, reason: RegExp][] = [
  ['socks5://h:1', /write the proxy as/],
  ['h:3128', /write the proxy as/],
  ['http://h:1/path', /write the proxy as/],
  ['http://169.254.169.254:3128', /metadata address, are refused/],
  ['http://0xa9fea9fe:3128', /metadata address, are refused/],
];
for (const [proxy, reason] of refused) {
  test(`the proxy ${proxy} is refused`, () =>
    assert.match(http.settings.safeParse({ url: 'https://h', proxy }).error?.message ?? '', reason));
}
