/** Parts into which a window is cut: what is too old leaves in steps of one of them. */
const PARTS = 120;

/** Milliseconds of a part, at least. */
const SHORTEST = 250;

interface Part {
  readonly from: number;
  count: number;
}

/** How much a counter grew within the last so many milliseconds, in memory that does not depend on how long that is. */
export class WindowedSum {
  #window: number;
  #parts: Part[] = [];
  #last: number | undefined = undefined;
  #sum = 0;

  /** @param window milliseconds */
  constructor(window: number) {
    this.#window = window;
  }

  /** What is known of the time within the new one stays. */
  set window(window: number) {
    this.#window = window;
  }

  /**
   * The growth up to now. The first look begins at what the counter is; a counter that fell was begun anew at zero.
   * @param now Unix milliseconds
   */
  read(counter: number, now: number): number {
    const last = this.#last;
    this.#last = counter;
    if (last !== undefined) this.#add(counter >= last ? counter - last : counter, now);
    this.#forget(now);
    return this.#sum;
  }

  /** What was counted before a restart. */
  restore(parts: readonly (readonly [from: number, count: number])[]): void {
    this.#parts = parts.map(([from, count]) => ({ from, count }));
    this.#sum = parts.reduce((sum, [, count]) => sum + count, 0);
  }

  parts(): [from: number, count: number][] {
    return this.#parts.map(({ from, count }) => [from, count]);
  }

  #add(count: number, now: number): void {
    if (count === 0) return;
    this.#sum += count;
    const newest = this.#parts.at(-1);
    const size = Math.max(SHORTEST, this.#window / PARTS);
    // A clock that was set back counts on in the newest part.
    if (newest && now - newest.from < size) newest.count += count;
    else this.#parts.push({ from: now, count });
  }

  #forget(now: number): void {
    let old = 0;
    while (old < this.#parts.length) {
      const part = this.#parts[old] as Part;
      if (now - part.from < this.#window) break;
      this.#sum -= part.count;
      old++;
    }
    if (old > 0) this.#parts.splice(0, old);
    if (this.#parts.length === 0) this.#sum = 0;
  }
}
