import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, connect as dial } from 'node:net';
import { test } from 'node:test';
import { baseListener, startListeners } from '../../../test/support/listener-scenario.ts';
import { ListenerError } from './listener-error.ts';

const refusal = (kind: ListenerError['kind'], message: RegExp) => (error: unknown) =>
  error instanceof ListenerError && error.kind === kind && message.test(error.message);

test('several listeners of each kind let clients in, and each counts its own', async (t) => {
  const ids = ['tcp:default', 'tcp:plant', 'ws:default', 'ws:plant'];
  const { listeners, connect, broker } = await startListeners(
    t,
    ids.map((id) => baseListener(id)),
  );
  for (const id of ids) await connect(id, { clientId: id });
  assert.deepEqual(
    listeners.list().map(({ id, currentConnections }) => [id, currentConnections]),
    ids.map((id) => [id, 1]),
  );
  assert.equal(broker.client('ws:plant')?.listener, 'ws:plant');
});

test('a listener that is stopped disconnects its clients and nobody else, and can be started again', async (t) => {
  const { listeners, connect, broker, until } = await startListeners(t, [
    baseListener('tcp:default'),
    baseListener('tcp:plant'),
  ]);
  const reasons: string[] = [];
  broker.events['client.disconnected'].listen(({ client, reason }) =>
    reasons.push(`${client.clientId} ${reason}`),
  );
  const stays = await connect('tcp:default', { clientId: 'stays' });
  const goes = await connect('tcp:plant', { clientId: 'goes' });
  const packets: number[] = [];
  goes.on('disconnect', ({ reasonCode = 0 }) => packets.push(reasonCode));
  const closed = new Promise<void>((resolve) => goes.once('close', () => resolve()));
  const stopped = await listeners.stopOne('tcp:plant');
  await closed;
  assert.deepEqual([stopped.running, stopped.settings.enable, stopped.address], [false, false, undefined]);
  assert.deepEqual(packets, [0x98]);
  await until(() => reasons.length > 0);
  assert.deepEqual(reasons, ['goes shutdown']);
  assert.equal(stays.connected, true);
  await listeners.startOne('tcp:plant');
  await connect('tcp:plant', { clientId: 'comes back' });
  assert.equal(stays.connected, true);
});

test('a listener is made, changed and deleted while others serve', async (t) => {
  const { listeners, connect, port } = await startListeners(t, [baseListener('tcp:default')]);
  const stays = await connect('tcp:default');
  const made = await listeners.create({ type: 'tcp', name: 'new', bind: '127.0.0.1:0', max_connections: 2 });
  assert.deepEqual([made.running, made.settings.max_connections], [true, 2]);
  const client = await connect('tcp:new');
  const firstPort = port('tcp:new');

  await listeners.update('tcp:new', { max_connections: 5, access_rules: ['deny all'] });
  assert.equal(port('tcp:new'), firstPort);
  await once(dial(firstPort, '127.0.0.1'), 'close');
  assert.equal(listeners.get('tcp:new').refused.access_rules, 1);
  assert.equal(client.connected, true, 'a change of settings disconnects nobody');

  await listeners.update('tcp:new', { access_rules: ['allow 127.0.0.0/8', 'deny all'], bind: '127.0.0.1:0' });
  await connect('tcp:new');
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await listeners.delete('tcp:new');
  await closed;
  assert.throws(() => listeners.get('tcp:new'), refusal('unknown', /tcp:new/));
  assert.equal(stays.connected, true);
});

test('another address is opened before the old one is closed, and clients of the old one stay', async (t) => {
  const { listeners, connect, port } = await startListeners(t, [baseListener('tcp:default')]);
  const client = await connect('tcp:default');
  const before = port('tcp:default');
  await listeners.update('tcp:default', { bind: '127.0.0.2:0' });
  assert.match(listeners.get('tcp:default').address ?? '', /^127\.0\.0\.2:/);
  const refused = dial(before, '127.0.0.1');
  await assert.rejects(once(refused, 'connect'));
  assert.equal(client.connected, true);
});

test('a port that cannot be had leaves the listener as it was', async (t) => {
  const { listeners, connect } = await startListeners(t, [baseListener('tcp:default')]);
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  assert.ok(typeof address === 'object' && address);
  const bind = `127.0.0.1:${address.port}`;
  const isTaken = refusal('invalid', /EADDRINUSE.*another listener or another program/);
  await assert.rejects(listeners.update('tcp:default', { bind }), isTaken);
  await assert.rejects(listeners.create({ type: 'ws', name: 'new', bind }), isTaken);
  assert.equal(listeners.get('tcp:default').settings.bind, '127.0.0.1:0');
  assert.equal(listeners.list().length, 1);
  await connect('tcp:default');
});

test('what the API changed survives a restart, over the configuration of then', async (t) => {
  const base = [baseListener('tcp:default'), baseListener('tcp:plant'), baseListener('ws:default')];
  const first = await startListeners(t, base);
  await first.listeners.create({ type: 'ws', name: 'made', bind: '127.0.0.1:0' });
  await first.listeners.update('tcp:default', { max_connections: 7 });
  await first.listeners.stopOne('tcp:plant');
  await first.listeners.delete('ws:default');
  first.listeners.stopAccepting();

  const changed = [
    baseListener('tcp:default', { max_connections: 3, messages_rate: '5/s' }),
    baseListener('tcp:plant'),
    baseListener('ws:default'),
  ];
  const { listeners, connect } = await startListeners(t, changed, { documents: first.documents });
  assert.deepEqual(
    listeners.list().map(({ id, running }) => [id, running]),
    [
      ['tcp:default', true],
      ['tcp:plant', false],
      ['ws:made', true],
    ],
  );
  const { max_connections, messages_rate } = listeners.get('tcp:default').settings;
  assert.deepEqual(
    [max_connections, messages_rate],
    [7, '5/s'],
    'what the API did not set follows the configuration',
  );
  await connect('ws:made');
  await listeners.create({ type: 'ws', name: 'default', bind: '127.0.0.1:0' });
  await connect('ws:default');
});

test('a listener of the API whose port is taken at the start does not keep the others from starting', async (t) => {
  const first = await startListeners(t, []);
  await first.listeners.create({ type: 'tcp', name: 'made', bind: '127.0.0.1:0' });
  const port = first.port('tcp:made');
  await first.listeners.update('tcp:made', { bind: `127.0.0.1:${port}` });
  const second = await startListeners(t, [baseListener('tcp:default')], { documents: first.documents });
  assert.equal(second.listeners.get('tcp:made').running, false);
  await second.connect('tcp:default');
});

test('the seats of a listener are a bound that can change while it serves', async (t) => {
  const { listeners, connect } = await startListeners(t, [
    baseListener('tcp:default', { max_connections: 1 }),
  ]);
  await connect('tcp:default');
  await assert.rejects(connect('tcp:default'), /Quota exceeded/i);
  await listeners.update('tcp:default', { max_connections: 2 });
  await connect('tcp:default');
});

test('connections above max_conn_rate are closed unread and counted', async (t) => {
  const { listeners, port } = await startListeners(t, [
    baseListener('tcp:default', { max_conn_rate: '3/h' }),
    baseListener('ws:default', { max_conn_rate: '3/h' }),
  ]);
  for (const id of ['tcp:default', 'ws:default']) {
    const sockets = Array.from({ length: 5 }, () => dial(port(id), '127.0.0.1').on('error', () => {}));
    t.after(() => sockets.map((socket) => socket.destroy()));
    let closed = 0;
    await new Promise<void>((resolve) => {
      for (const socket of sockets)
        socket.on('close', () => {
          if (++closed === 2) resolve();
        });
    });
    assert.equal(listeners.get(id).refused.max_conn_rate, 2);
  }
});

const wrongs: ReadonlyArray<[what: string, body: Record<string, unknown>, message: RegExp]> = [
  ['no type', { name: 'x', bind: '1' }, /"path":"type","reason":"required_field"/],
  ['an unknown type', { type: 'quic', name: 'x', bind: '1' }, /write one of tcp, ssl, ws, wss/],
  ['no name', { type: 'tcp', bind: '1' }, /"path":"name","reason":"required_field"/],
  ['a name with a colon', { type: 'tcp', name: 'a:b', bind: '1' }, /letters, digits/],
  ['no bind', { type: 'tcp', name: 'x' }, /"path":"bind","reason":"required_field"/],
  ['a bind without port', { type: 'tcp', name: 'x', bind: 'localhost' }, /write it like 1883/],
  [
    'an unknown setting',
    { type: 'tcp', name: 'x', bind: 1, max_connection: 1 },
    /did_you_mean":"max_connections"/,
  ],
  ['TLS for TCP', { type: 'tcp', name: 'x', bind: 1, ssl_options: {} }, /unknown_fields/],
  ['a mount point', { type: 'tcp', name: 'x', bind: 1, mountpoint: 'a/' }, /mount points are not supported/],
  [
    'rules without an end',
    { type: 'tcp', name: 'x', bind: 1, access_rules: ['allow 10.0.0.1'] },
    /last rule/,
  ],
  ['compression', { type: 'ws', name: 'x', bind: 1, websocket: { compress: true } }, /compression/],
  ['TLS 1.1', { type: 'ssl', name: 'x', bind: 1, ssl_options: { versions: ['tlsv1.1'] } }, /older versions/],
  ['TLS without a certificate', { type: 'ssl', name: 'x', bind: '127.0.0.1:0' }, /there is no certificate/],
];

test('settings that cannot be used are refused with the place and the reason, and leave nothing behind', async (t) => {
  const { listeners } = await startListeners(t, []);
  for (const [what, body, message] of wrongs) {
    await assert.rejects(listeners.create(body), refusal('invalid', message), what);
  }
  assert.deepEqual(listeners.list(), []);
});

test('ids are taken once, and stay as they are', async (t) => {
  const { listeners } = await startListeners(t, [baseListener('tcp:default')]);
  const twin = { type: 'tcp', name: 'default', bind: '127.0.0.1:0' };
  await assert.rejects(listeners.create(twin), refusal('exists', /tcp:default exists/));
  await assert.rejects(listeners.update('tcp:default', { type: 'ssl' }), refusal('invalid', /type is tcp/));
  await assert.rejects(listeners.update('tcp:none', {}), refusal('unknown', /tcp:none/));
  await assert.rejects(listeners.delete('quic:none'), refusal('unknown', /quic:none/));
  const { settings, running, currentConnections } = listeners.get('tcp:default');
  const echoed = {
    id: 'tcp:default',
    type: 'tcp',
    name: 'default',
    running,
    current_connections: currentConnections,
  };
  assert.equal((await listeners.update('tcp:default', { ...echoed, ...settings })).running, true);
});
