import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { AcknowledgementPacket, ProtocolVersion } from './packets.ts';
import { readReasonTail, writeReasonTail } from './reason-tail.ts';

/** The first bytes of the acknowledgements of a PUBLISH. */
export const AcknowledgementByte = {
  puback: 0x40,
  pubrec: 0x50,
  pubrel: 0x62, // [MQTT-3.6.1-1]
  pubcomp: 0x70,
} as const;

/** The size of an acknowledgement with a reason code and no properties, in bytes. */
export const REASONED_ACKNOWLEDGEMENT_SIZE = 5;

/** The size of an acknowledgement without a reason code, in bytes. */
export const ACKNOWLEDGEMENT_SIZE = 4;

/** PUBACK, PUBREC, PUBREL and PUBCOMP (§3.4 to §3.7), which differ in nothing but their type. */
export function decodeAcknowledgement(
  type: AcknowledgementPacket['type'],
  reader: PacketReader,
): AcknowledgementPacket {
  const packetId = reader.packetId();
  return { type, packetId, ...readReasonTail(reader, type) };
}

export function encodeAcknowledgement(packet: AcknowledgementPacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writer.uint16(packet.packetId);
  writeReasonTail(writer, packet, packet.type);
  return writer.finish(AcknowledgementByte[packet.type]);
}

/**
 * Writes the short form, which means success in every version, into `ACKNOWLEDGEMENT_SIZE` free bytes of
 * `target`. Returns the offset behind it.
 */
export function writeAcknowledgement(
  target: Buffer,
  offset: number,
  firstByte: number,
  packetId: number,
): number {
  target[offset] = firstByte;
  target[offset + 1] = 2;
  target[offset + 2] = packetId >>> 8;
  target[offset + 3] = packetId;
  return offset + ACKNOWLEDGEMENT_SIZE;
}

/** The same with a reason code, for MQTT 5, in `REASONED_ACKNOWLEDGEMENT_SIZE` free bytes. */
export function writeReasonedAcknowledgement(
  target: Buffer,
  offset: number,
  firstByte: number,
  packetId: number,
  reasonCode: number,
): number {
  target[offset] = firstByte;
  target[offset + 1] = 3;
  target[offset + 2] = packetId >>> 8;
  target[offset + 3] = packetId;
  target[offset + 4] = reasonCode;
  return offset + REASONED_ACKNOWLEDGEMENT_SIZE;
}
