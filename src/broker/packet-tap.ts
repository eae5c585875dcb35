import type { ConnectPacket, Packet, ProtocolVersion, QoS } from '../mqtt/packets.ts';
import type { ClientInfo, ClosedBy } from './events.ts';
import type { Message } from './messages/message.ts';

/** Whose packet it is. */
export interface TappedPeer {
  /** From its CONNECT on. */
  readonly knownAs: ClientInfo | undefined;
  readonly version: ProtocolVersion;
  /** Topic names by the alias that the client gave them, as bytes. */
  readonly topicAliases: ReadonlyMap<number, Buffer> | undefined;
  readonly connection: {
    readonly transport: { readonly remoteAddress: string; readonly remotePort: number };
  };
  readonly listener: { readonly id: string };
}

/** A whole packet in the bytes that arrived, which are good for the present call only. */
export interface TappedFrame {
  readonly buffer: Buffer;
  readonly start: number;
  /** Behind the fixed header. */
  readonly body: number;
  readonly end: number;
}

/** A message on its way to one receiver. */
export interface TappedDelivery {
  readonly message: Message;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly identifiers: readonly number[] | undefined;
}

export interface TappedEnding {
  readonly reason: string;
  readonly reasonString?: string;
  readonly closedBy: ClosedBy;
}

/** Hears packets at the moment at which the broker takes or sends them. It must not throw. */
export interface PacketListener {
  /** A CONNECT that could be read; the peer is known as whom it says, which nobody has checked. */
  onConnect(peer: TappedPeer, packet: ConnectPacket): void;
  /** Any later packet, before it is looked at. */
  onFrame(peer: TappedPeer, frame: TappedFrame): void;
  onSent(peer: TappedPeer, packet: Packet): void;
  onSentPublish(peer: TappedPeer, delivery: TappedDelivery, packetId: number, dup: boolean): void;
  /** A message has gone to its receivers, so many. */
  onRouted(message: Message, receivers: number): void;
  /** The last about a peer. @param wasConnected whether its CONNECT had been accepted */
  onEnded(peer: TappedPeer, ending: TappedEnding, wasConnected: boolean): void;
}

/** Where packets can be heard. While nobody does, each costs one look whether somebody does. */
export class PacketTap {
  listener: PacketListener | undefined = undefined;
}

const ACKNOWLEDGEMENTS = { 4: 'puback', 5: 'pubrec', 6: 'pubrel', 7: 'pubcomp' } as const;

/** What was written without a packet having been made. @param firstByte of the packet */
export function tappedAcknowledgement(firstByte: number, packetId: number, reasonCode = 0): Packet {
  const type = ACKNOWLEDGEMENTS[(firstByte >> 4) as keyof typeof ACKNOWLEDGEMENTS];
  return { type, packetId, reasonCode, properties: {} };
}
