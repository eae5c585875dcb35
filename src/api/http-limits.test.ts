import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { ConnectionLimit, serverOptions } from './http-limits.ts';

/** A server that sees connections from this address. */
function serverSeenFrom(t: TestContext, address: string, limit = new ConnectionLimit()) {
  const server = createServer(serverOptions);
  limit.watch(server);
  return () => {
    const socket = new Socket();
    t.after(() => socket.destroy());
    Object.defineProperty(socket, 'remoteAddress', { value: address });
    server.emit('connection', socket);
    return socket;
  };
}

test('one address has at most a hundred connections, and a place that is left is free again', async (t) => {
  const connect = serverSeenFrom(t, '192.0.2.1');
  const sockets = Array.from({ length: 100 }, connect);
  assert.ok(sockets.every(({ destroyed }) => !destroyed));
  assert.ok(connect().destroyed);

  const [first] = sockets;
  assert.ok(first);
  first.destroy();
  await once(first, 'close');
  assert.ok(!connect().destroyed);
});

test('behind loopback there may be a reverse proxy with many callers', (t) => {
  const connect = serverSeenFrom(t, '::ffff:127.0.0.1');
  assert.ok(Array.from({ length: 300 }, connect).every(({ destroyed }) => !destroyed));
});

test('servers with TLS and without share what one address may have, and what all may', (t) => {
  const limit = new ConnectionLimit();
  const [plain, secure] = [serverSeenFrom(t, '192.0.2.1', limit), serverSeenFrom(t, '192.0.2.1', limit)];
  const sockets = Array.from({ length: 60 }, () => [plain(), secure()]).flat();
  assert.equal(sockets.filter(({ destroyed }) => !destroyed).length, 100);
  const local = serverSeenFrom(t, '127.0.0.1', limit);
  const more = Array.from({ length: 1000 }, local);
  assert.ok(more.filter(({ destroyed }) => !destroyed).length <= 900);
});

test('slow requests are looked for every two seconds', () => {
  assert.deepEqual(serverOptions, {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2000,
  });
});
