import type { Will } from '../../mqtt/packets.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Publisher } from '../messages/message.ts';
import type { Subscription } from '../routing/route.ts';
import { AWAITING_PUBCOMP } from '../sessions/inflight.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionLog } from '../sessions/session-log.ts';
import { ByteWriter } from './byte-writer.ts';
import { encode, encodeIdentity } from './identity-codec.ts';
import { Operation } from './operations.ts';

/** A will and when it is due, Unix milliseconds; 0 while the client is connected. */
export interface KeptWill {
  readonly will: Will;
  readonly dueAt: number;
}

/**
 * Turns what happens to sessions, retained and delayed messages into bytes of the log. A message is written out when
 * something first refers to it, and again when it stands only in a segment that is about to go.
 */
export class LogWriter implements SessionLog {
  readonly #out = new ByteWriter();
  readonly #onFirst: () => void;
  /** By object: a connection is one publisher for all of its messages. */
  readonly #publishers = new WeakMap<Publisher, { readonly number: number; segment: number }>();
  /** What the open list of sessions is about. */
  #listed: Outgoing | undefined = undefined;
  #lastSession = 0;
  #lastMessage = 0;
  #lastPublisher = 0;
  isFailing = false;
  /** While false, nothing is written down: it would be a part of a story whose beginning is lost. */
  isRecording = true;
  /** The segment that is written now. */
  segment = 1;
  /** The first segment that stays when the next restatement is complete. */
  floor = 1;

  /** @param onFirst called when a first byte stands in an empty record */
  constructor(onFirst: () => void) {
    this.#onFirst = onFirst;
  }

  /** Numbers below these are taken. */
  continueFrom(session: number, message: number, publisher: number): void {
    this.#lastSession = session;
    this.#lastMessage = message;
    this.#lastPublisher = publisher;
  }

  get length(): number {
    return this.#out.length;
  }

  get isEmpty(): boolean {
    return this.#out.isEmpty;
  }

  /** The record so far; see `ByteWriter.take`. */
  take(): Buffer<ArrayBuffer> {
    this.#closeList();
    return this.#out.take();
  }

  giveBack(record: Buffer<ArrayBuffer>): void {
    this.#out.giveBack(record);
  }

  discard(): void {
    this.#listed = undefined;
    this.#out.discard();
  }

  nextSessionNumber(): number {
    return ++this.#lastSession;
  }

  opened(session: Session, will: Will | undefined): void {
    if (!this.isRecording) return;
    this.#begin(Operation.opened);
    this.#out.varint(session.number);
    this.#identity(session, will);
  }

  left(session: Session, willDueAt: number | undefined): void {
    if (!this.isRecording) return;
    this.#begin(Operation.left);
    this.#out.varint(session.number);
    this.#out.varint(session.disconnectedAt ?? 0);
    this.#out.varint(session.expiryInterval);
    this.#out.varint(willDueAt ?? 0);
  }

  ended(session: number): void {
    this.#onSession(Operation.ended, session);
  }

  willGone(session: number): void {
    this.#onSession(Operation.willGone, session);
  }

  subscribed(session: number, subscription: Subscription): void {
    if (!this.isRecording) return;
    this.#onSession(Operation.subscribed, session);
    this.#subscription(subscription);
  }

  unsubscribed(session: number, filter: string): void {
    if (!this.isRecording) return;
    this.#onSession(Operation.unsubscribed, session);
    this.#out.text(filter);
  }

  /** Many sessions get a message in the same form, one after the other: they stand in one list. */
  enqueued(session: number, outgoing: Outgoing): void {
    if (!this.isRecording) return;
    if (outgoing !== this.#listed) {
      this.#state(outgoing.message);
      this.#begin(Operation.enqueued);
      this.#outgoing(outgoing);
      this.#listed = outgoing;
    }
    this.#out.varint(session);
  }

  unqueued(session: number, outgoing: Outgoing): void {
    if (!this.isRecording) return;
    this.#onSession(Operation.unqueued, session);
    this.#out.varint(outgoing.message.number);
  }

  sent(session: number, packetId: number, outgoing: Outgoing): void {
    if (!this.isRecording) return;
    this.#state(outgoing.message);
    this.#onPacket(Operation.sent, session, packetId);
    this.#outgoing(outgoing);
  }

  sentFromQueue(session: number, packetId: number, outgoing: Outgoing): void {
    if (!this.isRecording) return;
    this.#onPacket(Operation.sentFromQueue, session, packetId);
    this.#out.varint(outgoing.message.number);
  }

  received(session: number, packetId: number): void {
    this.#onPacket(Operation.received, session, packetId);
  }

  done(session: number, packetId: number): void {
    this.#onPacket(Operation.done, session, packetId);
  }

  awaitRel(session: number, packetId: number, at: number): void {
    if (!this.isRecording) return;
    this.#onPacket(Operation.awaitRel, session, packetId);
    this.#out.varint(at);
  }

  released(session: number, packetId: number): void {
    this.#onPacket(Operation.released, session, packetId);
  }

  retained(message: ApplicationMessage): void {
    if (!this.isRecording) return;
    this.#state(message);
    this.#begin(Operation.retained);
    this.#out.varint(message.number);
  }

  cleared(topic: Buffer): void {
    if (!this.isRecording) return;
    this.#begin(Operation.cleared);
    this.#out.part(topic, 0, topic.length);
  }

  delayed(message: ApplicationMessage, dueAt: number): void {
    if (!this.isRecording) return;
    this.#state(message);
    this.#begin(Operation.delayed);
    this.#out.varint(message.number);
    this.#out.varint(dueAt);
  }

  delayedDone(message: ApplicationMessage): void {
    if (!this.isRecording) return;
    this.#begin(Operation.delayedDone);
    this.#out.varint(message.number);
  }

  /** All of a session as it is now, so that nothing that was said of it before is needed. */
  snapshot(session: Session, leftAt: number, kept: KeptWill | undefined): void {
    const { lastPacketId, inflight, queue, awaitingRel } = session.traffic;
    const waiting = [...queue].filter(({ qos }) => qos > 0);
    for (const { message } of waiting) this.#state(message);
    for (const sent of inflight.values()) if (sent !== AWAITING_PUBCOMP) this.#state(sent.message);
    const out = this.#out;
    this.#begin(Operation.snapshot);
    out.varint(session.number);
    this.#identity(session, kept?.will);
    out.varint(leftAt);
    out.varint(kept?.dueAt ?? 0);
    out.varint(session.subscriptions.size);
    for (const subscription of session.subscriptions.values()) this.#subscription(subscription);
    out.varint(lastPacketId);
    out.varint(inflight.size);
    for (const [packetId, sent] of inflight) {
      out.varint(packetId);
      if (sent === AWAITING_PUBCOMP) out.varint(0);
      else this.#outgoing(sent);
    }
    out.varint(waiting.length);
    for (const outgoing of waiting) this.#outgoing(outgoing);
    out.varint(awaitingRel.size);
    for (const [packetId, at] of awaitingRel) {
      out.varint(packetId);
      out.varint(at);
    }
  }

  /** @param bytes that this segment took to say again all that is true */
  restated(bytes: number): void {
    this.#begin(Operation.restated);
    this.#out.varint(bytes);
  }

  /** Writes a message out unless it stands in a segment that stays. */
  #state(message: ApplicationMessage): void {
    if (message.segment >= this.floor) return;
    const publisher = this.#publisher(message.from);
    if (message.number === 0) message.number = ++this.#lastMessage;
    message.segment = this.segment;
    const { expiresAt, knownId, destination, propertyBytes, qos, retain, dup } = message;
    const out = this.#out;
    this.#begin(Operation.message);
    out.varint(message.number);
    const start = out.openLength();
    const expires = expiresAt !== Number.POSITIVE_INFINITY;
    out.byte(qos | (retain ? 4 : 0) | (dup ? 8 : 0) | (expires ? 16 : 0) | (knownId === undefined ? 0 : 32));
    out.varint(publisher);
    out.varint(message.receivedAt);
    if (expires) out.varint(expiresAt);
    if (knownId !== undefined) out.text(knownId);
    out.part(destination.bytes, 0, destination.bytes.length);
    out.part(propertyBytes, 0, propertyBytes.length);
    out.part(message.bytes, message.payloadStart, message.payloadEnd);
    out.closeLength(start);
  }

  #publisher(from: Publisher): number {
    const known = this.#publishers.get(from);
    if (known && known.segment >= this.floor) return known.number;
    const number = known?.number ?? ++this.#lastPublisher;
    this.#publishers.set(from, { number, segment: this.segment });
    const { clientId, username, peerHost, peerName, attributes } = from;
    this.#begin(Operation.publisher);
    this.#out.varint(number);
    this.#out.text(encode({ clientId, username, peerHost, peerName, attributes }));
    return number;
  }

  #begin(operation: number): void {
    if (this.#out.isEmpty) this.#onFirst();
    this.#closeList();
    this.#out.byte(operation);
  }

  #closeList(): void {
    if (this.#listed === undefined) return;
    this.#listed = undefined;
    this.#out.byte(0);
  }

  #onSession(operation: number, session: number): void {
    if (!this.isRecording) return;
    this.#begin(operation);
    this.#out.varint(session);
  }

  #onPacket(operation: number, session: number, packetId: number): void {
    if (!this.isRecording) return;
    this.#begin(operation);
    this.#out.varint(session);
    this.#out.varint(packetId);
  }

  #identity({ createdAt, info, expiryInterval }: Session, will: Will | undefined): void {
    this.#out.varint(expiryInterval);
    this.#out.text(encodeIdentity({ createdAt, info, will }));
  }

  #subscription(subscription: Subscription): void {
    const { filter, qos, noLocal, retainAsPublished, retainHandling, identifier } = subscription;
    this.#out.text(filter);
    this.#out.byte(qos | (noLocal ? 4 : 0) | (retainAsPublished ? 8 : 0) | (retainHandling << 4));
    this.#out.varint(identifier ?? 0);
  }

  /** The number of the message is never 0. */
  #outgoing({ message, qos, retain, identifiers }: Outgoing): void {
    const out = this.#out;
    out.varint(message.number);
    out.byte(qos | (retain ? 4 : 0) | (identifiers === undefined ? 0 : 8));
    if (identifiers === undefined) return;
    out.varint(identifiers.length);
    for (const identifier of identifiers) out.varint(identifier);
  }
}
