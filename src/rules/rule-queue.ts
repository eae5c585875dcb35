/** First in, first out. */
class Line<Item> {
  #waiting: Array<Item | undefined> = [];
  #head = 0;

  get length(): number {
    return this.#waiting.length - this.#head;
  }

  add(item: Item): void {
    this.#waiting.push(item);
  }

  take(): Item | undefined {
    const first = this.#waiting[this.#head];
    if (!first) return undefined;
    this.#waiting[this.#head++] = undefined;
    if (this.#head === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#head = 0;
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#waiting.length) {
      // Cutting off what was taken only when it is half of all keeps each take at a constant cost.
      this.#waiting.splice(0, this.#head);
      this.#head = 0;
    }
    return first;
  }
}

/**
 * What happened, in its order; and what the working off of one thing causes, which comes before the next thing that happened,
 * so that whatever has been taken is done with all that followed from it. Bounded by the number of items and by the bytes
 * that they hold.
 */
export class RuleQueue<Item extends { readonly bytes: number }> {
  readonly #limits: { readonly items: number; readonly bytes: number };
  readonly #happened = new Line<Item>();
  readonly #caused = new Line<Item>();
  #bytes = 0;

  constructor(limits: { items: number; bytes: number }) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#happened.length + this.#caused.length;
  }

  /** How many of those that happened are not done, counting the one of whose consequences some wait. */
  get undone(): number {
    return this.#happened.length + (this.#caused.length > 0 ? 1 : 0);
  }

  /** False when there is no room. @param isCaused by what is being worked off */
  add(item: Item, isCaused: boolean): boolean {
    if (this.length >= this.#limits.items || this.#bytes + item.bytes > this.#limits.bytes) return false;
    if (isCaused) this.#caused.add(item);
    else this.#happened.add(item);
    this.#bytes += item.bytes;
    return true;
  }

  take(): Item | undefined {
    const first = this.#caused.take() ?? this.#happened.take();
    if (first) this.#bytes -= first.bytes;
    return first;
  }
}
