import type { ApplicationMessage } from '../messages/application-message.ts';

/** What was seen of one topic since somebody looks. */
export interface SeenTopic {
  /** Messages since then. */
  count: number;
  /** Unix milliseconds of the last one. */
  at: number;
  /** Messages of this window of time and of the one before it. */
  current: number;
  previous: number;
  window: number;
  /** The beginning of a payload: not of every message, see `PAYLOAD_INTERVAL`. */
  bytes: Buffer | undefined;
  kept: number;
  /** When that one came, and how long it was as a whole. */
  payloadAt: number;
  payloadLength: number;
  qos: 0 | 1 | 2;
  retain: boolean;
}

export interface SeenLimits {
  readonly topics: number;
  /** Of names and payloads together. */
  readonly bytes: number;
}

/** Bytes of a payload that are kept. */
export const LONGEST_SEEN_PAYLOAD = 1024;
/** Milliseconds for which a payload stands before the next one is copied: what a reader could not follow costs nothing. */
const PAYLOAD_INTERVAL = 1000;
/** Milliseconds over which a rate is measured. */
const WINDOW = 5000;

export const SEEN_LIMITS: SeenLimits = { topics: 100_000, bytes: 32 * 1024 * 1024 };

/** Bytes that a topic takes besides its name and its payload, roughly. */
const OVERHEAD = 200;

/** Topics that are published to, counted while somebody looks. It is off else: one check for each message. */
export class SeenTopics {
  isOn = false;
  #topics = new Map<string, SeenTopic>();
  readonly #limits: SeenLimits;
  #bytes = 0;
  #since = 0;
  #missed = 0;

  constructor(limits: SeenLimits = SEEN_LIMITS) {
    this.#limits = limits;
  }

  /** Unix milliseconds since when it counts. */
  get since(): number {
    return this.#since;
  }

  get size(): number {
    return this.#topics.size;
  }

  /** Messages on topics for which there was no room. */
  get missed(): number {
    return this.#missed;
  }

  get(topic: string): SeenTopic | undefined {
    return this.#topics.get(topic);
  }

  begin(now: number): void {
    this.isOn = true;
    this.#since = now;
  }

  end(): void {
    this.isOn = false;
    this.#topics = new Map();
    this.#bytes = 0;
    this.#missed = 0;
  }

  entries(): IterableIterator<[string, SeenTopic]> {
    return this.#topics.entries();
  }

  /** Only while it is on. @param now Unix milliseconds */
  see(message: ApplicationMessage, now: number): void {
    const seen = this.#topics.get(message.destination.name) ?? this.#meet(message, now);
    if (seen === undefined) {
      this.#missed++;
      return;
    }
    seen.count++;
    seen.at = now;
    const window = Math.floor(now / WINDOW);
    if (seen.window !== window) turn(seen, window);
    seen.current++;
    if (now - seen.payloadAt >= PAYLOAD_INTERVAL) this.#take(seen, message, now);
  }

  /** Messages per second: of the last seconds, or since it counts. */
  rateOf(seen: SeenTopic, now: number): number {
    const window = Math.floor(now / WINDOW);
    if (seen.window !== window) turn(seen, window);
    const elapsed = now - this.#since;
    if (elapsed < WINDOW) return (seen.current + seen.previous) / Math.max(1, elapsed / 1000);
    const gone = (now - window * WINDOW) / WINDOW;
    return (seen.current + seen.previous * (1 - gone)) / (WINDOW / 1000);
  }

  #meet({ destination }: ApplicationMessage, now: number): SeenTopic | undefined {
    const size = OVERHEAD + destination.bytes.length;
    if (this.#topics.size >= this.#limits.topics || this.#bytes + size > this.#limits.bytes) return undefined;
    this.#bytes += size;
    const seen: SeenTopic = {
      count: 0,
      at: now,
      current: 0,
      previous: 0,
      window: Math.floor(now / WINDOW),
      bytes: undefined,
      kept: 0,
      payloadAt: 0,
      payloadLength: 0,
      qos: 0,
      retain: false,
    };
    this.#topics.set(destination.name, seen);
    return seen;
  }

  #take(seen: SeenTopic, message: ApplicationMessage, now: number): void {
    const { payloadLength, payloadStart } = message;
    const length = Math.min(payloadLength, LONGEST_SEEN_PAYLOAD);
    const room = seen.bytes?.length ?? 0;
    if (length > room) {
      // Where there is no room for more, what was there stays, with its time.
      if (this.#bytes + length - room > this.#limits.bytes) return;
      this.#bytes += length - room;
      seen.bytes = Buffer.allocUnsafeSlow(length);
    }
    if (seen.bytes) message.bytes.copy(seen.bytes, 0, payloadStart, payloadStart + length);
    seen.kept = length;
    seen.payloadAt = now;
    seen.payloadLength = payloadLength;
    seen.qos = message.qos;
    seen.retain = message.retain;
  }
}

function turn(seen: SeenTopic, window: number): void {
  seen.previous = seen.window === window - 1 ? seen.current : 0;
  seen.current = 0;
  seen.window = window;
}
