import { protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ProtocolVersion, SubackPacket } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';

/** SUBACK (§3.9). */
export function decodeSuback(reader: PacketReader): SubackPacket {
  const packetId = reader.packetId();
  const properties = reader.properties('suback');
  const reasonCodes: number[] = [];
  while (reader.remaining > 0)
    reasonCodes.push(reader.version < 5 ? readReturnCode(reader) : reader.reasonCode('suback'));
  if (reasonCodes.length === 0) throw protocolError('SUBACK has no reason code'); // §3.9.3
  return { type: 'suback', packetId, reasonCodes, properties };
}

export function encodeSuback(packet: SubackPacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writer.uint16(packet.packetId);
  writer.properties(packet.properties, 'suback');
  for (const code of packet.reasonCodes) writer.byte(version < 5 ? toReturnCode(code) : code);
  return writer.finish(0x90);
}

/** MQTT 3.1.1 knows one failure (§3.9.3 there). */
const toReturnCode = (reasonCode: number): number =>
  reasonCode < ReasonCode.UnspecifiedError ? reasonCode : ReasonCode.UnspecifiedError;

function readReturnCode(reader: PacketReader): number {
  const code = reader.byte();
  if (code > 2 && code !== ReasonCode.UnspecifiedError) {
    throw protocolError(`${code} is not a return code of SUBACK`); // MQTT 3.1.1 [MQTT-3.9.3-2]
  }
  return code;
}
