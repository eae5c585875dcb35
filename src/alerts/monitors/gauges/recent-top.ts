/** Names that are counted at a time. */
const MOST = 256;

/** The longest name that is kept. */
const LONGEST = 128;

/** Who came most often of late, in bounded memory: it forgets in two halves of its window. */
export class RecentTop {
  #now = new Map<string, number>();
  #before = new Map<string, number>();
  #turnedAt = Number.NEGATIVE_INFINITY;

  /** @param window milliseconds */
  turn(now: number, window: number): void {
    if (now - this.#turnedAt < window && now >= this.#turnedAt) return;
    this.#before = this.#now;
    this.#now = new Map();
    this.#turnedAt = now;
  }

  add(name: string): void {
    const key = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
    const count = this.#now.get(key);
    if (count !== undefined) this.#now.set(key, count + 1);
    else if (this.#now.size < MOST) this.#now.set(key, 1);
    else this.#thin();
  }

  /** How many different names there were, as far as they are remembered. */
  get size(): number {
    let size = this.#now.size;
    for (const name of this.#before.keys()) if (!this.#now.has(name)) size++;
    return size;
  }

  /** The one that came most often. */
  get top(): string | undefined {
    let top: string | undefined;
    let most = 0;
    for (const counts of [this.#now, this.#before]) {
      for (const name of counts.keys()) {
        const count = (this.#now.get(name) ?? 0) + (this.#before.get(name) ?? 0);
        if (count > most) [top, most] = [name, count];
      }
    }
    return top;
  }

  /** There is no room for a newcomer: it takes one of everybody, which those who come often survive (Misra and Gries). */
  #thin(): void {
    for (const [name, count] of this.#now) {
      if (count === 1) this.#now.delete(name);
      else this.#now.set(name, count - 1);
    }
  }
}
