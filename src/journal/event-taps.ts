import type { Broker, BrokerEvent, EventOf, Message } from '../broker/door.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import { TokenBucket } from '../lib/token-bucket.ts';
import type { JournaledKind } from './journaled-kinds.ts';

export interface TapParts {
  readonly broker: Pick<Broker, 'events' | 'watch' | 'metrics'>;
  readonly clock: Clock;
  readonly kinds: readonly JournaledKind[];
  /** Of the messages that are recorded. */
  readonly filters: readonly string[];
  /** Of the messages that rules look at, so many a second are recorded besides. */
  readonly ruleMessages: number;
  readonly hear: (event: BrokerEvent, isPassing: boolean) => void;
  /** So many events were not heard, from this moment on. */
  readonly miss: (count: number, from: number) => void;
}

/** Events that come with messages, and so as fast as those, are recorded up to so many in a second. */
const MOST_PER_SECOND = 25_000;
/** Bytes of a payload that count as one more event: 6 MB a second are recorded of messages that are all payload. */
const BYTES_PER_EVENT = 250;
/** Milliseconds for which none of them is heard once they were more. */
const DEAF_TIME = 100;
/** Samples of so many seconds may be taken at once. */
const SAMPLE_SECONDS = 50;

/** Counters of the broker that tell how many of them there were while nobody heard. */
const COUNTED = {
  'message.dropped': ['messages.dropped', 'messages.retained.refused', 'messages.retained.expired'],
  'delivery.dropped': ['delivery.dropped'],
  'message.delivered': ['messages.delivered'],
  'message.acked': ['messages.acked'],
  'client.check_authz_complete': ['authorization.allow', 'authorization.deny'],
  'client.check_authz_complete.deny': ['authorization.deny'],
} as const satisfies Partial<Record<JournaledKind, readonly string[]>>;
type CountedKind = keyof typeof COUNTED;

/**
 * Hears what is to be recorded. A flood of messages that nobody wants must not become a flood of records: beyond a rate
 * nothing is heard of them for a moment, so that they cost the broker nothing, and its counters say how many they were.
 */
export class EventTaps {
  readonly #parts: TapParts;
  readonly #flooding: readonly CountedKind[];
  readonly #ends: Array<() => void> = [];
  #floodEnds: Array<() => void> = [];
  readonly #samples: TokenBucket;
  /** Several filters and several rules may have the same message. */
  #latest: Message | undefined;
  #budget = MOST_PER_SECOND;
  #budgetAt: number;
  #deaf: { readonly from: number; readonly counted: number; readonly timer: Timer } | undefined;

  constructor(parts: TapParts) {
    this.#parts = parts;
    this.#budgetAt = parts.clock.now();
    this.#samples = new TokenBucket(
      { count: parts.ruleMessages * SAMPLE_SECONDS, period: SAMPLE_SECONDS * 1000 },
      parts.clock,
    );
    const kinds = new Set(parts.kinds);
    if (kinds.has('client.check_authz_complete')) kinds.delete('client.check_authz_complete.deny');
    this.#flooding = [...kinds].filter(isCounted);
    const { events } = parts.broker;
    for (const kind of kinds) {
      if (isCounted(kind) || isPresence(kind)) continue;
      const record = (event: BrokerEvent): void => {
        // Strangers, who cost nothing to be many.
        if (kind === 'connection.refused' && !this.#spend(event)) parts.miss(1, event.at);
        else parts.hear(event, false);
      };
      this.#ends.push(events[kind].listen(record));
    }
    // The client registry needs them whatever is recorded.
    for (const kind of PRESENCE) {
      const isPassing = !kinds.has(kind);
      this.#ends.push(events[kind].listen((event) => parts.hear(event, isPassing)));
    }
    this.#watchMessages();
    this.#listenToFlood();
  }

  close(): void {
    this.#hearAgain();
    for (const end of [...this.#ends, ...this.#floodEnds]) end();
  }

  /** A rule looks at a message. Samples are what this is for: those that are left out are not missed. */
  sample(event: EventOf<'message.publish'>): void {
    if (event.message === this.#latest || !this.#samples.take()) return;
    this.#latest = event.message;
    this.#parts.hear(event, false);
  }

  #watchMessages(): void {
    const { broker, clock, filters, hear, miss } = this.#parts;
    const record = (message: Message): void => {
      if (message === this.#latest) return;
      this.#latest = message;
      const at = clock.now();
      // Somebody has asked for each of these, so that they are counted one by one.
      const event: EventOf<'message.publish'> = { name: 'message.publish', at, message };
      if (this.#spend(event)) hear(event, false);
      else miss(1, at);
    };
    for (const filter of new Set(filters)) this.#ends.push(broker.watch(filter, record));
  }

  #listenToFlood(): void {
    const { broker, hear } = this.#parts;
    const { events } = broker;
    const record = (event: BrokerEvent): void => {
      if (this.#spend(event)) hear(event, false);
      else {
        this.#turnDeaf();
        this.#parts.miss(1, event.at);
      }
    };
    this.#floodEnds = this.#flooding.map((kind) =>
      kind === 'client.check_authz_complete.deny'
        ? events['client.check_authz_complete'].listenToDenials(record)
        : events[kind].listen(record),
    );
  }

  /** Whether one more fits into this second. What is left may be less than a large payload costs: the next ones wait for it. */
  #spend(event: BrokerEvent): boolean {
    const { at } = event;
    const gained = ((at - this.#budgetAt) * MOST_PER_SECOND) / 1000;
    if (gained > 0) this.#budget = Math.min(MOST_PER_SECOND, this.#budget + gained);
    this.#budgetAt = at;
    if (this.#budget < 1) return false;
    this.#budget -= 1 + Math.floor(payloadLength(event) / BYTES_PER_EVENT);
    return true;
  }

  #turnDeaf(): void {
    if (this.#deaf) return;
    const { clock } = this.#parts;
    for (const end of this.#floodEnds) end();
    this.#floodEnds = [];
    const timer = clock.after(DEAF_TIME, () => this.#hearAgain());
    this.#deaf = { from: clock.now(), counted: this.#counted(), timer };
  }

  #hearAgain(): void {
    if (!this.#deaf) return;
    const { from, counted, timer } = this.#deaf;
    timer.cancel();
    this.#deaf = undefined;
    const missed = this.#counted() - counted;
    if (missed > 0) this.#parts.miss(missed, from);
    this.#listenToFlood();
  }

  #counted(): number {
    const { metrics } = this.#parts.broker;
    return this.#flooding.flatMap((kind) => COUNTED[kind]).reduce((sum, name) => sum + metrics[name], 0);
  }
}

function payloadLength(event: BrokerEvent): number {
  if (!('message' in event)) return 0;
  return event.message.payloadLength ?? event.message.payload.length;
}

const PRESENCE = ['client.connected', 'client.disconnected'] as const;

function isPresence(kind: JournaledKind): kind is (typeof PRESENCE)[number] {
  return PRESENCE.some((one) => one === kind);
}

function isCounted(kind: JournaledKind): kind is CountedKind {
  return Object.hasOwn(COUNTED, kind);
}
