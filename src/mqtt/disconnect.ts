import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { DisconnectPacket, ProtocolVersion } from './packets.ts';
import { readReasonTail, writeReasonTail } from './reason-tail.ts';

/** DISCONNECT (§3.14). In MQTT 3 it has no body and only a client sends it. */
export function decodeDisconnect(reader: PacketReader): DisconnectPacket {
  return { type: 'disconnect', ...readReasonTail(reader, 'disconnect') };
}

export function encodeDisconnect(packet: DisconnectPacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writeReasonTail(writer, packet, 'disconnect');
  return writer.finish(0xe0); // [MQTT-3.14.1-1]
}
