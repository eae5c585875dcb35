import { decodeAcknowledgement, encodeAcknowledgement } from './acknowledgement.ts';
import { decodeAuth, encodeAuth } from './auth.ts';
import { decodeConnack, encodeConnack } from './connack.ts';
import { decodeConnect, encodeConnect } from './connect.ts';
import { decodeDisconnect, encodeDisconnect } from './disconnect.ts';
import { malformed } from './mqtt-error.ts';
import { PacketReader } from './packet-reader.ts';
import type { Packet, ProtocolVersion } from './packets.ts';
import { decodePingreq, decodePingresp, encodePingreq, encodePingresp } from './ping.ts';
import { type PropertyLimits, USUAL_PROPERTY_LIMITS } from './properties.ts';
import { decodePublish, encodePublish } from './publish.ts';
import { decodeSuback, encodeSuback } from './suback.ts';
import { decodeSubscribe, encodeSubscribe } from './subscribe.ts';
import { decodeUnsuback, encodeUnsuback } from './unsuback.ts';
import { decodeUnsubscribe, encodeUnsubscribe } from './unsubscribe.ts';

interface PacketKind {
  /** The low bits that the first byte must have (§2.1.3); PUBLISH alone gives them a meaning. */
  flags: number | 'its own';
  decode(reader: PacketReader, flags: number): Packet;
}

const DUP = 0b1000;

/** By packet type number (§2.1.2). */
const kinds: readonly (PacketKind | undefined)[] = [
  undefined,
  { flags: 0, decode: decodeConnect },
  { flags: 0, decode: decodeConnack },
  { flags: 'its own', decode: decodePublish },
  { flags: 0, decode: (reader) => decodeAcknowledgement('puback', reader) },
  { flags: 0, decode: (reader) => decodeAcknowledgement('pubrec', reader) },
  { flags: 0b0010, decode: (reader) => decodeAcknowledgement('pubrel', reader) }, // [MQTT-3.6.1-1]
  { flags: 0, decode: (reader) => decodeAcknowledgement('pubcomp', reader) },
  { flags: 0b0010, decode: decodeSubscribe }, // [MQTT-3.8.1-1]
  { flags: 0, decode: decodeSuback },
  { flags: 0b0010, decode: decodeUnsubscribe }, // [MQTT-3.10.1-1]
  { flags: 0, decode: decodeUnsuback },
  { flags: 0, decode: decodePingreq },
  { flags: 0, decode: decodePingresp },
  { flags: 0, decode: decodeDisconnect }, // [MQTT-3.14.1-1]
  { flags: 0, decode: decodeAuth }, // [MQTT-3.15.1-1]
];

/**
 * Decodes one frame; `start`, `body` and `end` as the framer reports them. The packet keeps no reference to
 * the buffer. Packets that only a server sends are decoded too. For CONNECT, `version` is not looked at.
 *
 * @throws MqttError with the reason code that the standard names
 */
export function decodePacket(
  buffer: Buffer,
  start: number,
  body: number,
  end: number,
  version: ProtocolVersion,
  propertyLimits: PropertyLimits = USUAL_PROPERTY_LIMITS,
): Packet {
  const firstByte = buffer[start] as number;
  const kind = kinds[firstByte >> 4];
  if (!kind) throw malformed('packet type 0 is forbidden'); // §2.1.2
  const flags = firstByte & 0b1111;
  if (kind.flags !== 'its own') checkFlags(flags, kind.flags, version);
  const reader = new PacketReader(buffer, body, end, version, propertyLimits);
  const packet = kind.decode(reader, flags);
  reader.expectEnd();
  const lengthBytes = body - start - 1;
  if (reader.version === 5 && lengthBytes > 1 && buffer[body - 1] === 0) {
    throw malformed('the remaining length is not in its shortest form'); // [MQTT-1.5.5-1]
  }
  return packet;
}

/**
 * Encodes a packet in its shortest form. Throws RangeError or TypeError for one that cannot be sent: that is
 * a bug of the caller.
 */
export function encodePacket(packet: Packet, version: ProtocolVersion): Buffer {
  switch (packet.type) {
    case 'connect':
      return encodeConnect(packet);
    case 'connack':
      return encodeConnack(packet, version);
    case 'publish':
      return encodePublish(packet, version);
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return encodeAcknowledgement(packet, version);
    case 'subscribe':
      return encodeSubscribe(packet, version);
    case 'suback':
      return encodeSuback(packet, version);
    case 'unsubscribe':
      return encodeUnsubscribe(packet, version);
    case 'unsuback':
      return encodeUnsuback(packet, version);
    case 'pingreq':
      return encodePingreq();
    case 'pingresp':
      return encodePingresp();
    case 'disconnect':
      return encodeDisconnect(packet, version);
    case 'auth':
      return encodeAuth(packet);
  }
}

/**
 * MQTT 3.1 lets a client set DUP when it sends a PUBREL, SUBSCRIBE or UNSUBSCRIBE again (§3.6, §3.8, §3.10
 * there).
 */
function checkFlags(flags: number, expected: number, version: ProtocolVersion): void {
  const mayRepeat = version === 3 && expected !== 0;
  if ((mayRepeat ? flags & ~DUP : flags) !== expected) {
    throw malformed(`the flags of the fixed header are ${flags}, must be ${expected}`); // [MQTT-2.1.3-1]
  }
}
