import type { QoS, Will } from '../../mqtt/packets.ts';
import type { SubscriptionOptions } from '../door.ts';
import type { ClientInfo } from '../events.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeIdentity } from './identity-codec.ts';
import { type KeptMessage, KeptMessages } from './kept-messages.ts';
import { Operation } from './operations.ts';

export interface KeptOutgoing {
  readonly message: KeptMessage;
  /** What was made of it, one for all receivers that the log names together. */
  made: Outgoing | undefined;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly identifiers: readonly number[] | undefined;
}

export interface KeptSubscription extends SubscriptionOptions {
  readonly identifier: number | undefined;
}

export interface KeptSession {
  readonly number: number;
  createdAt: number;
  info: ClientInfo;
  expiryInterval: number;
  /** 0 while it was connected. */
  disconnectedAt: number;
  will: Will | undefined;
  /** 0 while the client was connected. */
  willDueAt: number;
  readonly subscriptions: Map<string, KeptSubscription>;
  lastPacketId: number;
  /** By packet identifier; undefined is a PUBREL that awaits its PUBCOMP. */
  readonly inflight: Map<number, KeptOutgoing | undefined>;
  readonly queue: KeptQueue;
  readonly awaitingRel: Map<number, number>;
}

/** First in, first out nearly always: with priorities a later one may leave first. */
export class KeptQueue {
  #items: KeptOutgoing[] = [];
  #head = 0;

  push(outgoing: KeptOutgoing): void {
    this.#items.push(outgoing);
  }

  /** Takes the first entry of this message. */
  take(message: number): KeptOutgoing | undefined {
    const items = this.#items;
    for (let at = this.#head; at < items.length; at++) {
      const item = items[at] as KeptOutgoing;
      if (item.message.number !== message) continue;
      if (at === this.#head) this.#head++;
      else items.splice(at, 1);
      if (this.#head > 1024 && this.#head * 2 > items.length) {
        this.#items = items.slice(this.#head);
        this.#head = 0;
      }
      return item;
    }
    return undefined;
  }

  get items(): readonly KeptOutgoing[] {
    return this.#items.slice(this.#head);
  }
}

/**
 * What the log tells, one record after the other. What it says of a session, a message or a publisher that it has not
 * introduced is passed over: the beginning stood in a segment that is gone, and is said again later.
 */
export class Replay {
  readonly sessions = new Map<number, KeptSession>();
  readonly messages = new KeptMessages();
  /** JSON by number. */
  readonly publishers = new Map<number, string>();
  /** By topic. */
  readonly retained = new Map<string, KeptMessage>();
  /** By number of the message; when it is due, Unix milliseconds. */
  readonly delayed = new Map<number, { readonly message: KeptMessage; readonly dueAt: number }>();
  /** Bytes of the last complete restatement. */
  restatedBytes = 0;
  /** The highest numbers in use. */
  lastSession = 0;
  lastPublisher = 0;

  /** @throws RangeError for a record that is not what this version writes; what stands before the mistake counts */
  record(contents: Buffer, segment: number): void {
    const reader = new ByteReader(contents);
    while (!reader.isAtEnd) this.#operation(reader, segment);
  }

  #operation(reader: ByteReader, segment: number): void {
    const operation = reader.byte();
    switch (operation) {
      case Operation.message:
        this.#message(reader, segment);
        return;
      case Operation.publisher: {
        const number = reader.varint();
        this.lastPublisher = Math.max(this.lastPublisher, number);
        this.publishers.set(number, reader.text());
        return;
      }
      case Operation.enqueued:
        this.#enqueued(reader);
        return;
      case Operation.retained: {
        const message = this.messages.get(reader.varint());
        if (message) this.retained.set(message.topic, message);
        return;
      }
      case Operation.cleared:
        this.retained.delete(reader.text());
        return;
      case Operation.delayed: {
        const message = this.messages.get(reader.varint());
        const dueAt = reader.varint();
        if (message) this.delayed.set(message.number, { message, dueAt });
        return;
      }
      case Operation.delayedDone:
        this.delayed.delete(reader.varint());
        return;
      case Operation.restated:
        this.restatedBytes = reader.varint();
        return;
      default:
        this.#ofSession(operation, reader);
    }
  }

  #ofSession(operation: number, reader: ByteReader): void {
    const number = reader.varint();
    const session = this.sessions.get(number);
    switch (operation) {
      case Operation.opened:
        this.#opened(number, reader);
        return;
      case Operation.snapshot:
        this.#snapshot(number, reader);
        return;
      case Operation.left: {
        const disconnectedAt = reader.varint();
        const expiryInterval = reader.varint();
        const willDueAt = reader.varint();
        if (!session) return;
        session.disconnectedAt = disconnectedAt;
        session.expiryInterval = expiryInterval;
        session.willDueAt = willDueAt;
        if (willDueAt === 0) session.will = undefined;
        return;
      }
      case Operation.ended:
        this.sessions.delete(number);
        return;
      case Operation.willGone:
        if (!session) return;
        session.will = undefined;
        session.willDueAt = 0;
        return;
      case Operation.subscribed: {
        const subscription = readSubscription(reader);
        session?.subscriptions.set(subscription.filter, subscription);
        return;
      }
      case Operation.unsubscribed: {
        const filter = reader.text();
        session?.subscriptions.delete(filter);
        return;
      }
      case Operation.unqueued: {
        const message = reader.varint();
        session?.queue.take(message);
        return;
      }
      default:
        this.#ofPacket(operation, session, reader);
    }
  }

  #ofPacket(operation: number, session: KeptSession | undefined, reader: ByteReader): void {
    const packetId = reader.varint();
    switch (operation) {
      case Operation.sent: {
        const outgoing = this.#outgoing(reader, reader.varint());
        if (!session) return;
        session.lastPacketId = packetId;
        if (outgoing) session.inflight.set(packetId, outgoing);
        return;
      }
      case Operation.sentFromQueue: {
        const message = reader.varint();
        const outgoing = session?.queue.take(message);
        if (!session || !outgoing) return;
        session.lastPacketId = packetId;
        session.inflight.set(packetId, outgoing);
        return;
      }
      case Operation.received:
        if (session?.inflight.has(packetId)) session.inflight.set(packetId, undefined);
        return;
      case Operation.done:
        session?.inflight.delete(packetId);
        return;
      case Operation.awaitRel: {
        const at = reader.varint();
        session?.awaitingRel.set(packetId, at);
        return;
      }
      case Operation.released:
        session?.awaitingRel.delete(packetId);
        return;
      default:
        throw new RangeError(`operation ${operation} is unknown`);
    }
  }

  #message(reader: ByteReader, segment: number): void {
    const number = reader.varint();
    const start = reader.skipLength();
    this.messages.put(number, reader.bytes, start, reader.at, segment);
  }

  #enqueued(reader: ByteReader): void {
    const outgoing = this.#outgoing(reader, reader.varint());
    for (let number = reader.varint(); number !== 0; number = reader.varint()) {
      if (outgoing) this.sessions.get(number)?.queue.push(outgoing);
    }
  }

  #opened(number: number, reader: ByteReader): void {
    const expiryInterval = reader.varint();
    const { createdAt, info, will } = decodeIdentity(reader.text());
    const session = this.sessions.get(number) ?? this.#begin(number, createdAt, info);
    session.info = info;
    session.expiryInterval = expiryInterval;
    session.disconnectedAt = 0;
    session.will = will;
    session.willDueAt = 0;
  }

  #begin(number: number, createdAt: number, info: ClientInfo): KeptSession {
    const session: KeptSession = {
      number,
      createdAt,
      info,
      expiryInterval: 0,
      disconnectedAt: 0,
      will: undefined,
      willDueAt: 0,
      subscriptions: new Map(),
      lastPacketId: 0,
      inflight: new Map(),
      queue: new KeptQueue(),
      awaitingRel: new Map(),
    };
    this.lastSession = Math.max(this.lastSession, number);
    this.sessions.set(number, session);
    return session;
  }

  #snapshot(number: number, reader: ByteReader): void {
    const expiryInterval = reader.varint();
    const { createdAt, info, will } = decodeIdentity(reader.text());
    const session = this.#begin(number, createdAt, info);
    session.expiryInterval = expiryInterval;
    session.will = will;
    session.disconnectedAt = reader.varint();
    session.willDueAt = reader.varint();
    for (let left = reader.varint(); left > 0; left--) {
      const subscription = readSubscription(reader);
      session.subscriptions.set(subscription.filter, subscription);
    }
    session.lastPacketId = reader.varint();
    for (let left = reader.varint(); left > 0; left--) {
      const packetId = reader.varint();
      const message = reader.varint();
      const outgoing = message === 0 ? undefined : this.#outgoing(reader, message);
      if (message === 0 || outgoing) session.inflight.set(packetId, outgoing);
    }
    for (let left = reader.varint(); left > 0; left--) {
      const outgoing = this.#outgoing(reader, reader.varint());
      if (outgoing) session.queue.push(outgoing);
    }
    for (let left = reader.varint(); left > 0; left--) {
      const packetId = reader.varint();
      session.awaitingRel.set(packetId, reader.varint());
    }
  }

  /** Undefined when the message is not known, as after damage. */
  #outgoing(reader: ByteReader, number: number): KeptOutgoing | undefined {
    const flags = reader.byte();
    const identifiers =
      (flags & 8) === 0 ? undefined : Array.from({ length: reader.varint() }, () => reader.varint());
    const message = this.messages.get(number);
    return (
      message && { message, qos: (flags & 3) as QoS, retain: (flags & 4) !== 0, identifiers, made: undefined }
    );
  }
}

function readSubscription(reader: ByteReader): KeptSubscription {
  const filter = reader.text();
  const flags = reader.byte();
  const identifier = reader.varint();
  return {
    filter,
    qos: (flags & 3) as QoS,
    noLocal: (flags & 4) !== 0,
    retainAsPublished: (flags & 8) !== 0,
    retainHandling: ((flags >> 4) & 3) as 0 | 1 | 2,
    identifier: identifier === 0 ? undefined : identifier,
  };
}
