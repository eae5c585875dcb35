import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { type ClientOptions, WebSocket } from 'ws';
import { baseListener, startListeners } from '../../../test/support/listener-scenario.ts';

/** CONNECT of MQTT 3.1.1 with the client id `proxied`. */
const CONNECT = Buffer.from('101300044d5154540402003c000770726f78696564', 'hex');

async function start(t: TestContext, websocket: Record<string, unknown> = {}) {
  const scenario = await startListeners(t, [baseListener('ws:default', { websocket })]);
  const reasons: string[] = [];
  scenario.broker.events['client.disconnected'].listen(({ reason }) => reasons.push(reason));
  const open = async (protocols: string[] = ['mqtt'], options: ClientOptions = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${scenario.port('ws:default')}/mqtt`, protocols, options);
    t.after(() => socket.terminate());
    socket.on('error', () => {});
    await once(socket, 'open');
    return socket;
  };
  const join = async () => {
    const socket = await open();
    socket.send(CONNECT);
    await once(socket, 'message');
    return socket;
  };
  return { ...scenario, open, join, reasons };
}

/** The HTTP status with which an upgrade is refused. */
async function statusOf(opening: Promise<unknown>): Promise<string> {
  return opening.then(
    () => assert.fail('it was let in'),
    (error: Error) => /\d{3}/.exec(error.message)?.[0] ?? error.message,
  );
}

test('frames may cut packets anywhere, but not into more pieces than a message has reason to have', async (t) => {
  const { open, join, reasons, until } = await start(t);
  const socket = await open();
  for (const [index, byte] of CONNECT.entries()) {
    socket.send(Buffer.from([byte]), { fin: index === CONNECT.length - 1 });
  }
  assert.deepEqual((await once(socket, 'message'))[0], Buffer.from('20020000', 'hex'));
  socket.close();
  await until(() => reasons.length === 1);
  const other = await join();
  for (let i = 0; i < 5000; i++) other.send(Buffer.from([0]), { fin: false });
  await until(() => reasons.length === 2);
  assert.equal(reasons[1], 'malformed_packet');
});

test('a connection on which nothing moves ends with a reason of its own', async (t) => {
  const { join, reasons, until } = await start(t, { idle_timeout: '100ms' });
  await join();
  await until(() => reasons.length === 1);
  assert.deepEqual(reasons, ['timeout']);
});

test('pings are answered, and a client that only pings and does not read is closed', async (t) => {
  const { join, reasons, until } = await start(t);
  const socket = await join();
  socket.ping('are you there?');
  const [pong] = (await once(socket, 'pong')) as [Buffer];
  assert.equal(pong.toString(), 'are you there?');
  socket.pause();
  for (let i = 0; i < 200_000 && reasons.length === 0; i++) {
    socket.ping(Buffer.alloc(125));
    if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => reasons.length === 1);
});

test('sub-protocol and origin decide who is let in', async (t) => {
  const strict = await start(t, {
    check_origin_enable: true,
    check_origins: 'https://a.example, https://b.example',
  });
  assert.equal((await strict.open(['nonsense', 'mqtt'])).protocol, 'mqtt');
  assert.equal(await statusOf(strict.open(['nonsense'])), '400');
  assert.equal(await statusOf(strict.open([])), '400');
  await strict.open(['mqtt'], { origin: 'https://b.example' });
  assert.equal(await statusOf(strict.open(['mqtt'], { origin: 'https://evil.example' })), '403');
  assert.equal(strict.listeners.get('ws:default').refused.websocket, 3);

  const lax = await start(t, { fail_if_no_subprotocol: false });
  await lax.open([]);
  assert.equal(await statusOf(lax.open(['nonsense'])), '400');
});

test('a message larger than max_frame_size ends the connection', async (t) => {
  const { join, reasons, until } = await start(t, { max_frame_size: '1KB' });
  const socket = await join();
  socket.send(Buffer.alloc(2000));
  await until(() => reasons.length === 1);
  assert.deepEqual(reasons, ['frame_too_large']);
});
