import type { ClientInfo } from '../events.ts';
import type { Outgoing } from '../sessions/message-queue.ts';

/** `whole`: from arrival to the end; `internal`: until it is sent; `response`: from sending to the end. */
export type SlowStatsType = 'whole' | 'internal' | 'response';

export interface SlowSettings {
  readonly isOn: boolean;
  /** Milliseconds from which on a message is slow. */
  readonly threshold: number;
  /** Milliseconds for which an entry stands after its last slow message. */
  readonly expireInterval: number;
  /** Entries at most: the slowest. */
  readonly maximum: number;
  readonly statsType: SlowStatsType;
}

export const DEFAULT_SLOW_SETTINGS: SlowSettings = {
  isOn: false,
  threshold: 500,
  expireInterval: 300_000,
  maximum: 10,
  statsType: 'whole',
};

/** One topic that one client gets slowly. */
export interface SlowSubscription {
  readonly clientId: string;
  readonly topic: string;
  /** Milliseconds that the last slow message took. */
  timespan: number;
  /** Unix milliseconds. */
  at: number;
}

/** Messages in flight of one connection whose sending is remembered. */
const MOST_IN_FLIGHT = 65_535;

/**
 * Who gets messages slowly, and of which topics: the slowest of the last minutes. A message ends with PUBACK or PUBREC, at
 * QoS 0 when it is sent. While it is off, a message costs one look whether it is on.
 */
export class SlowSubscriptions {
  isOn: boolean;
  #settings: SlowSettings;
  readonly #slow = new Map<string, SlowSubscription>();
  /** When messages were sent, by packet identifier, of each connection; it goes with the connection. */
  #sentAt = new WeakMap<ClientInfo, Map<number, number>>();
  /** When messages whose time had to come first were routed. */
  readonly #routedAt = new WeakMap<object, number>();
  /** The shortest of the entries, while there is room for no more. */
  #shortest = 0;

  constructor(settings: SlowSettings) {
    this.#settings = settings;
    this.isOn = settings.isOn;
  }

  get settings(): SlowSettings {
    return this.#settings;
  }

  /** What was found by other settings is forgotten. */
  configure(settings: SlowSettings): void {
    this.#settings = settings;
    this.isOn = settings.isOn;
    this.#sentAt = new WeakMap();
    this.clear();
  }

  clear(): void {
    this.#slow.clear();
    this.#shortest = 0;
  }

  /** The slowest first. @param now Unix milliseconds */
  list(now: number): SlowSubscription[] {
    this.#forget(now);
    return [...this.#slow.values()].sort((a, b) => b.timespan - a.timespan);
  }

  /** A message that was delayed is on its way now. Only while this is on. */
  routedLate(message: object, now: number): void {
    this.#routedAt.set(message, now);
  }

  /** A message is handed to the connection. Only while it is on. */
  sent(client: ClientInfo, outgoing: Outgoing, packetId: number, now: number): void {
    const { statsType } = this.#settings;
    if (statsType === 'internal' || (statsType === 'whole' && packetId === 0)) {
      this.#measure(client, outgoing, now);
    } else if (statsType === 'response' && packetId !== 0) {
      let times = this.#sentAt.get(client);
      if (times === undefined) {
        times = new Map();
        this.#sentAt.set(client, times);
      }
      if (times.size < MOST_IN_FLIGHT) times.set(packetId, now);
    }
  }

  /** Its receiver has it. Only while it is on. */
  done(client: ClientInfo, outgoing: Outgoing, packetId: number, now: number): void {
    const { statsType } = this.#settings;
    if (statsType === 'whole') this.#measure(client, outgoing, now);
    else if (statsType === 'response') {
      const times = this.#sentAt.get(client);
      const sentAt = times?.get(packetId);
      if (sentAt === undefined) return;
      times?.delete(packetId);
      this.#took(client.clientId, outgoing, now - sentAt, now);
    }
  }

  /** Since it came, or since its receiver was there for it. A message that had to wait on purpose is not slow. */
  #measure(client: ClientInfo, outgoing: Outgoing, now: number): void {
    const { message, retain } = outgoing;
    if (retain) return;
    const arrivedAt = this.#routedAt.get(message) ?? message.receivedAt;
    this.#took(client.clientId, outgoing, now - Math.max(arrivedAt, client.connectedAt), now);
  }

  #took(clientId: string, { message }: Outgoing, timespan: number, now: number): void {
    const { threshold, maximum } = this.#settings;
    if (timespan < threshold) return;
    const topic = message.destination.name;
    const key = `${clientId}\0${topic}`;
    const known = this.#slow.get(key);
    if (known) {
      known.timespan = timespan;
      known.at = now;
      this.#shortest = 0;
      return;
    }
    if (this.#slow.size >= maximum) {
      if (timespan <= this.#shortest) return;
      this.#forget(now);
      if (this.#slow.size >= maximum && !this.#makeRoom(timespan)) return;
    }
    this.#slow.set(key, { clientId, topic, timespan, at: now });
    this.#shortest = 0;
  }

  /** For one that took longer than the quickest of those that are there. */
  #makeRoom(timespan: number): boolean {
    let quickest: string | undefined;
    let shortest = timespan;
    for (const [key, slow] of this.#slow) {
      if (slow.timespan >= shortest) continue;
      quickest = key;
      shortest = slow.timespan;
    }
    if (quickest === undefined) this.#shortest = timespan;
    else this.#slow.delete(quickest);
    return quickest !== undefined;
  }

  #forget(now: number): void {
    const since = now - this.#settings.expireInterval;
    for (const [key, { at }] of this.#slow) {
      if (at < since) this.#slow.delete(key);
    }
  }
}
