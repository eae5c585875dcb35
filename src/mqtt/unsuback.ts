import { protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ProtocolVersion, UnsubackPacket } from './packets.ts';

/** UNSUBACK (§3.11). In MQTT 3 it is a packet identifier and nothing else. */
export function decodeUnsuback(reader: PacketReader): UnsubackPacket {
  const packetId = reader.packetId();
  const properties = reader.properties('unsuback');
  const reasonCodes: number[] = [];
  if (reader.version === 5) {
    while (reader.remaining > 0) reasonCodes.push(reader.reasonCode('unsuback'));
    if (reasonCodes.length === 0) throw protocolError('UNSUBACK has no reason code'); // §3.11.3
  }
  return { type: 'unsuback', packetId, reasonCodes, properties };
}

export function encodeUnsuback(packet: UnsubackPacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writer.uint16(packet.packetId);
  writer.properties(packet.properties, 'unsuback');
  if (version === 5) for (const code of packet.reasonCodes) writer.byte(code);
  return writer.finish(0xb0);
}
