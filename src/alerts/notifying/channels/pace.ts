/** Messages that may go at once. */
const BURST = 5;

/** Of what the channel takes: the rest is for what is critical, and for those who share the bot. */
const SHARE = 0.6;

/** How fast messages go to a channel with a limit: before it is reached, what there is to say is said together. */
export class Pace {
  /** Milliseconds for one. */
  readonly #interval: number;
  #tokens = BURST;
  #at: number;

  /** @param perMinute what the channel takes */
  constructor(perMinute: number, now: number) {
    this.#interval = 60_000 / (perMinute * SHARE);
    this.#at = now;
  }

  /** When the next may go; now or before: at once. */
  nextAt(now: number): number {
    this.#fill(now);
    return this.#tokens >= 1 ? now : now + Math.ceil((1 - this.#tokens) * this.#interval);
  }

  take(now: number): void {
    this.#fill(now);
    this.#tokens = Math.max(0, this.#tokens - 1);
  }

  #fill(now: number): void {
    // A clock that was set back gives nothing and takes nothing.
    const passed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(BURST, this.#tokens + passed / this.#interval);
    this.#at = now;
  }
}
