import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { denyAddresses } from './address-rules.ts';
import { connectChecked, resolveChecked } from './outbound-connection.ts';

async function listen(t: TestContext): Promise<number> {
  const server = createServer((socket) => socket.end('hello'));
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a connection is made to an address or a name', async (t) => {
  const port = await listen(t);
  for (const host of ['127.0.0.1', 'localhost']) {
    const socket = await connectChecked({ host, port, timeout: 5000 });
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    assert.equal(String(greeting), 'hello');
    socket.destroy();
  }
});

test('no connection is made to a refused address, nor to a name that leads to one', async (t) => {
  const port = await listen(t);
  await assert.rejects(connectChecked({ host: '169.254.169.254', port }), /metadata address/);
  await assert.rejects(connectChecked({ host: '0xa9fea9fe', port }), /metadata address/);
  await assert.rejects(resolveChecked('[fe80::1]'), /metadata address/);
  t.after(() => denyAddresses([]));
  denyAddresses(['127.0.0.0/8', '::1']);
  await assert.rejects(connectChecked({ host: 'localhost', port }), /on the list/);
  await assert.rejects(resolveChecked('localhost'), /on the list/);
});

test('a refused connection and an abort are told', async (t) => {
  const port = await listen(t);
  await assert.rejects(connectChecked({ host: '127.0.0.1', port: 1 }), { code: 'ECONNREFUSED' });
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(connectChecked({ host: '127.0.0.1', port, signal }), /enough/);
});

test('a name is resolved to the address that is to be connected to, IPv4 first', async () => {
  assert.deepEqual(await resolveChecked('127.0.0.1'), { address: '127.0.0.1', family: 4 });
  const { address } = await resolveChecked('localhost');
  assert.match(address, /^(127\.0\.0\.1|::1)$/);
});
