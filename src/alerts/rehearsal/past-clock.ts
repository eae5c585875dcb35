import type { Clock, Timer } from '../../lib/clock.ts';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** The time of events that are over: it stands still until the next of them is at hand. */
export class PastClock implements Clock {
  #now: number;
  /** A few: one for each part that waits. */
  readonly #alarms = new Set<Alarm>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, run: () => void): Timer {
    const alarm = { at: this.#now + Math.max(0, delay), run };
    this.#alarms.add(alarm);
    return { cancel: () => this.#alarms.delete(alarm) };
  }

  /** Runs the first alarm up to this moment, at its time; without one, it is this moment. False when it is. */
  step(until: number): boolean {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.at <= until && (!first || alarm.at < first.at)) first = alarm;
    if (!first) {
      // Clocks of the past were set back now and then; this one only goes on.
      this.#now = Math.max(this.#now, until);
      return false;
    }
    this.#alarms.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.run();
    return true;
  }

  /** Whether anything is to happen up to this moment. */
  isDue(until: number): boolean {
    for (const { at } of this.#alarms) if (at <= until) return true;
    return false;
  }
}
