import type { Gauge } from './door.ts';

/** Remembers how high a figure has been. */
export class HighWater {
  #max = 0;

  note(count: number): void {
    if (count > this.#max) this.#max = count;
  }

  gauge(count: number): Gauge {
    this.note(count);
    return { count, max: this.#max };
  }
}
