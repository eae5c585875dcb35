import type { QoS } from '../../mqtt/packets.ts';
import type { ClientInfo } from '../events.ts';
import type { Subscription } from '../routing/route.ts';
import { AwaitingRel } from './awaiting-rel.ts';
import type { DropListener, DropReason } from './drop.ts';
import { AWAITING_PUBCOMP, type Inflight, InflightMessages, type SessionTraffic } from './inflight.ts';
import { MessageQueue, type Outgoing, type QueueLimits, type QueuePlace } from './message-queue.ts';
import { MessageSources } from './message-sources.ts';
import type { Outlet } from './outlet.ts';
import type { SessionLog } from './session-log.ts';

export interface SessionLimits extends QueueLimits {
  readonly maximumInflight: number;
  readonly queueQos0: boolean;
}

const NOTHING: ReadonlyMap<never, never> = new Map<never, never>();

/**
 * What outlives a connection (§3.1.2.4): the subscriptions, the messages sent but not acknowledged, those that
 * wait, and the QoS 2 messages received but not released. It decides; the connection does the I/O.
 */
export class Session {
  readonly clientId: string;
  /** Unix milliseconds. */
  createdAt: number;
  /** Of the last connection. */
  info: ClientInfo;
  /** When the last connection ended, Unix milliseconds; undefined while there is one. */
  disconnectedAt: number | undefined = undefined;
  /** Seconds for which the session is kept without a connection. */
  expiryInterval = 0;
  /** Messages dropped because the queue was full. */
  queueDropped = 0;
  /** Where what happens to it is written down; undefined for a session that ends with its connection. */
  log: SessionLog | undefined = undefined;
  /** Its name in the log. */
  number = 0;
  /** Clients that publish to it wait. */
  isCongested = false;

  readonly #limits: SessionLimits;
  readonly #onDrop: DropListener;
  /** Made for the first one: an empty map takes as much memory as the rest of the session. */
  #subscriptions: Map<string, Subscription> | undefined = undefined;
  #outlet: Outlet | undefined = undefined;
  #window: number;
  #hasEnded = false;
  #inflight: InflightMessages | undefined = undefined;
  /** What is in flight and was not sent again on this connection yet, in the original order. */
  #unsent: Set<number> | undefined = undefined;
  #queue: MessageQueue | undefined = undefined;
  /** Where more messages come from when nothing else waits: the retained ones of new subscriptions, by filter. */
  #sources: MessageSources | undefined = undefined;
  #awaitingRel: AwaitingRel | undefined = undefined;

  constructor(info: ClientInfo, limits: SessionLimits, onDrop: DropListener) {
    this.clientId = info.clientId;
    this.createdAt = info.connectedAt;
    this.info = info;
    this.#limits = limits;
    this.#onDrop = onDrop;
    this.#window = limits.maximumInflight;
  }

  /** By filter. */
  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions ?? NOTHING;
  }

  addSubscription(subscription: Subscription): void {
    this.#subscriptions ??= new Map();
    this.#subscriptions.set(subscription.filter, subscription);
  }

  removeSubscription(filter: string): void {
    this.#subscriptions?.delete(filter);
    if (this.#subscriptions?.size === 0) this.#subscriptions = undefined;
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

  /** Whether there is something that would be sent if there were room. */
  get isWaiting(): boolean {
    return (this.#unsent ?? this.#queue ?? this.#sources) !== undefined || this.isCongested;
  }

  /** What waits, in the order in which it would leave. */
  get queued(): Iterable<QueuePlace> {
    return this.#queue?.places() ?? [];
  }

  get awaitingRelCount(): number {
    return this.#awaitingRel?.times.size ?? 0;
  }

  get traffic(): SessionTraffic {
    return {
      lastPacketId: this.#inflight?.lastPacketId ?? 0,
      inflight: this.#inflight?.byPacketId ?? NOTHING,
      queue: this.#queue ?? [],
      awaitingRel: this.#awaitingRel?.times ?? NOTHING,
    };
  }

  /** Brings back what was under way when the process ended; what no longer fits the queue is dropped. */
  restore({ lastPacketId, inflight, queue, awaitingRel }: SessionTraffic): void {
    if (lastPacketId > 0) this.#inflight = new InflightMessages(inflight, lastPacketId);
    if (awaitingRel.size > 0) this.#awaitingRel = new AwaitingRel(awaitingRel);
    for (const outgoing of queue) this.#enqueue(outgoing);
  }

  /** Binds the session to a connection. Nothing is sent before `resume`, which follows the CONNACK. */
  attach(outlet: Outlet, info: ClientInfo, receiveMaximum: number): void {
    this.#outlet = outlet;
    this.info = info;
    this.disconnectedAt = undefined;
    this.#window = Math.min(this.#limits.maximumInflight, receiveMaximum);
  }

  detach(now: number): void {
    if (this.isCongested) this.#relieve();
    this.#outlet = undefined;
    this.#unsent = undefined;
    this.disconnectedAt = now;
  }

  /** It is over; its subscriptions may take a moment to go, and lead nowhere until then. */
  end(): void {
    this.#hasEnded = true;
    this.#queue = undefined;
    this.#sources = undefined;
  }

  /** Sends again what was not acknowledged, in the original order [MQTT-4.4.0-1], [MQTT-4.6.0-1], then what waited. */
  resume(now: number): void {
    const outlet = this.#outlet;
    if (!outlet) return;
    for (const [packetId, inflight] of this.#inflight?.byPacketId ?? []) {
      if (inflight === AWAITING_PUBCOMP) outlet.sendPubrel(packetId);
      else {
        this.#unsent ??= new Set();
        this.#unsent.add(packetId);
      }
    }
    this.#sendWaiting(now);
  }

  /** The connection has room again for what it had to hold back. */
  onRoom(now: number): void {
    this.#sendWaiting(now);
  }

  /**
   * The messages of a subscription that are sent when nothing else waits, at the speed at which the client takes them.
   * They replace those that the filter had before.
   */
  deliverAll(filter: string, source: Iterator<Outgoing | undefined>, now: number): void {
    const underWay = this.#sources; // they come first, and go on by themselves
    this.#sources ??= new MessageSources();
    this.#sources.set(filter, source);
    if (!underWay) this.#sendWaiting(now);
  }

  /** The subscription has gone. */
  stopDelivering(filter: string): void {
    this.#sources?.delete(filter);
  }

  /** Throws away what waits and may not be delivered any more. */
  withdraw(isAllowed: (topic: string) => boolean): void {
    this.#queue?.dropDenied(isAllowed, (outgoing) => this.#dropQueued(outgoing, 'not_authorized'));
    this.#outlet?.wake();
  }

  /** A message was routed here and is thrown away. */
  drop(outgoing: Outgoing, reason: DropReason): void {
    this.#onDrop(this, outgoing, reason);
  }

  /** Hands a message to the connection, or keeps it until there is one and its window has room. */
  deliver(outgoing: Outgoing, now: number): void {
    const outlet = this.#outlet;
    const { message, qos } = outgoing;
    // An interval of 0 lets a message reach those who are there.
    if (now > message.expiresAt) this.#onDrop(this, outgoing, 'expired');
    else if (outlet === undefined) {
      if (this.#hasEnded) return;
      if (qos === 0 && !this.#limits.queueQos0) this.#onDrop(this, outgoing, 'qos0_msg');
      else this.#enqueue(outgoing);
    } else if (qos === 0) {
      // What waits since before the client came back goes first [MQTT-4.6.0-5].
      if (this.#queue?.hasQos0) this.#enqueue(outgoing);
      // The first one that is too many still gets in, and has the others wait.
      else if (outlet.hasRoom || this.#congest(outlet)) outlet.sendPublish(outgoing, 0, false);
      else this.#onDrop(this, outgoing, 'queue_full');
    } else if (!this.#queue && !this.#unsent && this.#maySend(outlet)) this.#send(outlet, outgoing, false);
    else this.#enqueue(outgoing);
  }

  /** PUBACK (§4.3.2). The message that is done now, or undefined for a packet identifier that is not in use. */
  onPuback(packetId: number, now: number): Outgoing | undefined {
    return this.#finish(packetId, 1, now);
  }

  /** A successful PUBREC (§4.3.3): the client owns the message now. It is answered with PUBREL. */
  onPubrec(packetId: number): Outgoing | undefined {
    const outgoing = this.#inflight?.sent(packetId, 2);
    if (outgoing) {
      this.log?.received(this.number, packetId);
      this.#inflight?.received(packetId, outgoing);
      this.#unsent?.delete(packetId);
    }
    return outgoing;
  }

  /** A PUBREC that refuses the message ends its way: no PUBREL follows [MQTT-4.3.3-4]. */
  onPubrecRefused(packetId: number, now: number): Outgoing | undefined {
    return this.#finish(packetId, 2, now);
  }

  /** Whether a PUBREL for this identifier is out, as when a PUBREC is repeated after a reconnect. */
  isAwaitingPubcomp(packetId: number): boolean {
    return this.#inflight?.isAwaitingPubcomp(packetId) ?? false;
  }

  /** PUBCOMP. False for a packet identifier that is not in use. */
  onPubcomp(packetId: number, now: number): boolean {
    if (!this.isAwaitingPubcomp(packetId)) return false;
    this.#release(packetId, AWAITING_PUBCOMP, now);
    return true;
  }

  /** A message that could not be sent to this connection counts as sent and done. */
  forget(packetId: number, outgoing: Outgoing): void {
    this.#inflight?.delete(packetId, outgoing);
    this.log?.done(this.number, packetId);
  }

  /** Whether a QoS 2 PUBLISH with this identifier was received and not yet released. */
  isAwaitingRel(packetId: number): boolean {
    return this.#awaitingRel?.times.has(packetId) ?? false;
  }

  awaitRel(packetId: number, now: number): void {
    this.#awaitingRel ??= new AwaitingRel();
    this.#awaitingRel.times.set(packetId, now);
    this.log?.awaitRel(this.number, packetId, now);
  }

  /** True once for an identifier that was received before this process began. */
  takeRestoredRel(packetId: number): boolean {
    return this.#awaitingRel?.takeRestored(packetId) ?? false;
  }

  /** PUBREL. False for a packet identifier that is not in use. */
  onPubrel(packetId: number): boolean {
    if (!this.#awaitingRel?.release(packetId)) return false;
    this.log?.released(this.number, packetId);
    return true;
  }

  /** Forgets QoS 2 messages received before `limit`; how many. */
  forgetAwaitingRel(limit: number): number {
    const old = this.#awaitingRel?.until(limit) ?? [];
    return old.filter((packetId) => this.onPubrel(packetId)).length;
  }

  /** Takes a message that was sent at this QoS out of the window. */
  #finish(packetId: number, qos: QoS, now: number): Outgoing | undefined {
    const outgoing = this.#inflight?.sent(packetId, qos);
    if (outgoing) this.#release(packetId, outgoing, now);
    return outgoing;
  }

  #enqueue(outgoing: Outgoing): void {
    const queue = this.#queue ?? new MessageQueue(this.#limits);
    for (let evicted = queue.evictFor(outgoing); evicted; evicted = queue.evictFor(outgoing)) {
      this.queueDropped++;
      this.#onDrop(this, evicted, 'queue_full');
      if (evicted === outgoing) return;
      if (evicted.qos > 0) this.log?.unqueued(this.number, evicted);
    }
    outgoing.message.keep();
    this.#queue = queue;
    queue.push(outgoing);
    // QoS 0 may be lost by a crash, and costs nothing therefore.
    if (this.log !== undefined && outgoing.qos > 0) this.log.enqueued(this.number, outgoing);
    if (this.#outlet && queue.isHalfFull) this.#congest(this.#outlet);
  }

  #dropQueued(outgoing: Outgoing, reason: DropReason): void {
    this.#onDrop(this, outgoing, reason);
    if (outgoing.qos > 0) this.log?.unqueued(this.number, outgoing);
  }

  #send(outlet: Outlet, outgoing: Outgoing, wasQueued: boolean): void {
    outgoing.message.keep();
    this.#inflight ??= new InflightMessages();
    const packetId = this.#inflight.add(outgoing);
    if (this.log !== undefined) {
      if (wasQueued) this.log.sentFromQueue(this.number, packetId, outgoing);
      else this.log.sent(this.number, packetId, outgoing);
    }
    outlet.sendPublish(outgoing, packetId, false);
  }

  #release(packetId: number, inflight: Inflight, now: number): void {
    this.#inflight?.delete(packetId, inflight);
    this.log?.done(this.number, packetId);
    this.#unsent?.delete(packetId);
    if (this.isWaiting) this.#sendWaiting(now);
  }

  /** Sends what the client's window and its connection have room for. */
  #sendWaiting(now: number): void {
    const outlet = this.#outlet;
    if (!outlet) return;
    this.#sendAgain(outlet);
    if (!this.#unsent) this.#sendQueued(outlet, now);
    if (!this.#unsent && !this.#queue) this.#sendFromSources(outlet, now);
    if (this.isCongested && (this.#queue?.isNearlyEmpty ?? true) && outlet.hasRoom) this.#relieve();
  }

  /** Whether that began just now. */
  #congest(outlet: Outlet): boolean {
    if (this.isCongested) return false;
    this.isCongested = outlet.holdPublishers();
    return this.isCongested;
  }

  #relieve(): void {
    this.isCongested = false;
    this.#outlet?.releasePublishers();
  }

  /** The window of this connection may be smaller than that of the one before [MQTT-3.3.4-9]. */
  #sendAgain(outlet: Outlet): void {
    const unsent = this.#unsent;
    if (!unsent) return;
    for (const packetId of unsent) {
      if (this.inflightCount - unsent.size >= this.#window || !this.#isReady(outlet)) return;
      unsent.delete(packetId);
      outlet.sendPublish(this.#inflight?.byPacketId.get(packetId) as Outgoing, packetId, true);
    }
    this.#unsent = undefined;
  }

  #sendQueued(outlet: Outlet, now: number): void {
    const queue = this.#queue;
    if (!queue) return;
    while (queue.length > 0 && this.#maySend(outlet)) {
      const outgoing = queue.shift() as Outgoing;
      if (now >= outgoing.message.expiresAt) this.#dropQueued(outgoing, 'expired');
      else if (outgoing.qos === 0) outlet.sendPublish(outgoing, 0, false);
      else this.#send(outlet, outgoing, true);
    }
    if (queue.length === 0) this.#queue = undefined;
  }

  #sendFromSources(outlet: Outlet, now: number): void {
    const sources = this.#sources;
    if (!sources) return;
    for (let taken = 0; this.#maySend(outlet); taken++) {
      if (sources.isEmpty) {
        this.#sources = undefined;
        return;
      }
      if (sources.isEnough(taken)) {
        outlet.wake();
        return;
      }
      const next = sources.next();
      if (next) this.deliver(next, now);
    }
  }

  /** Whether a QoS 1 or 2 message can leave. */
  #maySend(outlet: Outlet): boolean {
    return this.inflightCount < this.#window && this.#inflight?.isLarge !== true && this.#isReady(outlet);
  }

  #isReady(outlet: Outlet): boolean {
    return outlet.hasRoom && this.log?.isFailing !== true;
  }
}
