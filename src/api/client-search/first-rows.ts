/** Keeps the first rows of an order out of any number, which are never sorted all. */
export class FirstRows<Place, Row extends Place = Place> {
  readonly #compare: (a: Place, b: Place) => number;
  readonly #after: Place | undefined;
  readonly #most: number;
  #rows: Row[] = [];
  /** The last of those that are wanted for sure. */
  #worst: Row | undefined;

  /** @param after where the list goes on, by the row before it */
  constructor(compare: (a: Place, b: Place) => number, after: Place | undefined, most: number) {
    this.#compare = compare;
    this.#after = after;
    this.#most = most;
  }

  isWanted(place: Place): boolean {
    if (this.#after && this.#compare(place, this.#after) <= 0) return false;
    return !(this.#worst && this.#compare(place, this.#worst) >= 0);
  }

  /** One that is wanted. */
  push(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length >= 2 * this.#most) this.#cut();
  }

  finish(): Row[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows.sort(this.#compare);
    this.#rows.length = Math.min(this.#rows.length, this.#most);
    if (this.#rows.length === this.#most) this.#worst = this.#rows.at(-1);
  }
}
