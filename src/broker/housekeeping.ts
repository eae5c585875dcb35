import type { Clock, Timer } from '../lib/clock.ts';

/** Milliseconds between two rounds: what expired may stand for that long. */
const INTERVAL = 10_000;

/** What the broker does every ten seconds: it forgets what is over, and tells what it did not tell one by one. */
export class Housekeeping {
  readonly #clock: Clock;
  readonly #chores: readonly (() => void)[];
  #timer: Timer | undefined;

  constructor(clock: Clock, chores: readonly (() => void)[]) {
    this.#clock = clock;
    this.#chores = chores;
    this.#schedule();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #schedule(): void {
    this.#timer = this.#clock.after(INTERVAL, () => {
      for (const chore of this.#chores) chore();
      this.#schedule();
    });
  }
}
