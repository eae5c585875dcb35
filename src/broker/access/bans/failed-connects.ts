import type { Clock } from '../../../lib/clock.ts';
import { isLoopback } from '../../../lib/peer-address.ts';
import type { BrokerMetrics } from '../../metrics.ts';

/** Failures of an address that cost it nothing yet. */
const FREE_FAILURES = 5;
/** Milliseconds without a failure after which an address starts anew. */
const MEMORY = 60_000;
const FIRST_DELAY = 250;
/** Less than the time that a client has for its CONNECT. */
const LONGEST_DELAY = 5000;

/** Answers of one address, and of all, that wait at a time. */
const MOST_WAITING_PER_ADDRESS = 20;
const MOST_WAITING = 1000;

/** Addresses, and pairs of address and user, that are remembered; the one not seen for longest goes first. */
const MOST_ADDRESSES = 10_000;
const MOST_KNOWN = 10_000;

interface Failures {
  count: number;
  lastAt: number;
  waiting: number;
}

/**
 * Slows down guessing, per peer address: each further failure is answered later, and while many answers wait, nobody
 * else from there is checked. Whoever came in from there before is checked always, so that a guesser locks nobody out.
 * Loopback is left alone: it stands for many behind a proxy.
 */
export class FailedConnects {
  readonly #clock: Clock;
  readonly #metrics: BrokerMetrics;
  readonly #addresses = new Map<string, Failures>();
  readonly #known = new Set<string>();
  #waiting = 0;

  constructor(clock: Clock, metrics: BrokerMetrics) {
    this.#clock = clock;
    this.#metrics = metrics;
  }

  /** Whether this client is not even to be checked now. */
  isOverdone(address: string, name: string): boolean {
    const record = this.#addresses.get(address);
    if (!record || this.#isForgotten(record)) return false;
    const isFull = record.waiting >= MOST_WAITING_PER_ADDRESS || this.#waiting >= MOST_WAITING;
    if (!isFull || this.#known.has(keyOf(address, name))) return false;
    this.#metrics['authentication.throttled']++;
    return true;
  }

  /** Somebody came in. */
  succeeded(address: string, name: string): void {
    if (isLoopback(address)) return;
    remember(this.#known, keyOf(address, name), MOST_KNOWN);
  }

  /** Somebody did not. @returns milliseconds after which to tell it; `answered` follows if they are more than 0 */
  failed(address: string): number {
    if (isLoopback(address)) return 0;
    const old = this.#addresses.get(address);
    const record = old && !this.#isForgotten(old) ? old : { count: 0, lastAt: 0, waiting: 0 };
    record.count++;
    record.lastAt = this.#clock.now();
    this.#addresses.delete(address); // the last one is the newest
    this.#addresses.set(address, record);
    if (this.#addresses.size > MOST_ADDRESSES) {
      const [oldest] = this.#addresses.keys();
      if (oldest !== undefined) this.#addresses.delete(oldest);
    }
    const surplus = record.count - FREE_FAILURES;
    if (surplus <= 0) return 0;
    record.waiting++;
    this.#waiting++;
    this.#metrics['authentication.delayed']++;
    return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(surplus - 1, 10));
  }

  /** An answer that waited was given, or nobody is there any more to be told. */
  answered(address: string): void {
    this.#waiting--;
    const record = this.#addresses.get(address);
    if (record) record.waiting = Math.max(0, record.waiting - 1);
  }

  #isForgotten({ lastAt, waiting }: Failures): boolean {
    return waiting === 0 && this.#clock.now() - lastAt > MEMORY;
  }
}

function keyOf(address: string, name: string): string {
  return `${address} ${name}`;
}

function remember(set: Set<string>, key: string, most: number): void {
  set.delete(key);
  set.add(key);
  if (set.size <= most) return;
  const [oldest] = set;
  if (oldest !== undefined) set.delete(oldest);
}
