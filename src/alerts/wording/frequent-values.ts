/** Different values that are counted until it is clear which of them come often. */
const MOST_VALUES = 1024;
const MOST_FREQUENT = 16;

/**
 * Counts how often values come, exactly, of those that come often: once there are too many different ones, only the most
 * frequent are counted on, and what comes for the first time later is not. So what nearly all share is counted from
 * the first to the last, and names that are all different cost nothing.
 */
export class FrequentValues {
  readonly #counts = new Map<string, number>();
  #isFull = false;

  add(value: string): void {
    const count = this.#counts.get(value);
    if (count !== undefined) {
      this.#counts.set(value, count + 1);
      return;
    }
    if (this.#isFull) return;
    this.#counts.set(value, 1);
    if (this.#counts.size > MOST_VALUES) this.#keepFrequent();
  }

  /** With their counts. */
  atLeast(count: number): [value: string, count: number][] {
    return [...this.#counts].filter(([, seen]) => seen >= count);
  }

  #keepFrequent(): void {
    this.#isFull = true;
    const byCount = [...this.#counts].toSorted(([, one], [, other]) => other - one);
    for (const [value] of byCount.slice(MOST_FREQUENT)) this.#counts.delete(value);
  }
}
