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

class KeyChanges extends RecentTimes {
  readonly key: string;
  /** Which of all changes the last one of this key was. */
  turn = 0;

  constructor(key: string) {
    super();
    this.key = key;
  }
}

/**
 * When the conditions of one source came and went: an opening, an end and a short drop that nobody was told of are a change
 * each. The keys that did not change for longest are forgotten first.
 */
export class FlapMemory {
  readonly #mostKeys: number;
  /** In the order in which they changed last. */
  readonly #byKey = new Map<string, KeyChanges>();
  #turn = 0;
  /** Goes through the keys from the one that did not change for longest: a new iterator would begin with the gaps of all that left. */
  #hand: MapIterator<KeyChanges>;
  #oldest: KeyChanges | undefined;
  #oldestTurn = 0;

  constructor(mostKeys = MOST_KEYS) {
    this.#mostKeys = mostKeys;
    this.#hand = this.#byKey.values();
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
    const times = this.#latest(key);
    for (let n = 0; n < changes; n++) times.add(at, limit.within, limit.changes + BEYOND);
    // Two at a time, so that what is over goes although nobody asks for it.
    for (let n = 0; n < 2; n++) this.#forgetOldest(at - limit.within, forgotten);
    return times.size;
  }

  memoryOf(key: string): number[] | undefined {
    return this.#byKey.get(key)?.list();
  }

  /** False when it is too long ago to be remembered. */
  recall(key: string, times: readonly number[], now: number, limit: FlapLimit): boolean {
    if ((times.at(-1) ?? 0) < now - limit.within) return false;
    const recent = this.#latest(key);
    for (const time of times) recent.add(time, limit.within, limit.changes + BEYOND);
    return true;
  }

  /** Of the key, as the one that changed last. */
  #latest(key: string): KeyChanges {
    const known = this.#byKey.get(key);
    if (known) this.#byKey.delete(key);
    const latest = known ?? new KeyChanges(key);
    latest.turn = ++this.#turn;
    this.#byKey.set(key, latest);
    return latest;
  }

  #forgetOldest(before: number, forgotten: (key: string) => void): void {
    const oldest = this.#findOldest();
    if (!oldest) return;
    if (this.#byKey.size <= this.#mostKeys && (oldest.newest as number) >= before) return;
    this.#oldest = undefined;
    this.#byKey.delete(oldest.key);
    forgotten(oldest.key);
  }

  #findOldest(): KeyChanges | undefined {
    // One that changed since comes again later.
    while (!this.#oldest || this.#oldest.turn !== this.#oldestTurn) {
      const next = this.#hand.next();
      if (next.done) {
        this.#hand = this.#byKey.values();
        this.#oldest = undefined;
        return undefined;
      }
      this.#oldest = next.value;
      this.#oldestTurn = next.value.turn;
    }
    return this.#oldest;
  }
}
