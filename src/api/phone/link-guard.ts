import type { Clock } from '../../lib/clock.ts';

const MOST_FAILURES = 20;
const WINDOW = 60_000;
const MOST_ADDRESSES = 10_000;

/** Slows down those who guess links. Who has a right one is never kept out, whoever else comes from the same address. */
export class LinkGuard {
  readonly #clock: Clock;
  /** When each address failed within the window, the oldest first. */
  readonly #failures = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a wrong link. @returns whether there were too many from this address */
  fail(address: string): boolean {
    const now = this.#clock.now();
    const failures = (this.#failures.get(address) ?? []).filter((at) => at > now - WINDOW);
    const isTooMany = failures.length >= MOST_FAILURES;
    if (!isTooMany) failures.push(now);
    // The one that was not seen for longest goes first.
    this.#failures.delete(address);
    this.#failures.set(address, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_ADDRESSES && oldest !== undefined) this.#failures.delete(oldest);
    return isTooMany;
  }
}
