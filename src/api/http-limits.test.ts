import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { limitConnections, serverOptions } from './http-limits.ts';

test('one address has at most a hundred connections, and a place that is left is free again', async (t) => {
  const server = createServer(serverOptions);
  limitConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    const [accepted] = await Promise.all([once(server, 'connection'), once(socket, 'connect')]);
    return { socket, accepted: accepted[0] };
  };

  const sockets = [];
  for (let i = 0; i < 100; i++) sockets.push(await open());
  assert.ok(sockets.every(({ accepted }) => !accepted.destroyed));
  assert.ok((await open()).accepted.destroyed);

  const [first] = sockets;
  assert.ok(first);
  first.socket.destroy();
  await once(first.accepted, 'close');
  assert.ok(!(await open()).accepted.destroyed);
});

test('slow requests are looked for every two seconds', () => {
  assert.deepEqual(serverOptions, {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2000,
  });
});
