/** Milliseconds that one turn of the event loop may take while many have much to say. */
export const LONGEST_TURN = 20;

/** Readers of one turn, however long it takes. */
const FEWEST = 4;

/**
 * Who has more to say than one turn may take, in the order in which they are read on. A thousand publishers at full speed
 * would make turns of half a second, in which nobody else is heard: so only as many of them are read in one turn as
 * let it be short. The others wait unread, which costs no memory; whoever says little does not come here at all.
 */
export class ReadingTurns<Reader> {
  #waiting: Reader[] = [];
  #begunAt = 0;
  /** Added since the last `take`, which is in the present turn. */
  #added = 0;
  /** How many are read on in one turn. */
  #share = Number.POSITIVE_INFINITY;

  get length(): number {
    return this.#waiting.length;
  }

  /** @param now milliseconds of a clock that nobody sets */
  add(reader: Reader, now: number): void {
    if (this.#added++ === 0) this.#begunAt = now;
    this.#waiting.push(reader);
  }

  /** Those of `take` for whom there was no time after all: they are the next. */
  putBack(readers: readonly Reader[]): void {
    if (readers.length > 0) this.#waiting.unshift(...readers);
  }

  /** Those who are read on, at the end of a turn: all of them while turns are short. */
  take(now: number): readonly Reader[] {
    this.#adapt(this.#added === 0 ? 0 : now - this.#begunAt);
    this.#added = 0;
    const waiting = this.#waiting;
    if (waiting.length <= this.#share) {
      this.#waiting = [];
      return waiting;
    }
    return waiting.splice(0, this.#share);
  }

  /** @param lasted milliseconds of this turn, from the first of its readers on */
  #adapt(lasted: number): void {
    if (lasted > LONGEST_TURN)
      this.#share = Math.max(FEWEST, Math.floor((this.#added * LONGEST_TURN) / lasted));
    // Up again in small steps: the first turn of many is the one that would be too long.
    else if (this.#share !== Number.POSITIVE_INFINITY && lasted < LONGEST_TURN / 2)
      this.#share = this.#share > 65_536 ? Number.POSITIVE_INFINITY : Math.ceil(this.#share * 1.25);
  }
}
