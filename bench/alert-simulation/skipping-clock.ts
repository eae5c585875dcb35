import type { Clock, Timer } from '../../src/lib/clock.ts';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A clock that goes as fast as this thread works, and skips the time in which nothing happens: ten minutes of an alert's
 * life take as long as the work in them, and what else the machine does meanwhile makes no difference.
 */
export class SkippingClock implements Clock {
  /** Unix milliseconds at the moment at which the thread had not worked yet. */
  #base: number;
  readonly #alarms = new Set<Alarm>();
  #longestTurn = 0;

  constructor(now = Date.now()) {
    this.#base = now - worked();
  }

  now(): number {
    return Math.floor(this.#base + worked());
  }

  after(delay: number, run: () => void): Timer {
    const alarm = { at: this.now() + Math.max(0, delay), run };
    this.#alarms.add(alarm);
    return { cancel: () => this.#alarms.delete(alarm) };
  }

  /** The longest that others would have had to wait for a turn of the event loop: milliseconds. */
  get longestTurn(): number {
    return this.#longestTurn;
  }

  /** One turn of the event loop. */
  async turn(): Promise<void> {
    const begin = worked();
    await new Promise((resolve) => setImmediate(resolve));
    this.#ring();
    this.#longestTurn = Math.max(this.#longestTurn, worked() - begin);
  }

  /** Lets happen what happens until then. What takes longer than that is waited for. */
  async runUntil(time: number): Promise<void> {
    for (;;) {
      await this.turn();
      if (isBusy()) continue;
      const next = Math.min(time, ...[...this.#alarms].map(({ at }) => at));
      if (next > this.now()) this.#base += next - this.now();
      if (this.now() >= time && !this.#ring()) return;
    }
  }

  /** True when something was due. */
  #ring(): boolean {
    const now = this.now();
    const due = [...this.#alarms].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const alarm of due) if (this.#alarms.delete(alarm)) alarm.run();
    return due.length > 0;
  }
}

/** CPU milliseconds of this thread. */
export function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Something has asked for the next turn of the event loop. */
function isBusy(): boolean {
  return process.getActiveResourcesInfo().includes('Immediate');
}
