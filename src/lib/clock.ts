/** The time, passed in wherever something decides by it, so that a test can hold it in its hand. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls `run` once after `delay` milliseconds, which may be longer than Node's own timers allow. */
  after(delay: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** Node fires a longer `setTimeout` after one millisecond. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #remaining: number;
  #handle: NodeJS.Timeout;
  readonly #run: () => void;

  constructor(delay: number, run: () => void) {
    this.#remaining = Math.max(0, delay);
    this.#run = run;
    this.#handle = this.#arm();
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }

  #arm(): NodeJS.Timeout {
    const step = Math.min(this.#remaining, LONGEST_TIMEOUT);
    this.#remaining -= step;
    return setTimeout(() => {
      if (this.#remaining > 0) this.#handle = this.#arm();
      else this.#run();
    }, step);
  }
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, run) => new SystemTimer(delay, run),
};
