/** Events may be told a little out of order; what is further back comes from a clock that was set back. */
const TOLERANCE = 1000;

/** Grows from here. */
const SMALLEST = 4;

/**
 * When something happened last, at most `most` times within a window: numbers in a ring that is no larger than it has
 * to be. Times are Unix milliseconds.
 */
export class RecentTimes {
  #ring: number[] = [];
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Undefined when there is none. */
  get oldest(): number | undefined {
    return this.#size === 0 ? undefined : this.#ring[this.#first];
  }

  get newest(): number | undefined {
    return this.#size === 0 ? undefined : this.#at(this.#size - 1);
  }

  /** Remembers this one, and forgets those that are more than `within` before it or too many. The time that it was taken for. */
  add(at: number, within: number, most: number): number {
    const { newest } = this;
    let time = at;
    if (newest !== undefined && at < newest) {
      if (newest - at <= TOLERANCE) time = newest;
      else this.#forgetAfter(at);
    }
    this.forgetBefore(time - within);
    while (this.#size >= most) this.#drop();
    if (this.#size === this.#ring.length) this.#grow(most);
    this.#ring[(this.#first + this.#size) % this.#ring.length] = time;
    this.#size++;
    return time;
  }

  forgetBefore(time: number): void {
    while (this.#size > 0 && (this.#ring[this.#first] as number) < time) this.#drop();
  }

  clear(): void {
    this.#ring = [];
    this.#first = 0;
    this.#size = 0;
  }

  /** From the oldest to the newest. */
  list(): number[] {
    return Array.from({ length: this.#size }, (_, index) => this.#at(index));
  }

  #at(index: number): number {
    return this.#ring[(this.#first + index) % this.#ring.length] as number;
  }

  #drop(): void {
    this.#first = (this.#first + 1) % this.#ring.length;
    this.#size--;
  }

  #forgetAfter(time: number): void {
    while (this.#size > 0 && this.#at(this.#size - 1) > time) this.#size--;
  }

  #grow(most: number): void {
    const times = this.list();
    const room = Math.min(most, Math.max(SMALLEST, times.length * 2));
    while (times.length < room) times.push(0);
    this.#ring = times;
    this.#first = 0;
  }
}
