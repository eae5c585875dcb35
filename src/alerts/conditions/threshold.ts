import { RecentTimes } from './recent-times.ts';

/** How many rows of a key have to come within how long. */
export interface ThresholdSettings {
  readonly count: number;
  /** Milliseconds. */
  readonly within: number;
}

/** What a row means for its key. */
export type Counted =
  /** Not enough yet. */
  | { readonly kind: 'gathered' }
  | {
      readonly kind: 'reached';
      /** Rows in the window: the `count` of the settings. */
      readonly count: number;
      /** When the first of them came. */
      readonly since: number;
      /** Those among them that no row before has counted. */
      readonly fresh: number;
    }
  /** There is no room for a key that was not there before. */
  | { readonly kind: 'full' };

interface Window {
  readonly times: RecentTimes;
  /** Of the newest ones: not part of any window that reached the threshold. */
  fresh: number;
}

/** Keys of one rule. */
const MOST_KEYS = 100_000;
/** Times of all keys of one rule: 32 MB. */
const MOST_TIMES = 4_000_000;
/** Keys that are looked at, whether they are old, with each row. */
const LOOKS = 2;

/**
 * Rows of each key in a window that slides with them. A row at time t has reached the threshold when the `count` newest
 * rows of its key, itself included, lie within [t − within, t].
 */
export class Threshold {
  readonly #settings: ThresholdSettings;
  readonly #mostKeys: number;
  readonly #mostTimes: number;
  readonly #windows = new Map<string, Window>();
  /** Goes round through the keys and drops the old ones, so that no row pays for all of them. */
  #hand: MapIterator<[string, Window]>;
  #times = 0;

  constructor(settings: ThresholdSettings, { mostKeys = MOST_KEYS, mostTimes = MOST_TIMES } = {}) {
    this.#settings = settings;
    this.#mostKeys = mostKeys;
    this.#mostTimes = mostTimes;
    this.#hand = this.#windows.entries();
  }

  /** Keys of which something is remembered. */
  get size(): number {
    return this.#windows.size;
  }

  count(key: string, at: number): Counted {
    this.#forgetSome(at);
    const { count, within } = this.#settings;
    let window = this.#windows.get(key);
    if (!window || this.#times >= this.#mostTimes) {
      if (this.#windows.size >= this.#mostKeys || this.#times >= this.#mostTimes) return { kind: 'full' };
      window = { times: new RecentTimes(), fresh: 0 };
      this.#windows.set(key, window);
    }
    const { times } = window;
    const before = times.size;
    times.add(at, within, count);
    this.#times += times.size - before;
    window.fresh = Math.min(window.fresh + 1, times.size);
    if (times.size < count) return { kind: 'gathered' };
    const { fresh } = window;
    window.fresh = 0;
    return { kind: 'reached', count, since: times.oldest as number, fresh };
  }

  /** Its next row is the first one. */
  forget(key: string): void {
    const window = this.#windows.get(key);
    if (!window) return;
    this.#times -= window.times.size;
    this.#windows.delete(key);
  }

  /** What there is to remember of a key; undefined when there is nothing, or too much to be written down. */
  memoryOf(key: string): ThresholdMemory | undefined {
    const window = this.#windows.get(key);
    if (!window || window.times.size > MOST_WRITTEN) return undefined;
    return { times: window.times.list(), fresh: window.fresh };
  }

  /** False when it is too old to be remembered. */
  recall(key: string, { times, fresh }: ThresholdMemory, now: number): boolean {
    const { count, within } = this.#settings;
    if (this.#windows.size >= this.#mostKeys || (times.at(-1) ?? 0) < now - within) return false;
    const window: Window = { times: new RecentTimes(), fresh: 0 };
    for (const time of times) window.times.add(time, within, count);
    window.fresh = Math.min(fresh, window.times.size);
    this.#times += window.times.size;
    this.#windows.set(key, window);
    return true;
  }

  #forgetSome(now: number): void {
    for (let look = 0; look < LOOKS; look++) {
      const next = this.#hand.next();
      if (next.done) {
        this.#hand = this.#windows.entries();
        return;
      }
      const [key, { times }] = next.value;
      if ((times.newest as number) < now - this.#settings.within) this.forget(key);
    }
  }
}

/** Of one key, as it is written down. */
export interface ThresholdMemory {
  readonly times: readonly number[];
  readonly fresh: number;
}

/** Rows in a window of which the times are written down; a larger one begins anew after a restart. */
const MOST_WRITTEN = 1000;
