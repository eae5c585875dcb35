import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AcknowledgementByte, writeAcknowledgement } from './acknowledgement.ts';
import { decodePacket, encodePacket } from './codec.ts';
import { Framer } from './framer.ts';
import { malformedExamples } from './malformed-examples.ts';
import { MqttError } from './mqtt-error.ts';
import type { Packet, ProtocolVersion, PublishPacket, QoS } from './packets.ts';
import { USUAL_PROPERTY_LIMITS } from './properties.ts';
import { decodePublishProperties, encodePublishProperties } from './publish.ts';
import {
  createPublishScan,
  type PublishScan,
  packetIdOffset,
  publishSize,
  scanPublish,
  writePublish,
} from './publish-frame.ts';
import { ReasonCode } from './reason-codes.ts';
import { decodeUtf8 } from './utf8.ts';
import { annotated } from './wire-example.ts';
import { wireExamples } from './wire-examples.ts';

const PUBLISH_TYPE = 3;

function scan(bytes: Buffer, version: ProtocolVersion): PublishScan {
  const framer = new Framer(1_000_000);
  framer.push(bytes);
  assert.ok(framer.next());
  const into = createPublishScan();
  scanPublish(framer.buffer, framer.firstByte, framer.body, framer.end, version, into);
  return into;
}

const publishExamples = wireExamples.filter(
  (example): example is typeof example & { packet: PublishPacket } => example.packet.type === 'publish',
);

for (const { name, version, packet, bytes } of publishExamples) {
  test(`${name} is found in place`, () => {
    const found = scan(bytes, version);
    assert.equal(bytes.toString('utf8', found.topicStart, found.topicEnd), packet.topic);
    assert.equal(found.packetId, packet.packetId ?? 0);
    assert.deepEqual(
      decodePublishProperties(bytes, found.propertiesStart, found.propertiesEnd, USUAL_PROPERTY_LIMITS),
      packet.properties,
    );
    assert.deepEqual(bytes.subarray(found.payloadStart, found.end), packet.payload);
    assert.equal(found.end, bytes.length);
  });
}

for (const { name, version, bytes, reasonCode } of malformedExamples) {
  if ((bytes[0] as number) >> 4 !== PUBLISH_TYPE) continue;
  // Whether a name may be published to, and whether the alias is known, only the broker knows.
  if (reasonCode === ReasonCode.TopicNameInvalid || name === 'an empty topic with other properties') continue;
  test(`${name} is refused in place`, () => {
    assert.throws(
      () => {
        const found = scan(bytes, version);
        decodeUtf8(bytes, found.topicStart, found.topicEnd);
        decodePublishProperties(bytes, found.propertiesStart, found.propertiesEnd, USUAL_PROPERTY_LIMITS);
      },
      (error) => error instanceof MqttError && error.reasonCode === reasonCode,
    );
  });
}

test('no field reaches into the next frame', () => {
  const next = '| the next frame: \n 01 01 30 03 00 01 "a"';
  const cases: [ProtocolVersion, string][] = [
    [4, `30 03 00 02 "a" ${next}`],
    [4, `32 04 00 01 "a" 00 ${next}`],
    [5, `30 03 00 01 "a" ${next}`],
    [5, `30 04 00 01 "a" 02 ${next}`],
  ];
  for (const [version, text] of cases) {
    assert.throws(
      () => scan(annotated(text), version),
      (error) => error instanceof MqttError && error.reasonCode === ReasonCode.MalformedPacket,
      text,
    );
  }
});

test('a padded remaining length is refused from MQTT 5 and taken from MQTT 3.1.1 [MQTT-1.5.5-1]', () => {
  const padded = Buffer.from([0x30, 0x84, 0x00, 0x00, 0x01, 0x61, 0x00]);
  assert.equal(scan(padded, 4).payloadStart, 6);
  assert.throws(
    () => scan(padded, 5),
    (error) => error instanceof MqttError && error.reasonCode === ReasonCode.MalformedPacket,
  );
});

test('what is written in place is what the codec encodes', () => {
  const packets = fc.record({
    version: fc.constantFrom<ProtocolVersion>(3, 4, 5),
    qos: fc.constantFrom<QoS>(0, 1, 2),
    retain: fc.boolean(),
    packetId: fc.integer({ min: 1, max: 65_535 }),
    topic: fc.string({ minLength: 1, maxLength: 200 }).map((text) => text.replaceAll(/[+#\0]/g, '-')),
    payload: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array(20_000))),
    userValue: fc.option(fc.string({ maxLength: 200 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      packets,
      fc.nat({ max: 5 }),
      ({ version, qos, retain, packetId, topic, payload, userValue }, offset) => {
        const properties =
          userValue === undefined || version < 5 ? {} : { userProperties: [['k', userValue] as const] };
        const packet: PublishPacket = {
          type: 'publish',
          dup: false,
          qos,
          retain,
          topic,
          packetId: qos === 0 ? undefined : packetId,
          properties,
          payload: Buffer.from(payload),
        };
        const topicBytes = Buffer.from(topic);
        const propertyBytes = version === 5 ? encodePublishProperties(properties) : undefined;
        const size = publishSize(topicBytes.length, qos, version, propertyBytes?.length ?? 0, payload.length);
        const target = Buffer.alloc(offset + size);
        const header = 0x30 | (qos << 1) | (retain ? 1 : 0);
        const source = Buffer.concat([Buffer.alloc(3), payload, Buffer.alloc(3)]);
        const end = writePublish(
          target,
          offset,
          header,
          topicBytes,
          packetId,
          propertyBytes,
          source,
          3,
          3 + payload.length,
        );
        assert.equal(end, target.length);
        const written = target.subarray(offset);
        assert.deepEqual(written, encodePacket(packet, version));

        if (qos === 0) return;
        const body = scan(written, version).topicStart - 2;
        written.writeUInt16BE(4711, packetIdOffset(written));
        const patched = decodePacket(written, 0, body, size, version);
        assert.deepEqual(patched, { ...packet, packetId: 4711 });
      },
    ),
    { numRuns: 500 },
  );
});

test('an acknowledgement in place is the short form of the codec', () => {
  for (const type of ['puback', 'pubrec', 'pubrel', 'pubcomp'] as const) {
    const packet: Packet = { type, packetId: 0x1234, reasonCode: 0, properties: {} };
    const target = Buffer.alloc(6);
    assert.equal(writeAcknowledgement(target, 2, AcknowledgementByte[type], 0x1234), 6);
    assert.deepEqual(target.subarray(2), encodePacket(packet, 5));
  }
});
