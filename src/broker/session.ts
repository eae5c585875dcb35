import type { QoS } from '../mqtt/packets.ts';
import type { ApplicationMessage } from './application-message.ts';
import type { ClientInfo, DeliveryDropped } from './events.ts';
import { MessageQueue, type Outgoing } from './message-queue.ts';
import type { Subscription } from './route.ts';

/** What a session needs of the connection that it is bound to. */
export interface Outlet {
  /** False when so much output waits that QoS 0 messages should be dropped. */
  readonly hasRoom: boolean;
  sendPublish(outgoing: Outgoing, packetId: number, dup: boolean): void;
  sendPubrel(packetId: number): void;
}

export interface SessionLimits {
  readonly maximumInflight: number;
  readonly maximumQueue: number;
  readonly queueQos0: boolean;
}

export type DropReason = DeliveryDropped['reason'];

export type DropListener = (session: Session, outgoing: Outgoing, reason: DropReason) => void;

/** After PUBREC the client owns the message; only its packet identifier is kept until PUBCOMP. */
const AWAITING_PUBCOMP = 'awaiting-pubcomp';

/** What was sent under a packet identifier and is not finished: a message that awaits PUBACK or PUBREC, by its QoS. */
type Inflight = Outgoing | typeof AWAITING_PUBCOMP;

/**
 * What outlives a connection (§3.1.2.4): the subscriptions, the messages sent but not acknowledged, those that
 * wait, and the QoS 2 messages received but not released. It decides; the connection does the I/O.
 */
export class Session {
  readonly clientId: string;
  readonly createdAt: number;
  readonly subscriptions = new Map<string, Subscription>();
  /** Of the last connection. */
  info: ClientInfo;
  /** When the last connection ended, Unix milliseconds; undefined while there is one. */
  disconnectedAt: number | undefined = undefined;
  /** Seconds for which the session is kept without a connection. */
  expiryInterval = 0;
  /** Messages dropped because the queue was full. */
  queueDropped = 0;

  readonly #limits: SessionLimits;
  readonly #onDrop: DropListener;
  #outlet: Outlet | undefined = undefined;
  #window: number;
  #lastPacketId = 0;
  #inflight: Map<number, Inflight> | undefined = undefined;
  #queue: MessageQueue | undefined = undefined;
  /** Packet identifier of each QoS 2 message whose PUBREL is outstanding, and when it came. */
  #awaitingRel: Map<number, number> | undefined = undefined;

  constructor(info: ClientInfo, limits: SessionLimits, onDrop: DropListener) {
    this.clientId = info.clientId;
    this.createdAt = info.connectedAt;
    this.info = info;
    this.#limits = limits;
    this.#onDrop = onDrop;
    this.#window = limits.maximumInflight;
  }

  get isConnected(): boolean {
    return this.#outlet !== undefined;
  }

  get inflightCount(): number {
    return this.#inflight?.size ?? 0;
  }

  get inflightMaximum(): number {
    return this.#window;
  }

  get queueLength(): number {
    return this.#queue?.length ?? 0;
  }

  get awaitingRelCount(): number {
    return this.#awaitingRel?.size ?? 0;
  }

  /** Binds the session to a connection. Nothing is sent before `resume`, which follows the CONNACK. */
  attach(outlet: Outlet, info: ClientInfo, receiveMaximum: number): void {
    this.#outlet = outlet;
    this.info = info;
    this.disconnectedAt = undefined;
    this.#window = Math.min(this.#limits.maximumInflight, receiveMaximum);
  }

  detach(now: number): void {
    this.#outlet = undefined;
    this.disconnectedAt = now;
  }

  /** Sends again what was not acknowledged, in the original order [MQTT-4.4.0-1], [MQTT-4.6.0-1], then what waited. */
  resume(now: number): void {
    const outlet = this.#outlet;
    if (!outlet) return;
    for (const [packetId, inflight] of this.#inflight ?? []) {
      if (inflight === AWAITING_PUBCOMP) outlet.sendPubrel(packetId);
      else outlet.sendPublish(inflight, packetId, true);
    }
    this.#sendQueued(now);
  }

  /** Hands a message to the connection, or keeps it until there is one and its window has room. */
  deliver(outgoing: Outgoing, now: number): void {
    const outlet = this.#outlet;
    const { message, qos } = outgoing;
    if (now >= message.expiresAt) this.#onDrop(this, outgoing, 'expired');
    else if (outlet === undefined) {
      if (qos === 0 && !this.#limits.queueQos0) this.#onDrop(this, outgoing, 'qos0_msg');
      else this.#enqueue(outgoing);
    } else if (qos === 0) {
      if (outlet.hasRoom) outlet.sendPublish(outgoing, 0, false);
      else this.#onDrop(this, outgoing, 'queue_full');
    } else if (this.inflightCount < this.#window && this.queueLength === 0) this.#send(outlet, outgoing);
    else this.#enqueue(outgoing);
  }

  /** PUBACK (§4.3.2). The message that is done now, or undefined for a packet identifier that is not in use. */
  onPuback(packetId: number, now: number): Outgoing | undefined {
    const outgoing = this.#sent(packetId, 1);
    if (outgoing) this.#release(packetId, now);
    return outgoing;
  }

  /** A successful PUBREC (§4.3.3): the client owns the message now. It is answered with PUBREL. */
  onPubrec(packetId: number): Outgoing | undefined {
    const outgoing = this.#sent(packetId, 2);
    if (outgoing) this.#inflight?.set(packetId, AWAITING_PUBCOMP);
    return outgoing;
  }

  /** A PUBREC that refuses the message ends its way: no PUBREL follows [MQTT-4.3.3-4]. */
  onPubrecRefused(packetId: number, now: number): Outgoing | undefined {
    const outgoing = this.#sent(packetId, 2);
    if (outgoing) this.#release(packetId, now);
    return outgoing;
  }

  /** Whether a PUBREL for this identifier is out, as when a PUBREC is repeated after a reconnect. */
  isAwaitingPubcomp(packetId: number): boolean {
    return this.#inflight?.get(packetId) === AWAITING_PUBCOMP;
  }

  /** PUBCOMP. False for a packet identifier that is not in use. */
  onPubcomp(packetId: number, now: number): boolean {
    if (!this.isAwaitingPubcomp(packetId)) return false;
    this.#release(packetId, now);
    return true;
  }

  /** A message that could not be sent to this connection counts as sent and done. */
  forget(packetId: number): void {
    this.#inflight?.delete(packetId);
  }

  /** Whether a QoS 2 PUBLISH with this identifier was received and not yet released. */
  isAwaitingRel(packetId: number): boolean {
    return this.#awaitingRel?.has(packetId) ?? false;
  }

  awaitRel(packetId: number, now: number): void {
    this.#awaitingRel ??= new Map();
    this.#awaitingRel.set(packetId, now);
  }

  /** PUBREL. False for a packet identifier that is not in use. */
  onPubrel(packetId: number): boolean {
    return this.#awaitingRel?.delete(packetId) ?? false;
  }

  /** Forgets QoS 2 messages received before `limit`; how many. They are in the order of arrival. */
  forgetAwaitingRel(limit: number): number {
    let forgotten = 0;
    for (const [packetId, receivedAt] of this.#awaitingRel ?? []) {
      if (receivedAt > limit) break;
      this.#awaitingRel?.delete(packetId);
      forgotten++;
    }
    return forgotten;
  }

  /** The message under this identifier if it was sent at this QoS and not acknowledged. */
  #sent(packetId: number, qos: QoS): Outgoing | undefined {
    const inflight = this.#inflight?.get(packetId);
    return inflight !== undefined && inflight !== AWAITING_PUBCOMP && inflight.qos === qos
      ? inflight
      : undefined;
  }

  #enqueue(outgoing: Outgoing): void {
    if (this.queueLength >= this.#limits.maximumQueue) {
      const oldest = this.#queue?.shift();
      this.queueDropped++;
      this.#onDrop(this, oldest ?? outgoing, 'queue_full');
      if (!oldest) return;
    }
    outgoing.message.keep();
    this.#queue ??= new MessageQueue();
    this.#queue.push(outgoing);
  }

  #send(outlet: Outlet, outgoing: Outgoing): void {
    outgoing.message.keep();
    const packetId = this.#nextPacketId();
    this.#inflight ??= new Map();
    this.#inflight.set(packetId, outgoing);
    outlet.sendPublish(outgoing, packetId, false);
  }

  #release(packetId: number, now: number): void {
    this.#inflight?.delete(packetId);
    if (this.#queue !== undefined) this.#sendQueued(now);
  }

  #sendQueued(now: number): void {
    const queue = this.#queue;
    const outlet = this.#outlet;
    if (!queue || !outlet) return;
    while (queue.length > 0 && this.inflightCount < this.#window) {
      const outgoing = queue.shift() as Outgoing;
      if (now >= outgoing.message.expiresAt) this.#onDrop(this, outgoing, 'expired');
      else if (outgoing.qos === 0) outlet.sendPublish(outgoing, 0, false);
      else this.#send(outlet, outgoing);
    }
    if (queue.length === 0) this.#queue = undefined;
  }

  #nextPacketId(): number {
    do this.#lastPacketId = this.#lastPacketId === 0xffff ? 1 : this.#lastPacketId + 1;
    while (this.#inflight?.has(this.#lastPacketId));
    return this.#lastPacketId;
  }
}

/** What one subscription makes of a message: its QoS and retain flag (§3.3.1.3, §3.8.3.1). */
export function outgoingFor(
  message: ApplicationMessage,
  subscription: { qos: QoS; retainAsPublished: boolean; identifiers: readonly number[] | undefined },
): Outgoing {
  return {
    message,
    qos: subscription.qos < message.qos ? subscription.qos : message.qos,
    // Cleared for an established subscription [MQTT-3.3.1-12], kept when the subscriber asked for it [MQTT-3.3.1-13].
    retain: message.retain && subscription.retainAsPublished,
    identifiers: subscription.identifiers,
  };
}
