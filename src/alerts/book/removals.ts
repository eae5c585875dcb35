/** Milliseconds of one turn of the event loop. */
const SLICE = 5;
/** Items between two looks at the time. */
const STEP = 16;

/** Takes away what is no more: a few at once, a million in slices of many turns. */
export class Removals<Item> {
  readonly #remove: (item: Item) => void;
  readonly #waiting: Iterator<Item>[] = [];
  #immediate: NodeJS.Immediate | undefined;

  constructor(remove: (item: Item) => void) {
    this.#remove = remove;
  }

  /** @param items that nobody adds to any more */
  add(items: Iterable<Item>): void {
    this.#waiting.push(items[Symbol.iterator]());
    if (!this.#immediate) this.#work();
  }

  /** It goes on in a later turn. */
  get isBusy(): boolean {
    return this.#immediate !== undefined;
  }

  /** What is left over stays. */
  stop(): void {
    clearImmediate(this.#immediate);
    this.#immediate = undefined;
    this.#waiting.length = 0;
  }

  #work(): void {
    this.#immediate = undefined;
    const end = performance.now() + SLICE;
    for (let n = 1; this.#waiting[0]; n++) {
      const { done, value } = this.#waiting[0].next();
      if (done) this.#waiting.shift();
      else this.#remove(value);
      if (n % STEP === 0 && performance.now() > end) {
        this.#immediate = setImmediate(() => this.#work());
        return;
      }
    }
  }
}
