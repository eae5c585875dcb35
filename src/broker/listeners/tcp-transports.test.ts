import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Transport, TransportListener } from '../connections/transport.ts';
import { checkRawTcp } from './raw-tcp-check.ts';
import { takeHandles } from './raw-tcp-handles.ts';
import { RawTcpTransport } from './raw-tcp-transport.ts';
import { TcpTransport } from './tcp-transport.ts';

const handles = await checkRawTcp();

/** Both kinds must behave alike; the listener gets what happens as words. */
const kinds = { raw: listenRaw, stream: listenStream };

type Kind = (accept: (transport: Transport & { start(listener: TransportListener): void }) => void) => Server;

function listenRaw(accept: Parameters<Kind>[0]): Server {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    assert.ok(handles, 'this Node.js has bare handles');
    takeHandles(server, (handle) => accept(new RawTcpTransport(handle, handles)));
  });
  return server;
}

function listenStream(accept: Parameters<Kind>[0]): Server {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
    accept(new TcpTransport(socket)),
  );
  return server.listen(0, '127.0.0.1');
}

/** A connected pair: the transport with what it told, and the peer's socket with what it received. */
async function pair(t: TestContext, kind: Kind) {
  const { promise, resolve } = Promise.withResolvers<Transport>();
  const told: string[] = [];
  let receivedBytes = 0;
  const waiting: { isTrue: () => boolean; resolve: () => void }[] = [];
  const look = (): void => {
    for (const wait of waiting) if (wait.isTrue()) wait.resolve();
  };
  const tell = (word: string): void => {
    told.push(word);
    look();
  };
  const server = kind((transport) => {
    transport.start({
      onBytes: (chunk, length = chunk.length) => {
        receivedBytes += length;
        tell(length > 100 ? 'bytes' : chunk.toString('latin1', 0, length));
      },
      onDrain: () => tell('drain'),
      onBroken: () => {},
      onEnded: (reason) => tell(`ended ${reason}`),
      onClosed: (reason) => tell(`closed ${reason}`),
    });
    resolve(transport);
  });
  await once(server, 'listening');
  const peer = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  peer.on('error', () => {});
  const transport = await promise;
  t.after(() => {
    peer.destroy();
    transport.destroy();
    server.close();
  });
  const until = (isTrue: () => boolean): Promise<void> =>
    isTrue() ? Promise.resolve() : new Promise((done) => void waiting.push({ isTrue, resolve: done }));
  return { transport, peer, told, until, received: () => receivedBytes };
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

for (const [name, kind] of Object.entries(kinds)) {
  test(`${name}: bytes go both ways, and the addresses are known`, async (t) => {
    const { transport, peer, told, until } = await pair(t, kind);
    peer.write('hello');
    await until(() => told.includes('hello'));
    assert.equal(transport.write([Buffer.from('one '), Buffer.from('two')]), true);
    assert.equal(transport.write([Buffer.from(' three')]), true);
    transport.end();
    assert.equal((await readAll(peer)).toString(), 'one two three');
    assert.deepEqual([transport.remoteAddress, transport.remotePort], ['127.0.0.1', peer.localPort]);
    assert.deepEqual([transport.localAddress, transport.localPort], ['127.0.0.1', peer.remotePort]);
  });

  test(`${name}: a peer that ends its half still gets everything, and only then the close`, async (t) => {
    const { transport, peer, told, until } = await pair(t, kind);
    peer.end('bye');
    await until(() => told.includes('ended tcp_closed'));
    assert.deepEqual(told, ['bye', 'ended tcp_closed']);
    transport.write([Buffer.alloc(3_000_000, 1)]);
    transport.end();
    assert.equal((await readAll(peer)).length, 3_000_000);
    await until(() => told.length >= 3);
    assert.deepEqual(told.slice(2), ['closed tcp_closed']);
  });

  test(`${name}: a reset is a close for the network's reason, told once`, async (t) => {
    const { peer, told, until } = await pair(t, kind);
    peer.resetAndDestroy();
    await until(() => told.some((word) => word.startsWith('closed')));
    assert.deepEqual(told, ['closed tcp_closed']);
  });

  test(`${name}: what the system does not take is counted, and its drain is told`, async (t) => {
    const { transport, peer, told, until } = await pair(t, kind);
    peer.pause();
    const bytes = Buffer.alloc(8_000_000, 'x');
    assert.equal(transport.write([bytes]), false);
    assert.equal(transport.canWrite, false);
    assert.ok(transport.unsentBytes > 0);
    let read = 0;
    peer.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    peer.resume();
    await until(() => told.includes('drain'));
    assert.equal(transport.canWrite, true);
    assert.equal(transport.unsentBytes, 0);
    transport.end();
    await once(peer, 'end');
    assert.equal(read, bytes.length);
  });

  test(`${name}: a paused connection holds the peer up and loses nothing`, async (t) => {
    const { transport, peer, received, until, told } = await pair(t, kind);
    transport.pause();
    const total = 8_000_000;
    peer.write(Buffer.alloc(total, 'x'));
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(peer.writableLength > 0, 'the system takes less than that for one who does not read');
    assert.equal(received(), 0);
    transport.resume();
    peer.end();
    await until(() => told.includes('ended tcp_closed'));
    assert.equal(received(), total);
  });

  test(`${name}: destroy closes at once, with output under way or without, and nothing is written after that`, async (t) => {
    const { transport, peer, told, until } = await pair(t, kind);
    peer.pause();
    transport.write([Buffer.alloc(8_000_000)]);
    transport.destroy();
    transport.destroy();
    assert.equal(transport.write([Buffer.from('late')]), true);
    transport.pause();
    transport.resume();
    transport.end();
    await until(() => told.some((word) => word.startsWith('closed')));
    assert.deepEqual(told, ['closed tcp_closed']);
  });
}

test('the check of bare handles passes on the Node.js that the project brings', () => {
  assert.ok(handles);
});
