import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dialTcp, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import WebSocket from 'ws';
import { decodePacket, encodePacket } from '../../src/mqtt/codec.ts';
import { Framer } from '../../src/mqtt/framer.ts';
import type { Packet, PacketOf, PacketType } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';
import { connect, publish } from '../support/test-broker.ts';

/** One connection that sends bytes as it likes. */
class RawClient {
  readonly socket: Socket;
  readonly #packets: Packet[] = [];
  #closed = false;
  #news: (() => void) | undefined;

  constructor(t: TestContext, port: number) {
    const framer = new Framer(Number.POSITIVE_INFINITY);
    this.socket = dialTcp({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.socket
      .on('data', (chunk) => {
        framer.push(chunk);
        while (framer.next())
          this.#packets.push(decodePacket(framer.buffer, framer.start, framer.body, framer.end, 5));
        this.#news?.();
      })
      .on('error', () => {})
      .on('end', () => {
        this.#closed = true;
        this.#news?.();
      });
    t.after(() => this.socket.destroy());
  }

  send(...packets: (Packet | string)[]): void {
    this.socket.write(Buffer.concat(packets.map(toBytes)));
  }

  /** The next packet, undefined when the broker closed the connection instead. */
  async next(): Promise<Packet | undefined> {
    while (this.#packets.length === 0 && !this.#closed)
      await new Promise<void>((resolve) => {
        this.#news = resolve;
      });
    return this.#packets.shift();
  }

  async take<Type extends PacketType>(type: Type): Promise<PacketOf<Type>> {
    const packet = await this.next();
    assert.equal(packet?.type, type);
    return packet as PacketOf<Type>;
  }
}

/** Packets, or bytes in hexadecimal digits. */
function toBytes(packet: Packet | string): Buffer {
  return typeof packet === 'string'
    ? Buffer.from(packet.replaceAll(' ', ''), 'hex')
    : encodePacket(packet, 5);
}

async function join(t: TestContext, app: TestApp, clientId: string): Promise<RawClient> {
  const client = new RawClient(t, app.tcpPort);
  client.send(connect(clientId));
  assert.equal((await client.take('connack')).reasonCode, 0);
  return client;
}

const refusedConnects: readonly (readonly [what: string, bytes: string, reasonCode: number])[] = [
  ['the reserved flag', '10 0e 0004 4d515454 05 03 0000 00 0001 61', ReasonCode.MalformedPacket],
  ['a will of QoS 3', '10 0e 0004 4d515454 05 1e 0000 00 0001 61', ReasonCode.MalformedPacket],
  ['protocol version 6', '10 0d 0004 4d515454 06 02 0000 00 0000', ReasonCode.UnsupportedProtocolVersion],
  [
    'a property twice',
    '10 18 0004 4d515454 05 02 0000 0a 11 00000001 11 00000001 0001 61',
    ReasonCode.ProtocolError,
  ],
  ['Receive Maximum 0', '10 11 0004 4d515454 05 02 0000 03 21 0000 0001 61', ReasonCode.ProtocolError],
  [
    'an authentication method',
    '10 12 0004 4d515454 05 02 0000 04 15 0001 78 0001 61',
    ReasonCode.BadAuthenticationMethod,
  ],
  ['broken UTF-8', '10 0f 0004 4d515454 05 02 0000 00 0002 c080', ReasonCode.MalformedPacket],
];

const endsOfConnections: readonly (readonly [what: string, bytes: string, reasonCode: number])[] = [
  ['a second CONNECT', '10 0e 0004 4d515454 05 02 0000 00 0001 61', ReasonCode.ProtocolError],
  [
    'a second CONNECT of another version',
    '10 0e 0004 4d515454 07 02 0000 00 0001 61',
    ReasonCode.ProtocolError,
  ],
  ['AUTH', 'f0 00', ReasonCode.ProtocolError],
  ['CONNACK from a client', '20 03 00 00 00', ReasonCode.ProtocolError],
  ['packet type 0', '00 00', ReasonCode.MalformedPacket],
  ['SUBSCRIBE with wrong flags', '80 07 0001 00 0001 61 00', ReasonCode.MalformedPacket],
  ['SUBSCRIBE of nothing', '82 03 0001 00', ReasonCode.ProtocolError],
  ['PUBLISH at QoS 3', '36 06 0001 61 0001 00', ReasonCode.MalformedPacket],
  ['PUBLISH to a wildcard', '30 04 0001 23 00', ReasonCode.TopicNameInvalid],
  ['PUBLISH with packet identifier 0', '32 06 0001 61 0000 00', ReasonCode.ProtocolError],
  ['PUBLISH with a subscription identifier', '30 06 0001 61 02 0b01', ReasonCode.ProtocolError],
  ['a topic alias above the maximum', '30 07 0001 61 03 23 0011', ReasonCode.TopicAliasInvalid],
  ['a topic alias without a name', '30 06 0000 03 23 0001', ReasonCode.ProtocolError],
  ['a remaining length of five bytes', '30 ff ff ff ff 01', ReasonCode.MalformedPacket],
  ['a packet of 256 MB', '30 ff ff ff 7f', ReasonCode.PacketTooLarge],
  ['a remaining length that is not the shortest', 'c0 80 00', ReasonCode.MalformedPacket],
  ['DISCONNECT that prolongs a session', 'e0 07 00 05 11 00000001', ReasonCode.ProtocolError],
];

test('a CONNECT against the standard is answered with the reason that the standard names', async (t) => {
  const app = await startTestApp(t);
  for (const [what, bytes, reasonCode] of refusedConnects) {
    const client = new RawClient(t, app.tcpPort);
    client.send(bytes);
    assert.equal((await client.take('connack')).reasonCode, reasonCode, what);
    assert.equal(await client.next(), undefined, `${what}: closed`);
  }
});

test('a packet against the standard ends the connection with the reason that the standard names', async (t) => {
  const app = await startTestApp(t);
  for (const [index, [what, bytes, reasonCode]] of endsOfConnections.entries()) {
    const client = await join(t, app, `breaks-${index}`);
    client.send(bytes);
    assert.equal((await client.take('disconnect')).reasonCode, reasonCode, what);
    assert.equal(await client.next(), undefined, `${what}: closed`);
  }
});

test('packets come through byte by byte as they do in one piece', async (t) => {
  const app = await startTestApp(t);
  const client = new RawClient(t, app.tcpPort);
  const subscribe = '82 09 0001 00 0003 742f2b 01'; // t/+
  for (const byte of [connect('drip'), subscribe, publish('t/x', 'hello', 1)]
    .map(toBytes)
    .flatMap((b) => [...b])) {
    client.socket.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  const types = [await client.take('connack'), await client.take('suback')].map(({ type }) => type);
  assert.deepEqual(types, ['connack', 'suback']);
  assert.equal(String((await client.take('publish')).payload), 'hello');
});

test('a client that sends and closes its half at once gets its answers, and then the end', async (t) => {
  const app = await startTestApp(t);
  const client = new RawClient(t, app.tcpPort);
  client.socket.end(toBytes(connect('brief')));
  assert.equal((await client.take('connack')).reasonCode, 0);
  assert.equal(await client.next(), undefined);
});

test('a full listener refuses another client, but not the return of one that it has', async (t) => {
  const app = await startTestApp(t, ['listeners.tcp.max_connections=1']);
  const first = await join(t, app, 'device');
  const other = new RawClient(t, app.tcpPort);
  other.send(connect('other'));
  assert.equal((await other.take('connack')).reasonCode, ReasonCode.QuotaExceeded);
  await join(t, app, 'device');
  assert.equal((await first.take('disconnect')).reasonCode, ReasonCode.SessionTakenOver);
});

test('browsers that ask for a wrong path and reset do not end the broker', async (t) => {
  const app = await startTestApp(t);
  const ws = app.app.ready.listeners.ws ?? assert.fail();
  const request = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n';
  for (const path of ['/wrong', '/mqtt']) {
    for (let i = 0; i < 20; i++) {
      const socket = dialTcp({ port: ws.port, host: '127.0.0.1' }).on('error', () => {});
      await once(socket, 'connect');
      socket.write(request(path));
      if (i % 2 === 0) await once(socket, 'data');
      socket.resetAndDestroy();
    }
  }
  await join(t, app, 'still-there');
});

test('a WebSocket that breaks its own rules is gone with a reason that says so', async (t) => {
  const app = await startTestApp(t);
  const ws = app.app.ready.listeners.ws ?? assert.fail();
  const watcher = await app.connect({ clientId: 'watcher' });
  await watcher.subscribeAsync('gone/+');
  const rule = {
    id: 'gone',
    sql: 'SELECT clientid, reason FROM "$events/client/disconnected"',
    actions: [
      {
        function: 'republish',
        args: { topic: 'gone/${clientid}', payload: '${reason}', qos: 0, retain: false },
      },
    ],
  };
  await app.api.must('POST', '/rules', rule);
  const breaches: readonly [clientId: string, breach: (socket: WebSocket) => void, reason: string][] = [
    ['text', (socket) => socket.send('text'), 'ws_close_1003'],
    ['large', (socket) => socket.send(Buffer.alloc(2_000_000)), 'frame_too_large'],
    ['closed', (socket) => socket.close(), 'ws_close_1005'],
    ['cut', (socket) => socket.terminate(), 'tcp_closed'],
  ];
  for (const [clientId, breach, reason] of breaches) {
    const socket = new WebSocket(`ws://127.0.0.1:${ws.port}${ws.path}`, 'mqtt').on('error', () => {});
    t.after(() => socket.terminate());
    await once(socket, 'open');
    const connack = once(socket, 'message');
    socket.send(toBytes(connect(clientId)));
    await connack;
    const gone = new Promise<[topic: string, payload: Buffer]>((resolve) => {
      watcher.once('message', (topic, payload) => resolve([topic, payload]));
    });
    breach(socket);
    const [topic, payload] = await gone;
    assert.deepEqual([topic, String(payload)], [`gone/${clientId}`, reason]);
  }
});

test('over WebSocket a packet may come in many frames and many packets in one', async (t) => {
  const app = await startTestApp(t);
  const ws = app.app.ready.listeners.ws ?? assert.fail();
  const socket = new WebSocket(`ws://127.0.0.1:${ws.port}${ws.path}`, 'mqtt');
  t.after(() => socket.terminate());
  await once(socket, 'open');
  const received: Buffer[] = [];
  const answered = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      received.push(data);
      if (Buffer.concat(received).includes(Buffer.of(0xd0, 0))) resolve();
    });
  });
  const bytes = toBytes(connect('framed'));
  socket.send(bytes.subarray(0, 3));
  socket.send(Buffer.concat([bytes.subarray(3), Buffer.of(0xc0)]));
  socket.send(Buffer.of(0, 0xc0, 0));
  await answered;
  assert.equal(Buffer.concat(received)[0], 0x20);
});
