import type { Clock } from '../../lib/clock.ts';
import type { Steps } from '../../lib/steps.ts';
import { TokenBucket } from '../../lib/token-bucket.ts';
import { TopicNameTree } from '../../mqtt/topic-name-tree.ts';
import type { RetainedLimits } from '../settings.ts';
import type { ApplicationMessage } from './application-message.ts';

/** Why a message is not kept, although it asked for it. */
export type RetainRefusal = RetainBound | 'retained_rate_exceeded';

/** Of those, what holds for each message alone. */
export type RetainBound =
  | 'retained_quota_exceeded'
  | 'retained_memory_exceeded'
  | 'retained_payload_too_large'
  /** It has no expiry, and none may stay for ever. */
  | 'retained_without_expiry';

/** Where retained messages that outlive the process are written down. */
export interface RetainedLog {
  retained(message: ApplicationMessage): void;
  cleared(topic: Buffer): void;
}

/** The last message of each topic that asked to be kept (§3.3.1.3). */
export class RetainedMessages {
  readonly #messages = new TopicNameTree<ApplicationMessage>();
  /** Those that expire some day. */
  readonly #mortal = new Set<ApplicationMessage>();
  readonly #maximumBytes: number;
  readonly #rate: TokenBucket;
  #limits: RetainedLimits;
  #bytes = 0;
  #refused = 0;
  log: RetainedLog | undefined = undefined;
  /** Told of each message whose time is over. */
  onExpired: ((message: ApplicationMessage) => void) | undefined = undefined;

  /** @param maximumBytes of all kept messages */
  constructor(limits: RetainedLimits, clock: Clock, maximumBytes: number) {
    this.#limits = limits;
    this.#rate = new TokenBucket(limits.maximumRate, clock);
    this.#maximumBytes = maximumBytes;
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Memory that the kept messages take, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is room for one more, if it is not large. */
  get hasRoom(): boolean {
    const { maximumMessages } = this.#limits;
    return (maximumMessages === 0 || this.size < maximumMessages) && this.#bytes < this.#maximumBytes;
  }

  get limits(): RetainedLimits {
    return this.#limits;
  }

  /** From now on; what is kept already stays, but its time to go may be another one. */
  configure(limits: RetainedLimits): void {
    this.#limits = limits;
    this.#rate.limit = limits.maximumRate;
    this.#mortal.clear();
    for (const message of this.#messages.values()) {
      if (this.#expiresAt(message) !== Number.POSITIVE_INFINITY) this.#mortal.add(message);
    }
  }

  get(topic: string, now: number): ApplicationMessage | undefined {
    const message = this.#messages.get(topic);
    return message && now < this.#expiresAt(message) ? message : undefined;
  }

  /** False when there was none. */
  delete(topic: string, now: number): boolean {
    const message = this.get(topic, now);
    if (message) this.#forget(message);
    return message !== undefined;
  }

  /** All of them, looked for one by one while somebody takes them. */
  all(): Generator<ApplicationMessage, void, undefined> {
    return this.#messages.values();
  }

  /**
   * Keeps the message, or removes the kept one for an empty payload [MQTT-3.3.1-6]. Undefined unless a bound forbids to
   * keep it: then the message goes to its receivers all the same.
   */
  keep(message: ApplicationMessage): RetainRefusal | undefined {
    if (!this.#limits.enabled) return undefined;
    const earlier = this.#messages.get(message.topic);
    if (message.payloadLength === 0) {
      if (earlier) this.#forget(earlier);
      return undefined;
    }
    const refusal = this.#refusalOf(message, earlier) ?? this.#refusalOfRate();
    if (refusal !== undefined) {
      this.#refused++;
      return refusal;
    }
    this.#put(message, earlier);
    this.log?.retained(message);
    return undefined;
  }

  /** Keeps a message that an operator brings: the bounds hold, the rate of those that are published does not. */
  bring(message: ApplicationMessage): RetainBound | undefined {
    const earlier = this.#messages.get(message.topic);
    const refusal = this.#refusalOf(message, earlier);
    if (refusal !== undefined) return refusal;
    this.#put(message, earlier);
    this.log?.retained(message);
    return undefined;
  }

  /** Brings back a message that outlived the process, if the bounds of today leave it a place. */
  restore(message: ApplicationMessage): void {
    const earlier = this.#messages.get(message.topic);
    if (this.#refusalOf(message, earlier) === undefined) this.#put(message, earlier);
    else this.#refused++;
  }

  /** How many messages a bound kept out since the last call. */
  takeRefused(): number {
    const refused = this.#refused;
    this.#refused = 0;
    return refused;
  }

  /**
   * The kept messages that a filter matches, looked for one by one while somebody takes them; now and then `undefined`,
   * so that whoever takes them can stop although none was found for long.
   */
  *matching(filter: string, now: () => number): Generator<ApplicationMessage | undefined, void, undefined> {
    if (!this.#limits.enabled) return;
    for (const message of this.#messages.search(filter)) {
      if (message === undefined || now() < this.#expiresAt(message)) yield message;
    }
  }

  /** Removes what has expired, at most so many. False when there is more. */
  forgetExpired(now: number, most: number): boolean {
    let left = most;
    for (const message of this.#mortal) {
      if (now < this.#expiresAt(message)) continue;
      if (left-- === 0) return false;
      this.#expire(message);
    }
    return true;
  }

  /** Removes all that has expired, in steps. */
  *forgetAllExpired(now: number): Steps<void> {
    let looked = 0;
    for (const message of this.#mortal) {
      if (now >= this.#expiresAt(message)) this.#expire(message);
      if (++looked % LOOKED_AT_IN_A_STEP === 0) yield;
    }
  }

  #refusalOf(message: ApplicationMessage, earlier: ApplicationMessage | undefined): RetainBound | undefined {
    const { maximumPayload, maximumMessages, allowsEndless } = this.#limits;
    if (message.payloadLength > maximumPayload) return 'retained_payload_too_large';
    if (!earlier && maximumMessages > 0 && this.#messages.size >= maximumMessages)
      return 'retained_quota_exceeded';
    if (!allowsEndless && this.#expiresAt(message) === Number.POSITIVE_INFINITY)
      return 'retained_without_expiry';
    const bytes = this.#bytes - (earlier ? sizeOf(earlier) : 0) + sizeOf(message);
    return bytes > this.#maximumBytes ? 'retained_memory_exceeded' : undefined;
  }

  #refusalOfRate(): RetainRefusal | undefined {
    return this.#rate.take() ? undefined : 'retained_rate_exceeded';
  }

  #put(message: ApplicationMessage, earlier: ApplicationMessage | undefined): void {
    if (earlier) this.#remove(earlier);
    this.#messages.set(message.topic, message.keepAlone());
    this.#bytes += sizeOf(message);
    if (this.#expiresAt(message) !== Number.POSITIVE_INFINITY) this.#mortal.add(message);
  }

  #expire(message: ApplicationMessage): void {
    this.#forget(message);
    this.onExpired?.(message);
  }

  #forget(message: ApplicationMessage): void {
    this.#remove(message);
    this.log?.cleared(message.destination.bytes);
  }

  #remove(message: ApplicationMessage): void {
    this.#messages.delete(message.topic);
    this.#mortal.delete(message);
    this.#bytes -= sizeOf(message);
  }

  #expiresAt(message: ApplicationMessage): number {
    const { expiry } = this.#limits;
    // Its own interval goes before that of the configuration.
    return message.expiresAt === Number.POSITIVE_INFINITY && expiry > 0
      ? message.receivedAt + expiry
      : message.expiresAt;
  }
}

/** Each of them may be an event. */
const LOOKED_AT_IN_A_STEP = 64;

/** Bytes that a message takes besides its topic, properties and payload, roughly. */
const OVERHEAD = 512;

function sizeOf({ payloadLength, propertyBytes, destination }: ApplicationMessage): number {
  return OVERHEAD + payloadLength + propertyBytes.length + destination.bytes.length;
}
