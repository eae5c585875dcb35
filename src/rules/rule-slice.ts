/** Milliseconds of a turn that rules may take while others wait. */
const LONGEST = 20;
/** Evaluations after which the clock is looked at, at most: they are far quicker than a look, or else it doubles down. */
const MOST_UNSEEN = 64;

/** Measures how long rules have worked in this turn, without asking for the time after each evaluation. */
export class RuleSlice {
  readonly #now: () => number;
  #end = 0;
  #lookedAt = 0;
  /** Evaluations until the next look. */
  #left = 1;
  #stride = 1;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  begin(): void {
    this.#lookedAt = this.#now();
    this.#end = this.#lookedAt + LONGEST;
    this.#left = this.#stride;
  }

  /** After each evaluation. */
  isOver(): boolean {
    if (--this.#left > 0) return false;
    const now = this.#now();
    const each = (now - this.#lookedAt) / this.#stride;
    // So many that a look comes about every millisecond.
    this.#stride = Math.max(1, Math.min(MOST_UNSEEN, this.#stride * 2, Math.floor(1 / Math.max(each, 1e-3))));
    this.#lookedAt = now;
    this.#left = this.#stride;
    return now >= this.#end;
  }
}
