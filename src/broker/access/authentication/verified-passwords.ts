import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';
import type { StoredPassword } from './password-hash-algorithm.ts';

/** Milliseconds. */
const LIFETIME = 5 * 60_000;

/** Beyond that the oldest goes: some 100 bytes each. */
const MOST = 50_000;

/**
 * Which passwords were right a short time ago, by a keyed hash, so that all devices of a network that comes back do not
 * stop the broker with checks of a slow hash. It holds neither passwords nor what one could guess them from: the key
 * lives and dies with the process. A stored password that is changed has another entry.
 */
export class VerifiedPasswords {
  readonly #clock: Clock;
  readonly #key = randomBytes(32);
  /** By keyed hash, the oldest first: when it is forgotten. */
  readonly #entries = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(userId: string, stored: StoredPassword, password: Buffer): boolean {
    const key = this.#keyOf(userId, stored, password);
    const until = this.#entries.get(key);
    if (until === undefined) return false;
    if (until > this.#clock.now()) return true;
    this.#entries.delete(key);
    return false;
  }

  add(userId: string, stored: StoredPassword, password: Buffer): void {
    const key = this.#keyOf(userId, stored, password);
    this.#entries.delete(key);
    this.#entries.set(key, this.#clock.now() + LIFETIME);
    if (this.#entries.size <= MOST) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  #keyOf(userId: string, { hash, salt }: StoredPassword, password: Buffer): string {
    const parts = JSON.stringify([userId, hash, salt]);
    return createHmac('sha256', this.#key).update(parts).update('\0').update(password).digest('base64');
  }
}
