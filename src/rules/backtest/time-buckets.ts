const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SIZES = [SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY];
/** As many as a chart has room for. */
const MOST_BUCKETS = 250;

export interface Bucket {
  /** Unix milliseconds; a multiple of the size. */
  readonly from: number;
  matched: number;
  passed: number;
}

/** Counts over a range of time, in equal parts: the smallest of a few sizes by which they are not too many. */
export class TimeBuckets {
  readonly size: number;
  readonly #first: number;
  readonly #buckets: Bucket[];

  constructor(from: number, to: number) {
    const range = Math.max(1, to - from);
    this.size =
      SIZES.find((size) => range / size <= MOST_BUCKETS - 1) ?? roundedUp(range / (MOST_BUCKETS - 1));
    this.#first = Math.floor(from / this.size) * this.size;
    const count = Math.floor((to - this.#first) / this.size) + 1;
    this.#buckets = Array.from({ length: count }, (_, index) => {
      return { from: this.#first + index * this.size, matched: 0, passed: 0 };
    });
  }

  /** Undefined outside of the range. */
  at(moment: number): Bucket | undefined {
    return this.#buckets[Math.floor((moment - this.#first) / this.size)];
  }

  read(): readonly Bucket[] {
    return this.#buckets.map((bucket) => ({ ...bucket }));
  }
}

function roundedUp(size: number): number {
  return Math.ceil(size / (7 * DAY)) * 7 * DAY;
}
