interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
}

/** First in, first out, bounded by the number of items and by the bytes that they hold. */
export class RuleQueue<Item> {
  readonly #limits: { readonly items: number; readonly bytes: number };
  #waiting: Waiting<Item>[] = [];
  #head = 0;
  #bytes = 0;

  constructor(limits: { items: number; bytes: number }) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length - this.#head;
  }

  /** False when there is no room. */
  add(item: Item, bytes: number): boolean {
    if (this.length >= this.#limits.items || this.#bytes + bytes > this.#limits.bytes) return false;
    this.#waiting.push({ item, bytes });
    this.#bytes += bytes;
    return true;
  }

  take(): Item | undefined {
    const first = this.#waiting[this.#head];
    if (!first) return undefined;
    this.#head += 1;
    this.#bytes -= first.bytes;
    // Cutting off what was taken only when it is half of all keeps each take at a constant cost.
    if (this.#head * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return first.item;
  }
}
