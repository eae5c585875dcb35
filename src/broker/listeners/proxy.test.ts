import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { test } from 'node:test';
import { connect as dialTls } from 'node:tls';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { baseListener, startListeners } from '../../../test/support/listener-scenario.ts';
import { needsOpenssl, TestAuthority } from '../../../test/support/test-certificates.ts';

const LINE = 'PROXY TCP4 203.0.113.7 192.0.2.1 56324 1883\r\n';

/** Version 2: 203.0.113.7:56324 to 192.0.2.1:1883, with the common name meter-7 of a certificate that was checked. */
const BINARY = Buffer.from(
  '0d0a0d0a000d0a515549540a 21 11 001e cb007107 c0000201 dc04 075b 20 000f 05 00000000 22 0007 6d657465722d37'.replace(
    /\s/g,
    '',
  ),
  'hex',
);

const LOCAL = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex');

/** CONNECT of MQTT 3.1.1 with the client id `proxied`. */
const CONNECT = Buffer.from('101300044d5154540402003c000770726f78696564', 'hex');

const ACCEPTED = Buffer.from('20020000', 'hex');
const REFUSED = Buffer.from('20020005', 'hex');

const UPGRADE =
  'GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n';

/** CONNECT in a frame of WebSocket. */
const FRAME = Buffer.concat([Buffer.from([0x82, 0x80 | CONNECT.length, 0, 0, 0, 0]), CONNECT]);

async function answerTo(socket: Socket, ...parts: ReadonlyArray<Buffer | string>): Promise<Buffer> {
  for (const part of parts) socket.write(part);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer;
}

async function closed(socket: Socket): Promise<void> {
  socket.on('error', () => {}).on('data', () => assert.fail('it was answered'));
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

for (const [version, header, name] of [
  ['1', LINE, undefined],
  ['2', BINARY, 'meter-7'],
] as const) {
  test(`version ${version}: the client is who the proxy says, whether header and CONNECT come in one piece or in many`, async (t) => {
    const { port, broker } = await startListeners(t, [baseListener('tcp:default', { proxy_protocol: true })]);
    const whole = Buffer.concat([Buffer.from(header), CONNECT]);
    const bytes = [...whole].map((byte) => Buffer.from([byte]));
    for (const parts of [[whole], [header, CONNECT], bytes]) {
      const socket = dial({ port: port('tcp:default'), host: '127.0.0.1', noDelay: true });
      assert.deepEqual(await answerTo(socket, ...parts), ACCEPTED);
      const info = broker.sessions.client('proxied')?.info;
      assert.deepEqual(
        [info?.peerHost, info?.peerName, info?.sockName, info?.certificate?.commonName],
        ['203.0.113.7', '203.0.113.7:56324', '192.0.2.1:1883', name],
      );
      socket.destroy();
    }
  });
}

test('the header stands before TLS, and before HTTP', needsOpenssl, async (t) => {
  const ca = new TestAuthority(t);
  const ssl_options = ca.issue('server');
  const proxy_protocol = true;
  const { port, broker } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options, proxy_protocol }),
    baseListener('ws:default', { proxy_protocol }),
    baseListener('wss:default', { ssl_options, proxy_protocol }),
  ]);
  for (const id of ['ssl:default', 'ws:default', 'wss:default']) {
    const raw = dial(port(id), '127.0.0.1');
    t.after(() => raw.destroy());
    let socket = raw;
    if (id === 'ws:default') raw.write(LINE + UPGRADE);
    else {
      raw.write(LINE);
      socket = dialTls({ socket: raw, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      if (id === 'wss:default') socket.write(UPGRADE);
    }
    if (id === 'ssl:default') assert.deepEqual(await answerTo(socket, CONNECT), ACCEPTED);
    else {
      const [head] = (await once(socket, 'data')) as [Buffer];
      assert.match(head.toString(), /^HTTP\/1\.1 101 /);
      assert.deepEqual((await answerTo(socket, FRAME)).subarray(2), ACCEPTED);
    }
    const info = broker.sessions.client('proxied')?.info;
    assert.deepEqual([info?.listener, info?.peerName], [id, '203.0.113.7:56324']);
  }
});

test('a header that is missing, wrong, too long or late ends the connection, and is counted', async (t) => {
  const { port, listeners, until } = await startListeners(t, [
    baseListener('tcp:default', { proxy_protocol: true, proxy_protocol_timeout: '200ms' }),
  ]);
  const tries = [
    CONNECT,
    'PROXY TCP4 1.1.1.1\r\n',
    `PROXY ${'x'.repeat(200)}`,
    'PROXY TCP4 203.0.113.7 ',
    '',
  ];
  for (const [index, bytes] of tries.entries()) {
    const socket = dial(port('tcp:default'), '127.0.0.1');
    if (bytes.length > 0) socket.write(bytes);
    await closed(socket);
    await until(() => listeners.get('tcp:default').refused.proxy_protocol === index + 1);
  }
});

test(
  'PROXY header, TLS, upgrade and CONNECT share one time from accept on, in whichever of them it drips',
  needsOpenssl,
  async (t) => {
    const clock = new FakeClock();
    const ssl_options = { ...new TestAuthority(t).issue('server'), handshake_timeout: '5m' };
    const { port, listeners, broker, until } = await startListeners(
      t,
      [baseListener('wss:default', { ssl_options, proxy_protocol: true, proxy_protocol_timeout: '5m' })],
      { clock },
    );
    const closed = new Set<string>();
    const come = async (name: string): Promise<Socket> => {
      const raw = dial(port('wss:default'), '127.0.0.1').on('error', () => {});
      t.after(() => raw.destroy());
      raw.on('close', () => closed.add(name)).resume();
      await once(raw, 'connect');
      return raw;
    };
    const secure = async (raw: Socket): Promise<Socket> => {
      const socket = dialTls({ socket: raw, rejectUnauthorized: false }).on('error', () => {});
      await once(socket, 'secureConnect');
      return socket;
    };
    const shy = await come('header');
    shy.write('PROXY TCP4 ');
    const handshaking = await come('handshake');
    handshaking.write(LINE);
    handshaking.write(Buffer.from('16030100', 'hex'));
    const asking = await come('upgrade');
    const connecting = await come('CONNECT');
    const prompt = await come('nothing');
    await clock.advance(4000);
    for (const raw of [asking, connecting, prompt]) raw.write(LINE);
    const [request, upgraded, quick] = await Promise.all([asking, connecting, prompt].map(secure));
    assert.ok(request && upgraded && quick);
    await clock.advance(4000);
    request.write('GET /mqtt HTTP/1.1\r\nHost:');
    await answerTo(upgraded, UPGRADE);
    upgraded.write(FRAME.subarray(0, 9));
    await answerTo(quick, UPGRADE);
    assert.deepEqual((await answerTo(quick, FRAME)).subarray(2), ACCEPTED);
    await clock.advance(1900);
    assert.equal(closed.size, 0);
    await clock.advance(600);
    const before = performance.now();
    await until(() => closed.size === 4);
    // A WebSocket is not asked to say good-bye, for which it would have 5 s.
    assert.ok(performance.now() - before < 4000);
    assert.ok(!closed.has('nothing'));
    assert.equal(broker.client('proxied')?.connected, true);
    const { proxy_protocol, tls_handshake, websocket } = listeners.get('wss:default').refused;
    assert.deepEqual([proxy_protocol, tls_handshake, websocket], [1, 1, 1]);
  },
);

test('without a password only a client of this machine gets in, by the address that the proxy tells', async (t) => {
  const { port } = await startListeners(t, [baseListener('tcp:default', { proxy_protocol: true })], {
    allowAnonymous: 'loopback',
  });
  const tries: ReadonlyArray<[header: string | Buffer, answer: Buffer]> = [
    [LINE, REFUSED],
    ['PROXY TCP4 127.0.0.1 127.0.0.1 5000 1883\r\n', ACCEPTED],
    [LOCAL, ACCEPTED],
    // Anybody may be behind a proxy that does not know.
    ['PROXY UNKNOWN\r\n', REFUSED],
  ];
  for (const [header, answer] of tries) {
    const socket = dial(port('tcp:default'), '127.0.0.1');
    assert.deepEqual(await answerTo(socket, header, CONNECT), answer, String(header));
    socket.destroy();
  }
});

test('access rules look at the proxy and not at what it says', async (t) => {
  const { port } = await startListeners(t, [
    baseListener('tcp:open', { proxy_protocol: true, access_rules: ['allow 127.0.0.1', 'deny all'] }),
    baseListener('tcp:shut', { proxy_protocol: true, access_rules: ['allow 203.0.113.7', 'deny all'] }),
  ]);
  const open = dial(port('tcp:open'), '127.0.0.1');
  assert.deepEqual(await answerTo(open, LINE, CONNECT), ACCEPTED);
  open.destroy();
  const shut = dial(port('tcp:shut'), '127.0.0.1');
  await closed(shut);
});
