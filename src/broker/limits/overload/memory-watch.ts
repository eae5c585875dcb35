import { type MemoryFigures, MemoryInUse } from './memory-in-use.ts';

export interface MemoryWatchParts {
  /** Bytes that the process may have. */
  readonly limit: number;
  readonly figures: () => MemoryFigures;
  /** Whether there is too little memory, when this part of it is in use. */
  readonly isTight: (part: number) => boolean;
  /** Frees what is no longer used; the milliseconds that it took. */
  readonly collect: () => number;
}

/** Milliseconds from one collection to the next, at least. */
const BETWEEN = 2000;

/** The part of the time that may go into collections. */
const PART_OF_TIME = 0.05;

/**
 * What part of the memory is in use. When it seems to be too much, garbage is collected before that is believed: a broker
 * that refuses its clients has little to do, and what does little hardly ever collects by itself.
 */
export class MemoryWatch {
  readonly #parts: MemoryWatchParts;
  readonly #inUse: MemoryInUse;
  #collectsFrom = Number.NEGATIVE_INFINITY;

  constructor(parts: MemoryWatchParts) {
    this.#parts = parts;
    this.#inUse = new MemoryInUse(parts.limit);
  }

  /** 0 to 1, or more. @param now milliseconds of a clock that nobody sets */
  part(now: number): number {
    const part = this.#measure();
    if (now < this.#collectsFrom || !this.#parts.isTight(part)) return part;
    const took = this.#parts.collect();
    this.#collectsFrom = now + took + Math.max(BETWEEN, took / PART_OF_TIME);
    return this.#measure();
  }

  /** The scarcer of the two: what the system gives, and what the JavaScript heap may become. */
  #measure(): number {
    const figures = this.#parts.figures();
    return Math.max(this.#inUse.of(figures) / this.#parts.limit, figures.heapUsed / figures.heapLimit);
  }
}
