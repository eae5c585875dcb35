/** Somebody whose connection has broken and whose leaving is not accounted for yet. */
export interface Departing {
  depart(): void;
}

/** Milliseconds of a turn. */
const SLICE = 5;

/**
 * Accounts for broken connections: those of the first milliseconds of a turn at once, the others in slices. When 15,000 connections break together, the events,
 * wills and subscriptions of all of them in one turn would keep everybody else waiting.
 */
export class Departures {
  #waiting: Departing[] = [];
  #head = 0;
  /** When the time of this turn is over, 0 before the first. */
  #end = 0;
  #scheduled = false;

  add(departing: Departing): void {
    this.#schedule();
    const now = performance.now();
    if (this.#end === 0) this.#end = now + SLICE;
    if (this.#waiting.length === 0 && now < this.#end) departing.depart();
    else this.#waiting.push(departing);
  }

  /** Accounts for all of them now, because the broker stops. */
  settle(): void {
    while (this.#head < this.#waiting.length) this.#next();
    this.#waiting = [];
    this.#head = 0;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#end = 0;
      this.#work();
    });
  }

  #work(): void {
    const end = performance.now() + SLICE;
    while (this.#head < this.#waiting.length && performance.now() < end) this.#next();
    if (this.#head < this.#waiting.length) {
      this.#schedule();
      return;
    }
    this.#waiting = [];
    this.#head = 0;
  }

  #next(): void {
    this.#waiting[this.#head++]?.depart();
  }
}
