import { malformed, protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { AuthPacket } from './packets.ts';
import { readReasonTail, writeReasonTail } from './reason-tail.ts';

/** AUTH (§3.15). */
export function decodeAuth(reader: PacketReader): AuthPacket {
  if (reader.version < 5) throw malformed('AUTH came from a client that does not speak MQTT 5'); // MQTT 3.1.1 §2.2.1
  const isShort = reader.remaining === 0; // success and no properties (§3.15.2.1)
  const tail = readReasonTail(reader, 'auth');
  if (!isShort && tail.properties.authenticationMethod === undefined) {
    throw protocolError('AUTH has no authentication method'); // §3.15.2.2.2
  }
  return { type: 'auth', ...tail };
}

export function encodeAuth(packet: AuthPacket): Buffer {
  const writer = new PacketWriter(5);
  writeReasonTail(writer, packet, 'auth');
  return writer.finish(0xf0); // [MQTT-3.15.1-1]
}
