import { malformed, protocolError } from './mqtt-error.ts';
import type { ProtocolVersion, QoS } from './packets.ts';
import { checkPublishFlags } from './publish.ts';
import { readVarint, varintSize, writeVarint } from './variable-byte-integer.ts';

/*
 * PUBLISH in place: found and written without an object, a string or a buffer per message.
 */

/** Below this many bytes a loop beats Buffer.copy (measured on Node 24). */
const SHORT_COPY = 24;

/** Where the fields of a PUBLISH lie in its buffer. One object is used for all of them. */
export interface PublishScan {
  topicStart: number;
  topicEnd: number;
  /** 0 if there is none. */
  packetId: number;
  /** Behind the property length; equal to `propertiesEnd` if there are none. */
  propertiesStart: number;
  propertiesEnd: number;
  payloadStart: number;
  /** Of the payload and the packet. */
  end: number;
}

export const createPublishScan = (): PublishScan => ({
  topicStart: 0,
  topicEnd: 0,
  packetId: 0,
  propertiesStart: 0,
  propertiesEnd: 0,
  payloadStart: 0,
  end: 0,
});

/**
 * Finds the fields of a PUBLISH (§3.3), with the arguments as the framer reports them. Checks flags, lengths
 * and the packet identifier. It does not look into the topic, which must still be proved to be UTF-8 and a
 * topic name, nor into the properties, so that an empty topic passes if there are any: one of them must be
 * the alias.
 *
 * @throws MqttError MalformedPacket or ProtocolError
 */
export function scanPublish(
  buffer: Buffer,
  firstByte: number,
  body: number,
  end: number,
  version: ProtocolVersion,
  into: PublishScan,
): void {
  checkPublishFlags(firstByte);
  // A remaining length that ends with zero bits is not in its shortest form, or 0 [MQTT-1.5.5-1]
  if (version === 5 && buffer[body - 1] === 0)
    throw malformed('the remaining length of PUBLISH is not in its shortest form');

  const topicStart = body + 2;
  if (topicStart > end) throw malformed('PUBLISH ends inside the topic length');
  const topicEnd = topicStart + (((buffer[body] as number) << 8) | (buffer[body + 1] as number));
  if (topicEnd > end) throw malformed('PUBLISH ends inside the topic'); // [MQTT-3.3.2-1]
  let offset = topicEnd;

  let packetId = 0;
  if ((firstByte & 0b0110) !== 0) {
    if (offset + 2 > end) throw malformed('PUBLISH ends inside the packet identifier');
    packetId = ((buffer[offset] as number) << 8) | (buffer[offset + 1] as number);
    if (packetId === 0) throw protocolError('the packet identifier is 0'); // [MQTT-2.2.1-3]
    offset += 2;
  }

  let propertiesEnd = offset;
  if (version === 5) {
    const length = readVarint(buffer, offset, end);
    offset += varintSize(length);
    propertiesEnd = offset + length;
    if (propertiesEnd > end) throw malformed('PUBLISH ends inside the properties');
  }
  if (topicStart === topicEnd && offset === propertiesEnd)
    throw protocolError('PUBLISH has no topic and no topic alias'); // §3.3.2.1

  into.topicStart = topicStart;
  into.topicEnd = topicEnd;
  into.packetId = packetId;
  into.propertiesStart = offset;
  into.propertiesEnd = propertiesEnd;
  into.payloadStart = propertiesEnd;
  into.end = end;
}

/** The size of a PUBLISH in bytes, fixed header included. `propertiesBytes` without the property length. */
export function publishSize(
  topicBytes: number,
  qos: QoS,
  version: ProtocolVersion,
  propertiesBytes: number,
  payloadBytes: number,
): number {
  const propertyBytes = version === 5 ? varintSize(propertiesBytes) + propertiesBytes : 0;
  const length = 2 + topicBytes + (qos === 0 ? 0 : 2) + propertyBytes + payloadBytes;
  return 1 + varintSize(length) + length;
}

/**
 * Writes a PUBLISH into `publishSize` free bytes of `target` and returns the offset behind it.
 *
 * @param header the first byte: see `publishHeader`
 * @param packetId written when the header says a QoS above 0
 * @param properties as `encodePublishProperties` gives them, empty if there are none; undefined before MQTT 5
 */
export function writePublish(
  target: Buffer,
  offset: number,
  header: number,
  topic: Buffer,
  packetId: number,
  properties: Buffer | undefined,
  payload: Buffer,
  payloadStart: number,
  payloadEnd: number,
): number {
  const at = writePublishHead(target, offset, header, topic, packetId, properties, payloadEnd - payloadStart);
  return copy(payload, payloadStart, payloadEnd, target, at);
}

/** The same up to the payload, of which only the length is needed. */
export function writePublishHead(
  target: Buffer,
  offset: number,
  header: number,
  topic: Buffer,
  packetId: number,
  properties: Buffer | undefined,
  payloadLength: number,
): number {
  const hasPacketId = (header & 0b0110) !== 0;
  const propertyBytes = properties === undefined ? 0 : varintSize(properties.length) + properties.length;
  const length = 2 + topic.length + (hasPacketId ? 2 : 0) + propertyBytes + payloadLength;
  let at = offset;
  target[at++] = header;
  at = writeVarint(target, at, length);
  target[at++] = topic.length >>> 8;
  target[at++] = topic.length;
  at = copy(topic, 0, topic.length, target, at);
  if (hasPacketId) {
    target[at++] = packetId >>> 8;
    target[at++] = packetId;
  }
  if (properties !== undefined) {
    at = writeVarint(target, at, properties.length);
    at = copy(properties, 0, properties.length, target, at);
  }
  return at;
}

/** Where the packet identifier lies in a whole PUBLISH of QoS 1 or 2, counted from its first byte. */
export function packetIdOffset(frame: Buffer): number {
  let at = 1;
  while ((frame[at++] as number) >= 0x80); // the remaining length
  return at + 2 + frame.readUInt16BE(at);
}

function copy(source: Buffer, start: number, end: number, target: Buffer, offset: number): number {
  if (end - start >= SHORT_COPY) return offset + source.copy(target, offset, start, end);
  let at = offset;
  for (let from = start; from < end; from++) target[at++] = source[from] as number;
  return at;
}
