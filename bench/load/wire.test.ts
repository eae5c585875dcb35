import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectPacket, eachPacket, publishTemplate, subscribePacket } from './wire.ts';

test('CONNECT asks for MQTT 3.1.1 with a clean session', () => {
  // biome-ignore format: a line per field
  const expected = [
    0x10, 14, // CONNECT, remaining length
    0, 4, ...Buffer.from('MQTT'), 4, // protocol name and level
    0b10, // clean session
    600 >> 8, 600 & 0xff, // keep alive
    0, 2, ...Buffer.from('ab'), // client id
  ];
  assert.deepEqual([...connectPacket('ab', 600)], expected);
});

test('CONNECT carries user name and password behind the client id', () => {
  const credentials = { username: 'u', password: 'pw' };
  // biome-ignore format: a line per field
  const expected = [
    0x10, 21, // CONNECT, remaining length
    0, 4, ...Buffer.from('MQTT'), 4, // protocol name and level
    0b1100_0010, // user name, password, clean session
    600 >> 8, 600 & 0xff, // keep alive
    0, 2, ...Buffer.from('ab'), // client id
    0, 1, ...Buffer.from('u'),
    0, 2, ...Buffer.from('pw'),
  ];
  assert.deepEqual([...connectPacket('ab', 600, { credentials })], expected);
});

test('SUBSCRIBE asks for its filters', () => {
  // biome-ignore format: a line per filter
  const expected = [
    0x82, 12, 0, 1,
    0, 3, ...Buffer.from('a/#'), 1,
    0, 1, ...Buffer.from('b'), 1,
  ];
  assert.deepEqual([...subscribePacket(1, ['a/#', 'b'], 1)], expected);
});

test('a PUBLISH template says where packet identifier and payload go', () => {
  const atQos1 = publishTemplate('t', 1, Buffer.alloc(200, 'x'));
  assert.equal(atQos1.bytes.readUInt8(0), 0x32);
  assert.deepEqual([atQos1.bytes.readUInt8(1), atQos1.bytes.readUInt8(2)], [0x80 | (205 & 0x7f), 205 >> 7]);
  assert.deepEqual([atQos1.packetIdAt, atQos1.payloadAt, atQos1.bytes.length], [6, 8, 208]);

  const atQos0 = publishTemplate('t', 0, Buffer.alloc(4));
  assert.deepEqual([atQos0.bytes.readUInt8(0), atQos0.payloadAt, atQos0.bytes.length], [0x30, 5, 9]);
});

test('whole packets are visited wherever a chunk ends, and the rest is left', () => {
  const first = publishTemplate('t', 0, Buffer.alloc(200)).bytes;
  const second = Buffer.of(0xd0, 0);
  const stream = Buffer.concat([first, second]);
  for (let length = 0; length <= stream.length; length++) {
    const visited: number[] = [];
    const used = eachPacket(stream, length, (firstByte) => visited.push(firstByte));
    const whole = length < first.length ? [] : length < stream.length ? [0x30] : [0x30, 0xd0];
    assert.deepEqual(visited, whole, `${length} bytes`);
    assert.equal(used, [0, first.length, stream.length][whole.length], `${length} bytes`);
  }
});
