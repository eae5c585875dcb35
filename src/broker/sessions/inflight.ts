import type { QoS } from '../../mqtt/packets.ts';
import type { Outgoing } from './message-queue.ts';

/** After PUBREC the client owns the message; only its packet identifier is kept until PUBCOMP. */
export const AWAITING_PUBCOMP = 'awaiting-pubcomp';

/** What was sent under a packet identifier and is not finished: a message that awaits PUBACK or PUBREC, by its QoS. */
export type Inflight = Outgoing | typeof AWAITING_PUBCOMP;

/** What is under way in a session, so that it can be kept and brought back. */
export interface SessionTraffic {
  readonly lastPacketId: number;
  /** By packet identifier, in the order of sending. */
  readonly inflight: ReadonlyMap<number, Inflight>;
  readonly queue: Iterable<Outgoing>;
  /** When each QoS 2 PUBLISH came whose PUBREL is outstanding, by packet identifier. */
  readonly awaitingRel: ReadonlyMap<number, number>;
}

/**
 * Bytes of payload under way to one client: its window is large so that small messages flow in bursts, and large ones
 * shall not fill the memory therefore. One message may be larger than that.
 */
const MAXIMUM_BYTES = 1024 * 1024;

/** What is under way to one client, in the order of sending. */
export class InflightMessages {
  readonly #byPacketId: Map<number, Inflight>;
  lastPacketId: number;
  /** Of payload. */
  #bytes = 0;

  /** @param restored what was under way when the process ended */
  constructor(restored?: ReadonlyMap<number, Inflight>, lastPacketId = 0) {
    this.#byPacketId = new Map(restored);
    this.lastPacketId = lastPacketId;
    for (const inflight of this.#byPacketId.values()) this.#bytes += bytesOf(inflight);
  }

  get byPacketId(): ReadonlyMap<number, Inflight> {
    return this.#byPacketId;
  }

  get size(): number {
    return this.#byPacketId.size;
  }

  /** Whether no more shall be sent, however many messages that are. */
  get isLarge(): boolean {
    return this.#bytes >= MAXIMUM_BYTES;
  }

  /** The message under this identifier if it was sent at this QoS and not acknowledged. */
  sent(packetId: number, qos: QoS): Outgoing | undefined {
    const inflight = this.#byPacketId.get(packetId);
    return inflight !== undefined && inflight !== AWAITING_PUBCOMP && inflight.qos === qos
      ? inflight
      : undefined;
  }

  isAwaitingPubcomp(packetId: number): boolean {
    return this.#byPacketId.get(packetId) === AWAITING_PUBCOMP;
  }

  /** Gives the message a packet identifier that is free. */
  add(outgoing: Outgoing): number {
    do this.lastPacketId = this.lastPacketId === 0xffff ? 1 : this.lastPacketId + 1;
    while (this.#byPacketId.has(this.lastPacketId));
    this.#byPacketId.set(this.lastPacketId, outgoing);
    this.#bytes += outgoing.message.payloadLength;
    return this.lastPacketId;
  }

  /** The client has the message: see `AWAITING_PUBCOMP`. */
  received(packetId: number, outgoing: Outgoing): void {
    this.#bytes -= outgoing.message.payloadLength;
    this.#byPacketId.set(packetId, AWAITING_PUBCOMP);
  }

  /** @param inflight what stands there */
  delete(packetId: number, inflight: Inflight): void {
    if (this.#byPacketId.delete(packetId)) this.#bytes -= bytesOf(inflight);
  }
}

function bytesOf(inflight: Inflight): number {
  return inflight === AWAITING_PUBCOMP ? 0 : inflight.message.payloadLength;
}
