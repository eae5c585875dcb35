import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePacket, encodePacket } from './codec.ts';
import { answerVersion } from './connect.ts';
import { Framer } from './framer.ts';
import { malformedExamples } from './malformed-examples.ts';
import { MqttError } from './mqtt-error.ts';
import type { Packet, ProtocolVersion } from './packets.ts';
import { isReasonCodeOf } from './reason-codes-by-packet.ts';
import { acceptedForms, wireExamples } from './wire-examples.ts';

/** Through the framer, as in production; the bytes must be one frame. */
function decode(bytes: Buffer, version: ProtocolVersion): Packet {
  const framer = new Framer(1_000_000);
  framer.push(bytes);
  assert.ok(framer.next(), 'the bytes are less than one frame');
  const packet = decodePacket(framer.buffer, framer.start, framer.body, framer.end, version);
  assert.equal(framer.next(), false);
  assert.equal(framer.pendingBytes, 0, 'the bytes are more than one frame');
  return packet;
}

for (const { name, version, packet, bytes } of wireExamples) {
  test(`${name} is decoded`, () => assert.deepEqual(decode(bytes, version), packet));
  test(`${name} is encoded`, () => {
    assert.equal(encodePacket(packet, version).toString('hex'), bytes.toString('hex'));
  });
}

for (const { name, version, packet, bytes } of acceptedForms) {
  test(`${name} is accepted`, () => assert.deepEqual(decode(bytes, version), packet));
}

for (const { name, version, bytes, reasonCode } of malformedExamples) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => decode(bytes, version),
      (error) => error instanceof MqttError && error.reasonCode === reasonCode,
    );
  });
}

test('a decoded packet does not change with the buffer that it came from', () => {
  for (const { version, packet, bytes } of wireExamples) {
    const chunk = Buffer.from(bytes);
    const decoded = decode(chunk, version);
    chunk.fill(0xff);
    assert.deepEqual(decoded, packet);
  }
});

test('a byte order mark stays in a string [MQTT-1.5.4-3]', () => {
  const packet = decode(Buffer.from([0x30, 6, 0, 4, 0xef, 0xbb, 0xbf, 0x61]), 4);
  assert.equal(packet.type === 'publish' && packet.topic, '\ufeffa');
});

test('reason codes of CONNACK become the return codes of MQTT 3.1.1', () => {
  const reasonCodes = Array.from({ length: 256 }, (_, code) => code).filter((code) =>
    isReasonCodeOf('connack', code),
  );
  const returnCodes = reasonCodes.map((reasonCode) => {
    const packet: Packet = { type: 'connack', sessionPresent: false, reasonCode, properties: {} };
    return [reasonCode, encodePacket(packet, 4).at(-1)];
  });
  const expected = new Map([
    [0x00, 0],
    [0x84, 1],
    [0x85, 2],
    [0x86, 4],
    [0x87, 5],
    [0x8a, 5],
    [0x8c, 4],
  ]);
  assert.deepEqual(
    returnCodes,
    reasonCodes.map((code) => [code, expected.get(code) ?? 3]),
  );
});

test('failures in SUBACK become 0x80 before MQTT 5, granted QoS stays', () => {
  const packet: Packet = { type: 'suback', packetId: 1, reasonCodes: [0, 1, 2, 0x87, 0xa2], properties: {} };
  assert.deepEqual([...encodePacket(packet, 4).subarray(4)], [0, 1, 2, 0x80, 0x80]);
});

test('a refusal carries no session [MQTT-3.2.2-6], and MQTT 3.1 none at all', () => {
  const refusal: Packet = { type: 'connack', sessionPresent: true, reasonCode: 0x87, properties: {} };
  assert.equal(encodePacket(refusal, 5)[2], 0);
  assert.equal(encodePacket({ ...refusal, reasonCode: 0 }, 3)[2], 0);
});

test('a property that a packet may not carry is left out', () => {
  const packet: Packet = {
    type: 'puback',
    packetId: 1,
    reasonCode: 0,
    properties: { willDelayInterval: 3, reasonString: undefined },
  };
  assert.equal(encodePacket(packet, 5).toString('hex'), '40020001');
});

test('properties beyond 127 bytes get a longer length', () => {
  for (const size of [100, 200, 20_000]) {
    const packet: Packet = {
      type: 'disconnect',
      reasonCode: 0x98,
      properties: { reasonString: 'x'.repeat(size) },
    };
    assert.deepEqual(decode(encodePacket(packet, 5), 5), packet);
  }
});

test('a field that cannot be written is a bug of the caller', () => {
  const packet: Packet = { type: 'unsubscribe', packetId: 1, filters: ['x'.repeat(65_536)], properties: {} };
  assert.throws(() => encodePacket(packet, 4), RangeError);
  assert.throws(() => encodePacket({ ...packet, packetId: 65_536, filters: [] }, 4), RangeError);
});

test('a CONNECT is answered in the version it asks for, also when it is refused', () => {
  const cases: [string, ProtocolVersion][] = [
    ['\0\x06MQIsdp\x03', 3],
    ['\0\x04MQTT\x04', 4],
    ['\0\x04MQTT\x84', 4],
    ['\0\x04MQTT\x05', 5],
    ['\0\x04MQTT\x06', 5],
    ['\0\x04MQTT\x02', 4],
    ['\xff\xffMQTT', 4],
    ['\0', 4],
    ['', 4],
  ];
  for (const [text, version] of cases) {
    const bytes = Buffer.from(text, 'latin1');
    assert.equal(answerVersion(bytes, 0, bytes.length), version, JSON.stringify(text));
  }
});

test('0x8C stands in DISCONNECT and CONNACK, 0x84 in CONNACK alone', () => {
  assert.ok(isReasonCodeOf('disconnect', 0x8c) && isReasonCodeOf('connack', 0x8c));
  assert.ok(!isReasonCodeOf('disconnect', 0x84) && isReasonCodeOf('connack', 0x84));
});

test('what a peer wrote appears shortened in the message of an error', () => {
  const topic = Buffer.from('+'.repeat(5000));
  const bytes = Buffer.concat([Buffer.from([0x30, 0x8a, 0x27, 0x13, 0x88]), topic]);
  assert.throws(
    () => decode(bytes, 4),
    (error) => error instanceof MqttError && error.message.length < 200,
  );
});
