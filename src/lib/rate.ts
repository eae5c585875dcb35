import type { Clock } from './clock.ts';

/** Seconds that `rateLast5m` looks back. */
const WINDOW = 300;

/** Per second. */
export interface Rates {
  rate: number;
  rateMax: number;
  rateLast5m: number;
}

/**
 * Counts per second as EMQX's metrics do: `rate` is the last complete second, `rateMax` the best second ever,
 * `rateLast5m` the mean over the last 300 seconds, or over the time since the start while that is shorter.
 */
export class RateMeter {
  readonly #clock: Clock;
  /** Counts of complete seconds; the slot of second n is n modulo the window. */
  readonly #seconds = new Float64Array(WINDOW);
  readonly #start: number;
  #second: number;
  /** Unix milliseconds at which the present second is over. */
  #end: number;
  #current = 0;
  #sum = 0;
  #max = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#second = this.#start = Math.floor(clock.now() / 1000);
    this.#end = (this.#second + 1) * 1000;
  }

  /** @param now Unix milliseconds, where the caller knows them */
  add(count = 1, now = this.#clock.now()): void {
    this.#roll(now);
    this.#current += count;
  }

  read(): Rates {
    this.#roll(this.#clock.now());
    const complete = this.#second - this.#start;
    if (complete === 0) return { rate: 0, rateMax: 0, rateLast5m: 0 };
    return {
      rate: this.#seconds[(this.#second - 1) % WINDOW] ?? 0,
      rateMax: this.#max,
      rateLast5m: this.#sum / Math.min(complete, WINDOW),
    };
  }

  /** Closes the seconds that have passed. A clock that was set back waits here until it has caught up. */
  #roll(time: number): void {
    if (time < this.#end) return;
    const now = Math.floor(time / 1000);
    this.#close(this.#current);
    // Everything older than the window is zero: no need to walk through a whole night.
    const silent = now - this.#second;
    if (silent > WINDOW) {
      this.#seconds.fill(0);
      this.#sum = 0;
      this.#second = now;
    } else {
      while (this.#second < now) this.#close(0);
    }
    this.#current = 0;
    this.#end = (now + 1) * 1000;
  }

  #close(count: number): void {
    const slot = this.#second % WINDOW;
    this.#sum += count - (this.#seconds[slot] ?? 0);
    this.#seconds[slot] = count;
    this.#max = Math.max(this.#max, count);
    this.#second++;
  }
}
