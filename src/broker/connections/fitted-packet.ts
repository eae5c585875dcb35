import { encodePacket } from '../../mqtt/codec.ts';
import type { Packet, PacketType, ProtocolVersion } from '../../mqtt/packets.ts';

/** What one client takes, as its CONNECT says. */
export interface PacketLimits {
  readonly version: ProtocolVersion;
  /** Bytes (§3.1.2.11.4). */
  readonly maximumPacketSize: number;
  /** Request Problem Information (§3.1.2.11.7). */
  readonly wantsProblems: boolean;
}

/** They may explain themselves also to a client that asked for no explanations [MQTT-3.1.2-29]. */
const ALWAYS_EXPLAINED: ReadonlySet<PacketType> = new Set(['publish', 'connack', 'disconnect']);

/**
 * The bytes of a packet, without its reason string and user properties where the client wants none or where they
 * would make it too large ([MQTT-3.2.2-19], [MQTT-3.4.2-2], [MQTT-3.9.2-1] and their like). Undefined for a packet
 * that is too large without them [MQTT-3.1.2-24].
 */
export function encodeFitted(packet: Packet, limits: PacketLimits): Buffer | undefined {
  const { version, maximumPacketSize } = limits;
  const isSilent = !limits.wantsProblems && !ALWAYS_EXPLAINED.has(packet.type);
  const bytes = encodePacket(isSilent ? withoutExplanation(packet) : packet, version);
  if (bytes.length <= maximumPacketSize) return bytes;
  const shorter = encodePacket(withoutExplanation(packet), version);
  return shorter.length <= maximumPacketSize ? shorter : undefined;
}

function withoutExplanation(packet: Packet): Packet {
  // The user properties of a PUBLISH belong to the message and not to what becomes of it.
  if (!('properties' in packet) || packet.type === 'publish') return packet;
  return {
    ...packet,
    properties: { ...packet.properties, reasonString: undefined, userProperties: undefined },
  };
}
