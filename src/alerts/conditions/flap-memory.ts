import { RecentTimes } from './recent-times.ts';

/** Keys of one source, the ones that changed last. */
const MOST_KEYS = 50_000;
/** Changes beyond the limit that are still counted. */
const BEYOND = 256;

export interface FlapLimit {
  readonly changes: number;
  /** Milliseconds. */
  readonly within: number;
}

/**
 * When the conditions of one source came and went: an opening, an end and a short drop that nobody was told of are a change
 * each. The keys that did not change for longest are forgotten first.
 */
export class FlapMemory {
  readonly #mostKeys: number;
  readonly #byKey = new Map<string, RecentTimes>();

  constructor(mostKeys = MOST_KEYS) {
    this.#mostKeys = mostKeys;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Changes of the key within the window, these included. The keys that had to be forgotten are handed to `forgotten`. */
  add(
    key: string,
    at: number,
    changes: number,
    limit: FlapLimit,
    forgotten: (key: string) => void = () => undefined,
  ): number {
    let times = this.#byKey.get(key);
    if (times) this.#byKey.delete(key);
    else times = new RecentTimes();
    this.#byKey.set(key, times);
    for (let n = 0; n < changes; n++) times.add(at, limit.within, limit.changes + BEYOND);
    // Two at a time, so that what is over goes although nobody asks for it.
    for (let n = 0; n < 2; n++) this.#forgetOldest(at - limit.within, forgotten);
    return times.size;
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }

  memoryOf(key: string): number[] | undefined {
    return this.#byKey.get(key)?.list();
  }

  recall(key: string, times: readonly number[], now: number, limit: FlapLimit): boolean {
    const recent = new RecentTimes();
    for (const time of times) recent.add(time, limit.within, limit.changes + BEYOND);
    recent.forgetBefore(now - limit.within);
    if (recent.size === 0) return false;
    this.#byKey.set(key, recent);
    return true;
  }

  #forgetOldest(before: number, forgotten: (key: string) => void): void {
    const [oldest] = this.#byKey;
    if (!oldest) return;
    const [key, times] = oldest;
    if (this.#byKey.size <= this.#mostKeys && (times.newest as number) >= before) return;
    this.#byKey.delete(key);
    forgotten(key);
  }
}
