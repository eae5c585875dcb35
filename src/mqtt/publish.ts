import { MqttError, malformed, protocolError, quoted } from './mqtt-error.ts';
import { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { Properties, ProtocolVersion, PublishPacket, QoS } from './packets.ts';
import { type PropertyLimits, readProperties, writeProperties } from './properties.ts';
import { ReasonCode } from './reason-codes.ts';
import { isValidTopicName } from './topics.ts';

/** PUBLISH (§3.3). The broker's hot path does not come here, see `publish-frame.ts`. */
export function decodePublish(reader: PacketReader, flags: number): PublishPacket {
  checkPublishFlags(flags);
  const qos = ((flags >> 1) & 0b11) as QoS;
  const topic = reader.utf8String(); // [MQTT-3.3.2-1]
  const packetId = qos === 0 ? undefined : reader.packetId(); // [MQTT-2.2.1-2]
  const properties = reader.properties('publish');
  checkTopic(topic, properties);
  return {
    type: 'publish',
    dup: (flags & 0b1000) !== 0,
    qos,
    retain: (flags & 0b0001) !== 0,
    topic,
    packetId,
    properties,
    payload: reader.rest(),
  };
}

export function encodePublish(packet: PublishPacket, version: ProtocolVersion): Buffer {
  const { dup, qos, retain, packetId } = packet;
  const writer = new PacketWriter(version);
  writer.utf8String(packet.topic);
  if (qos > 0) {
    if (!packetId) throw new TypeError(`a PUBLISH of QoS ${qos} needs a packet identifier`); // [MQTT-2.2.1-4]
    writer.uint16(packetId);
  }
  writer.properties(packet.properties, 'publish');
  writer.raw(packet.payload);
  return writer.finish(publishHeader(qos, retain, dup && qos > 0)); // [MQTT-3.3.1-2]
}

/** The first byte of a PUBLISH (§3.3.1). */
export function publishHeader(qos: QoS, retain: boolean, dup: boolean): number {
  return 0x30 | (dup ? 0b1000 : 0) | (qos << 1) | (retain ? 0b0001 : 0);
}

/** Throws for a QoS of 3 and for a duplicate of QoS 0; `flags` are the low bits of the first byte. */
export function checkPublishFlags(flags: number): void {
  const qosBits = flags & 0b0110;
  if (qosBits === 0b0110) throw malformed('PUBLISH has QoS 3'); // [MQTT-3.3.1-4]
  if (qosBits === 0 && flags & 0b1000) throw malformed('PUBLISH of QoS 0 has DUP set'); // [MQTT-3.3.1-2]
}

/** The properties of a PUBLISH, from the bytes behind the property length. Binary values are copies. */
export function decodePublishProperties(
  buffer: Buffer,
  start: number,
  end: number,
  limits: PropertyLimits,
): Properties {
  return readProperties(new PacketReader(buffer, start, end, 5, limits), 'publish');
}

/** The bytes behind the property length; empty if nothing is to be sent. */
export function encodePublishProperties(properties: Properties): Buffer {
  const writer = new PacketWriter(5);
  writeProperties(writer, properties, 'publish');
  return writer.written();
}

function checkTopic(topic: string, properties: Properties): void {
  if (topic === '') {
    if (properties.topicAlias === undefined) throw protocolError('PUBLISH has no topic and no topic alias'); // §3.3.2.1
    return;
  }
  if (isValidTopicName(topic)) return;
  throw new MqttError(ReasonCode.TopicNameInvalid, `${quoted(topic)} is no topic name`); // [MQTT-3.3.2-2]
}
