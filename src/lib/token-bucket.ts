import type { Clock } from './clock.ts';
import type { RateLimit } from './rate-text.ts';

/** Lets so many through at once and again in each period: what was not used is kept up to that count. */
export class TokenBucket {
  readonly #clock: Clock;
  #limit: RateLimit;
  #tokens: number;
  #filledAt: number;

  constructor(limit: RateLimit, clock: Clock) {
    this.#clock = clock;
    this.#limit = limit;
    this.#tokens = limit.count;
    this.#filledAt = clock.now();
  }

  /** Another limit from now on; nobody gets a full bucket by setting the one that holds already. */
  set limit(limit: RateLimit) {
    this.#tokens = Math.min(this.#tokens, limit.count);
    this.#limit = limit;
  }

  /** False when there is none left. */
  take(): boolean {
    const { count, period } = this.#limit;
    if (count === Number.POSITIVE_INFINITY) return true;
    const now = this.#clock.now();
    // A clock that was set back gives nothing and takes nothing.
    const passed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(count, this.#tokens + (passed * count) / period);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
