import assert from 'node:assert/strict';
import { connect as dialTcp } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { malformedExamples } from '../../src/mqtt/malformed-examples.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { wireExamples } from '../../src/mqtt/wire-examples.ts';
import { startHostileStory } from '../support/hostile-story.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { connect } from '../support/test-broker.ts';

/** Whether a connection is closed within some seconds. */
async function isClosedWithin(peer: RawPeer, seconds: number): Promise<boolean> {
  await Promise.race([peer.closed, pause(seconds * 1000, undefined, { ref: false })]);
  return peer.isClosed;
}

/** What a broker answers on its HTTP port to bytes that are no upgrade, until it closes. */
async function askHttp(port: number, request: string): Promise<string> {
  const socket = dialTcp({ port, host: '127.0.0.1' });
  let answer = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
    socket.end();
  });
  socket.write(request);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer.split('\r\n', 1)[0] ?? '';
}

const upgrade = (path: string, headers: string) =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${headers}\r\n`;
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

test('connections that mean no good', { timeout: 120_000 }, async (t) => {
  const story = await startHostileStory(t, ['mqtt.idle_timeout=1s', 'mqtt.max_newcomers=200']);
  const { port, wsPort } = story;

  await story.attack('silent, half and dripping CONNECTs are closed a second after they came', async () => {
    const half = encodePacket(connect('half', { keepAlive: 60 }), 5).subarray(0, 9);
    const peers = Array.from({ length: 60 }, () => new RawPeer(port));
    const begin = performance.now();
    for (const [i, peer] of peers.entries()) if (i % 3 > 0) peer.sendBytes(half);
    const dripping = setInterval(() => {
      for (const [i, peer] of peers.entries()) if (i % 3 === 2) peer.sendBytes(Buffer.of(0));
    }, 100);
    await Promise.all(peers.map(({ closed }) => closed));
    clearInterval(dripping);
    assert.ok(performance.now() - begin < 4000, 'whatever drips');
  });

  await story.attack('connections that say nothing do not keep others out, however many', async () => {
    const silent = Array.from({ length: 1000 }, () => new RawPeer(port));
    const late = await RawPeer.join(port, 'late');
    assert.equal(late.reasonCode, 0);
    await Promise.all(silent.map(({ closed }) => closed));
    assert.ok(((await story.counters())['connections.refused.newcomer'] ?? 0) > 0, 'and are counted');
    late.destroy();
  });

  await story.attack(
    'a first packet that promises much is closed at once and allocates nothing',
    async () => {
      for (const firstByte of [0x10, 0x30, 0xf0]) {
        const peers = Array.from({ length: 50 }, () => new RawPeer(port));
        for (const peer of peers) peer.sendBytes(Buffer.of(firstByte, 0xff, 0xff, 0xff, 0x7f));
        for (const peer of peers) assert.ok(await isClosedWithin(peer, 1));
      }
    },
    32 * 1024 * 1024,
  );

  await story.attack('a first packet that is not CONNECT is closed at once', async () => {
    for (const { bytes, packet } of wireExamples) {
      if (packet.type === 'connect') continue;
      const peer = new RawPeer(port);
      peer.sendBytes(bytes);
      assert.ok(await isClosedWithin(peer, 2), packet.type);
    }
  });

  await story.attack('what a connected client must not send ends its connection with a reason', async () => {
    for (const [i, { name, version, bytes, reasonCode }] of malformedExamples.entries()) {
      // Mistakes of CONNECT itself, and those that another version does not make, are a second CONNECT here.
      if ((bytes[0] as number) >> 4 === 1) continue;
      const peer = await RawPeer.join(port, `malformed-${i}`, { protocolVersion: version });
      assert.equal(peer.reasonCode, 0, name);
      peer.sendBytes(bytes);
      assert.ok(await isClosedWithin(peer, 2), name);
      const told = peer.packets.find(({ type }) => type === 'disconnect');
      if (version < 5) assert.equal(told, undefined, name);
      else assert.ok(told?.type === 'disconnect' && told.reasonCode >= 0x80, `${name}: ${reasonCode}`);
    }
  });

  await story.attack('a second CONNECT ends the connection [MQTT-3.1.0-2]', async () => {
    const peer = await RawPeer.join(port, 'twice');
    peer.send(connect('twice'));
    assert.equal((await peer.take('disconnect'))?.reasonCode, ReasonCode.ProtocolError);
    await peer.closed;
  });

  await story.attack('clients that take each other over without end', async () => {
    const peers: RawPeer[] = [];
    for (let round = 0; round < 300; round++) {
      const peer = new RawPeer(port);
      peer.send(connect('contested', { cleanStart: round % 2 === 0 }));
      peers.push(peer);
      if (round % 20 === 0) await peer.take('connack');
    }
    await peers.at(-1)?.take('connack');
    await pause(300);
    assert.ok(peers.filter(({ isClosed }) => !isClosed).length <= 1, 'one connection has the session');
    for (const peer of peers) peer.destroy();
  });

  await story.attack('invalid WebSocket upgrades are answered and closed', async () => {
    const protocol = 'Sec-WebSocket-Protocol: mqtt\r\n';
    assert.match(await askHttp(wsPort, upgrade('/other', KEY + protocol)), /404/);
    assert.match(await askHttp(wsPort, upgrade('/mqtt', KEY)), /400/);
    assert.match(await askHttp(wsPort, upgrade('/mqtt', protocol)), /400/);
    assert.match(await askHttp(wsPort, `${upgrade('/mqtt', KEY + protocol).replace('13', '99')}`), /4\d\d/);
    assert.match(await askHttp(wsPort, 'nonsense\r\n\r\n'), /400/);
    assert.match(
      await askHttp(wsPort, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
      /431|400/,
    );
    const many = `Sec-WebSocket-Protocol: ${Array.from({ length: 1500 }, (_, i) => `p${i}`).join(',')}\r\n`;
    assert.match(await askHttp(wsPort, upgrade('/mqtt', KEY + many)), /400/);
    for (let i = 0; i < 200; i++)
      dialTcp({ port: wsPort, host: '127.0.0.1' })
        .on('error', () => {})
        .resetAndDestroy();
  });

  await story.attack('WebSocket frames against the rules end their connection', async () => {
    const frames = [
      Buffer.of(0x81, 0x82, 0, 0, 0, 0, 0x61, 0x62), // text
      Buffer.of(0x82, 0x02, 0x61, 0x62), // not masked
      Buffer.of(0xf2, 0x80, 0, 0, 0, 0), // reserved bits
      Buffer.of(0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0), // 2^63 bytes
      Buffer.of(0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0), // a ping of 256 bytes
    ];
    for (const frame of frames) {
      const socket = dialTcp({ port: wsPort, host: '127.0.0.1' }).on('error', () => {});
      socket.write(upgrade('/mqtt', `${KEY}Sec-WebSocket-Protocol: mqtt\r\n`));
      await new Promise((resolve) => socket.once('data', resolve));
      socket.write(frame);
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    }
  });
});
