import { malformed, protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ConnackPacket, ProtocolVersion } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';

/** The return codes of MQTT 3.1.1 (§3.2.2.3 there), each with the reason code that says the same. */
const reasonCodeByReturnCode = new Map<number, number>([
  [0, ReasonCode.Success],
  [1, ReasonCode.UnsupportedProtocolVersion],
  [2, ReasonCode.ClientIdentifierNotValid],
  [3, ReasonCode.ServerUnavailable],
  [4, ReasonCode.BadUserNameOrPassword],
  [5, ReasonCode.NotAuthorized],
]);

/** The way back. What has no return code of its own is 3, `server unavailable`. */
const returnCodeByReasonCode = new Map<number, number>([
  ...[...reasonCodeByReturnCode].map(([returnCode, reasonCode]): [number, number] => [
    reasonCode,
    returnCode,
  ]),
  [ReasonCode.BadAuthenticationMethod, 4],
  [ReasonCode.Banned, 5],
]);

/** CONNACK (§3.2). Return codes of MQTT 3 are read as the reason codes that say the same. */
export function decodeConnack(reader: PacketReader): ConnackPacket {
  const flags = reader.byte();
  if (flags > 1) throw malformed('a reserved bit of the connect acknowledge flags is set'); // [MQTT-3.2.2-1]
  const reasonCode = reader.version < 5 ? fromReturnCode(reader.byte()) : reader.reasonCode('connack');
  const sessionPresent = flags === 1;
  if (sessionPresent && reasonCode !== 0) throw protocolError('CONNACK refuses and has a session present'); // [MQTT-3.2.2-6]
  return { type: 'connack', sessionPresent, reasonCode, properties: reader.properties('connack') };
}

export function encodeConnack(packet: ConnackPacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  // [MQTT-3.2.2-6]; MQTT 3.1 has no such flag
  writer.byte(packet.sessionPresent && packet.reasonCode === 0 && version > 3 ? 1 : 0);
  writer.byte(version < 5 ? (returnCodeByReasonCode.get(packet.reasonCode) ?? 3) : packet.reasonCode);
  writer.properties(packet.properties, 'connack');
  return writer.finish(0x20);
}

function fromReturnCode(returnCode: number): number {
  const reasonCode = reasonCodeByReturnCode.get(returnCode);
  if (reasonCode === undefined) throw protocolError(`${returnCode} is not a return code of CONNACK`);
  return reasonCode;
}
