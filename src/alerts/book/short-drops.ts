/** Keys of one source of which short drops are remembered. */
const MOST_KEYS = 10_000;
const HOUR = 3_600_000;
/** Of an hour: the last hour is known to five minutes. */
const SLOTS_PER_HOUR = 12;
const SLOT = HOUR / SLOTS_PER_HOUR;
const SLOTS = 24 * SLOTS_PER_HOUR;

/** What is counted of what was over before it opened. */
export interface ShortDropCounts {
  readonly lastHour: number;
  readonly last24h: number;
  /** Since the start of the process. */
  readonly total: number;
}

/** Conditions of one source that were over within their grace period: nobody was told, so they are counted. */
export class ShortDrops {
  /** Counted since the last change of generations, and before it: what is in neither is forgotten. */
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  readonly #slots = new Float64Array(SLOTS);
  #slot = 0;
  #total = 0;

  count(key: string, at: number): void {
    this.#turnTo(at);
    this.#slots[this.#slot % SLOTS] = (this.#slots[this.#slot % SLOTS] ?? 0) + 1;
    this.#total++;
    this.#young.set(key, this.of(key) + 1);
    if (this.#young.size < MOST_KEYS / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Of this key, since an alert of it opened. */
  of(key: string): number {
    return this.#young.get(key) ?? this.#old.get(key) ?? 0;
  }

  /** An alert of it opened, which tells of them. */
  forget(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** @param now Unix milliseconds */
  counts(now: number): ShortDropCounts {
    this.#turnTo(now);
    const sum = (slots: number): number => {
      let count = 0;
      for (let back = 0; back < slots; back++) count += this.#slots[(this.#slot - back + SLOTS) % SLOTS] ?? 0;
      return count;
    };
    return { lastHour: sum(SLOTS_PER_HOUR), last24h: sum(SLOTS), total: this.#total };
  }

  #turnTo(at: number): void {
    const slot = Math.floor(at / SLOT);
    if (slot <= this.#slot) return;
    const passed = Math.min(slot - this.#slot, SLOTS);
    for (let n = 0; n < passed; n++) this.#slots[(slot - n) % SLOTS] = 0;
    this.#slot = slot;
  }
}
