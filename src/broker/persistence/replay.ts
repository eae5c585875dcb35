import type { QoS, Will } from '../../mqtt/packets.ts';
import type { SubscriptionOptions } from '../door.ts';
import type { ClientInfo } from '../events.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import { AWAITING_PUBCOMP, type Inflight } from '../sessions/inflight.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeIdentity } from './identity-codec.ts';
import { KeptMessages } from './kept-messages.ts';
import { Operation } from './operations.ts';
import type { DelayedMessage } from './restatement.ts';

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
  /** By packet identifier. */
  readonly inflight: Map<number, Inflight>;
  readonly queue: KeptQueue;
  readonly awaitingRel: Map<number, number>;
}

/** First in, first out nearly always: with priorities a later one may leave first. */
export class KeptQueue {
  #items: Outgoing[] = [];
  #head = 0;

  push(outgoing: Outgoing): void {
    this.#items.push(outgoing);
  }

  /** Takes the first entry of this message. */
  take(message: number): Outgoing | undefined {
    const items = this.#items;
    for (let at = this.#head; at < items.length; at++) {
      const item = items[at] as Outgoing;
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

  *[Symbol.iterator](): Generator<Outgoing, void, undefined> {
    for (let at = this.#head; at < this.#items.length; at++) yield this.#items[at] as Outgoing;
  }
}

/**
 * What the log tells, one record after the other. What it says of a session, a message or a publisher that it has not
 * introduced is passed over: the beginning stood in a segment that is gone, and is said again later.
 */
export class Replay {
  readonly sessions = new Map<number, KeptSession>();
  readonly messages: KeptMessages;
  /** By topic. */
  readonly retained = new Map<string, ApplicationMessage>();
  /** By number of the message; when it is due, Unix milliseconds. */
  readonly delayed = new Map<number, DelayedMessage>();
  /** Bytes of the last complete restatement. */
  restatedBytes = 0;
  /** The highest number of a session. */
  lastSession = 0;

  constructor(topicNames: TopicNames) {
    this.messages = new KeptMessages(topicNames);
  }

  /** @throws RangeError for a record that is not what this version writes; what stands before the mistake counts */
  record(contents: Buffer, segment: number): void {
    const reader = new ByteReader(contents);
    while (!reader.isAtEnd) this.#operation(reader, segment);
  }

  #operation(reader: ByteReader, segment: number): void {
    const operation = reader.byte();
    switch (operation) {
      case Operation.message:
        this.messages.readMessage(reader, segment);
        return;
      case Operation.publisher:
        this.messages.readPublisher(reader);
        return;
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
        if (session?.inflight.has(packetId)) session.inflight.set(packetId, AWAITING_PUBCOMP);
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
      const sent = message === 0 ? AWAITING_PUBCOMP : this.#outgoing(reader, message);
      if (sent) session.inflight.set(packetId, sent);
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
  #outgoing(reader: ByteReader, number: number): Outgoing | undefined {
    const flags = reader.byte();
    const identifiers =
      (flags & 8) === 0 ? undefined : Array.from({ length: reader.varint() }, () => reader.varint());
    const message = this.messages.get(number);
    return message && { message, qos: (flags & 3) as QoS, retain: (flags & 4) !== 0, identifiers };
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
