import { protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ProtocolVersion, UnsubscribePacket } from './packets.ts';

/** UNSUBSCRIBE (§3.10). */
export function decodeUnsubscribe(reader: PacketReader): UnsubscribePacket {
  const packetId = reader.packetId();
  const properties = reader.properties('unsubscribe');
  const filters: string[] = [];
  while (reader.remaining > 0) filters.push(reader.utf8String()); // [MQTT-3.10.3-1]
  if (filters.length === 0) throw protocolError('UNSUBSCRIBE has no topic filter'); // [MQTT-3.10.3-2]
  return { type: 'unsubscribe', packetId, filters, properties };
}

export function encodeUnsubscribe(packet: UnsubscribePacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writer.uint16(packet.packetId);
  writer.properties(packet.properties, 'unsubscribe');
  for (const filter of packet.filters) writer.utf8String(filter);
  return writer.finish(0xa2); // [MQTT-3.10.1-1]
}
