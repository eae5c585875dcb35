import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { ListenError } from './listen-error.ts';
import { refuseTakenPort } from './taken-port.ts';

test('a port that another program has is refused by the setting that asks for it; a free one stays free', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = { host: '127.0.0.1', port, setting: 'dashboard.port' };
  await assert.rejects(refuseTakenPort(address), (error) => {
    assert.ok(error instanceof ListenError);
    assert.deepEqual([error.setting, error.port, error.code], ['dashboard.port', port, 'EADDRINUSE']);
    return true;
  });

  server.close();
  await once(server, 'close');
  await refuseTakenPort(address);
  await refuseTakenPort(address);
});
