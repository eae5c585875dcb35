/**
 * What one subscriber received of publishers that number their messages 1, 2, 3 …: which are missing, came twice, or
 * came after a later one.
 */
export class Tally {
  received = 0;
  duplicated = 0;
  reordered = 0;

  readonly #latest: Uint32Array;
  /** Messages that a later one overtook, until they come: see `messageKey`. Empty with a correct broker. */
  readonly #overtaken = new Set<number>();

  constructor(publishers: number) {
    this.#latest = new Uint32Array(publishers);
  }

  receive(publisher: number, sequence: number): void {
    this.received++;
    const latest = this.#latest[publisher] ?? 0;
    if (sequence === latest + 1) {
      this.#latest[publisher] = sequence;
    } else if (sequence > latest) {
      for (let skipped = latest + 1; skipped < sequence; skipped++) {
        this.#overtaken.add(messageKey(publisher, skipped));
      }
      this.#latest[publisher] = sequence;
    } else if (this.#overtaken.delete(messageKey(publisher, sequence))) {
      this.reordered++;
    } else {
      this.duplicated++;
    }
  }

  /** How many of the messages 1 … sent[publisher] did not come; a publisher that sent this subscriber nothing counts 0. */
  missing(sent: readonly number[]): number {
    return sent.reduce(
      (total, count, publisher) => total + count - (this.#latest[publisher] ?? 0),
      this.#overtaken.size,
    );
  }
}

/** One number for both, which a Set keeps cheaper than a string or a pair. */
function messageKey(publisher: number, sequence: number): number {
  return publisher * 2 ** 32 + sequence;
}
