import type { QoS } from '../../../mqtt/packets.ts';
import type { Topic } from '../../routing/topic.ts';
import type { Permission } from './access-request.ts';

/** The verdicts on one topic: a bit for each combination of QoS and retain flag. */
interface Entry {
  known: number;
  allowed: number;
  /** When the first of them was found, Unix milliseconds. */
  readonly since: number;
}

/** One verdict, for people to look at. */
export interface CachedVerdict {
  readonly action: 'publish' | 'subscribe';
  readonly topic: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly permission: Permission;
  /** Unix milliseconds. */
  readonly since: number;
}

export interface CacheLimits {
  /** Topics. */
  readonly maximumSize: number;
  /** Milliseconds. */
  readonly ttl: number;
}

/** What was decided about one client under one version of the rules. The oldest makes way for the newest. */
export class AuthorizationCache {
  readonly version: number;
  readonly #limits: CacheLimits;
  /** By the topic itself, so that a message costs no text. */
  #publish: Map<Topic, Entry> | undefined = undefined;
  #subscribe: Map<string, Entry> | undefined = undefined;

  constructor(version: number, limits: CacheLimits) {
    this.version = version;
    this.#limits = limits;
  }

  /** Undefined when it was not decided, or too long ago. */
  publish(topic: Topic, qos: QoS, retain: boolean, now: number): boolean | undefined {
    return this.#find(this.#publish?.get(topic), bitOf(qos, retain), now);
  }

  subscribe(filter: string, qos: QoS, now: number): boolean | undefined {
    return this.#find(this.#subscribe?.get(filter), bitOf(qos, false), now);
  }

  rememberPublish(topic: Topic, qos: QoS, retain: boolean, isAllowed: boolean, now: number): void {
    this.#publish ??= new Map();
    this.#remember(this.#publish, topic, bitOf(qos, retain), isAllowed, now);
  }

  rememberSubscribe(filter: string, qos: QoS, isAllowed: boolean, now: number): void {
    this.#subscribe ??= new Map();
    this.#remember(this.#subscribe, filter, bitOf(qos, false), isAllowed, now);
  }

  *verdicts(now: number): Generator<CachedVerdict, void, undefined> {
    for (const [{ name }, entry] of this.#publish ?? []) yield* this.#verdictsOf('publish', name, entry, now);
    for (const [filter, entry] of this.#subscribe ?? [])
      yield* this.#verdictsOf('subscribe', filter, entry, now);
  }

  *#verdictsOf(
    action: CachedVerdict['action'],
    topic: string,
    entry: Entry,
    now: number,
  ): Generator<CachedVerdict, void, undefined> {
    for (const qos of [0, 1, 2] as const) {
      for (const retain of [false, true]) {
        const isAllowed = this.#find(entry, bitOf(qos, retain), now);
        if (isAllowed === undefined) continue;
        yield { action, topic, qos, retain, permission: isAllowed ? 'allow' : 'deny', since: entry.since };
      }
    }
  }

  #find(entry: Entry | undefined, bit: number, now: number): boolean | undefined {
    if (entry === undefined || (entry.known & bit) === 0) return undefined;
    if (now - entry.since >= this.#limits.ttl) return undefined;
    return (entry.allowed & bit) !== 0;
  }

  #remember<Key>(entries: Map<Key, Entry>, key: Key, bit: number, isAllowed: boolean, now: number): void {
    let entry = entries.get(key);
    if (entry === undefined || now - entry.since >= this.#limits.ttl) {
      entries.delete(key);
      entry = { known: 0, allowed: 0, since: now };
      this.#makeRoom();
      entries.set(key, entry);
    }
    entry.known |= bit;
    if (isAllowed) entry.allowed |= bit;
    else entry.allowed &= ~bit;
  }

  #makeRoom(): void {
    const topics = this.#publish;
    const filters = this.#subscribe;
    if ((topics?.size ?? 0) + (filters?.size ?? 0) < this.#limits.maximumSize) return;
    // Subscriptions are asked about once and then stand; publishing is asked about again and again.
    if (filters && filters.size > 0) filters.delete(filters.keys().next().value as string);
    else if (topics) topics.delete(topics.keys().next().value as Topic);
  }
}

function bitOf(qos: QoS, retain: boolean): number {
  return 1 << (qos * 2 + (retain ? 1 : 0));
}
