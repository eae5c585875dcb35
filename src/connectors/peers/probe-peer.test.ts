import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { ScriptedMqttServer } from '../../../test/support/scripted-mqtt-server.ts';
import { needsOpenssl, TestAuthority } from '../../../test/support/test-certificates.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { type Peer, probePeer } from './probe-peer.ts';

/** The port of a server that ends with the test. */
async function listen(t: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const patient = () => AbortSignal.timeout(10_000);

function peerAt(type: Peer['type'], place: string, ssl: object = {}): Peer {
  return { type, place, ssl: tlsSettings.parse(ssl) };
}

test('a TCP peer is there when it accepts a connection', async (t) => {
  const port = await listen(t, createServer());
  assert.equal(await probePeer(peerAt('tcp', `127.0.0.1:${port}`), patient()), undefined);
  const closed = await closedPort();
  assert.equal(
    await probePeer(peerAt('tcp', `127.0.0.1:${closed}`), patient()),
    `connection refused by 127.0.0.1:${closed}`,
  );
  assert.match((await probePeer(peerAt('tcp', '169.254.169.254:80'), patient())) ?? '', /are refused/);
});

test('a TLS peer is there when its certificate is one that we trust', needsOpenssl, async (t) => {
  const authority = new TestAuthority(t);
  const { certfile, keyfile } = authority.issue('peer', { names: 'IP:127.0.0.1' });
  const server = createTlsServer({ cert: readFileSync(certfile), key: readFileSync(keyfile) });
  server.on('tlsClientError', () => undefined);
  const place = `127.0.0.1:${await listen(t, server)}`;
  const { cacertfile } = authority;
  assert.equal(await probePeer(peerAt('tls', place, { enable: true, cacertfile }), patient()), undefined);
  assert.equal(
    await probePeer(peerAt('tls', place, { enable: true, verify: 'verify_none' }), patient()),
    undefined,
  );
  assert.match(
    (await probePeer(peerAt('tls', place, { enable: true }), patient())) ?? '',
    /nobody whom we trust/,
  );
  const plain = `127.0.0.1:${await listen(
    t,
    createServer((socket) => socket.end('220 hello\r\n')),
  )}`;
  assert.match(
    (await probePeer(peerAt('tls', plain, { enable: true }), patient())) ?? '',
    /does not speak TLS/,
  );
});

test('an HTTP peer is there when it answers with less than 400; what else it says is shown', async (t) => {
  let status = 200;
  const server = createHttpServer((_request, response) =>
    response.writeHead(status).end('the database is gone'),
  );
  const url = `http://127.0.0.1:${await listen(t, server)}/health`;
  assert.equal(await probePeer(peerAt('http', url), patient()), undefined);
  status = 302;
  assert.equal(await probePeer(peerAt('http', url), patient()), undefined);
  status = 503;
  assert.equal(await probePeer(peerAt('http', url), patient()), 'HTTP 503: the database is gone');
  assert.match(
    (await probePeer(peerAt('http', `http://127.0.0.1:${await closedPort()}/`), patient())) ?? '',
    /connection refused/,
  );
});

test('an MQTT peer is there when it lets us in', async (t) => {
  const server = await ScriptedMqttServer.open(t);
  const place = `127.0.0.1:${server.port}`;
  assert.equal(await probePeer(peerAt('mqtt', place), patient()), undefined);
  server.connack = { ...server.connack, reasonCode: ReasonCode.NotAuthorized };
  const answer = await probePeer({ ...peerAt('mqtt', place), username: 'u', password: 'p' }, patient());
  assert.match(answer ?? '', /refused with not_authorized/);
  assert.equal(server.ofType('connect').at(-1)?.username, 'u');
});

test('one that says nothing is given up with the words of who gave it up', async (t) => {
  const silent = await listen(t, createServer());
  for (const type of ['tls', 'http', 'mqtt'] as const) {
    const place = type === 'http' ? `http://127.0.0.1:${silent}/` : `127.0.0.1:${silent}`;
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('no answer within 5 s')), 50);
    assert.equal(await probePeer(peerAt(type, place), abort.signal), 'no answer within 5 s', type);
  }
});
