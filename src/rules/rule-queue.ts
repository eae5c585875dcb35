/** First in, first out, bounded by the number of items and by the bytes that they hold. */
export class RuleQueue<Item extends { readonly bytes: number }> {
  readonly #limits: { readonly items: number; readonly bytes: number };
  #waiting: Array<Item | undefined> = [];
  #head = 0;
  #bytes = 0;

  constructor(limits: { items: number; bytes: number }) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length - this.#head;
  }

  /** False when there is no room. */
  add(item: Item): boolean {
    if (this.length >= this.#limits.items || this.#bytes + item.bytes > this.#limits.bytes) return false;
    this.#waiting.push(item);
    this.#bytes += item.bytes;
    return true;
  }

  take(): Item | undefined {
    const first = this.#waiting[this.#head];
    if (!first) return undefined;
    this.#waiting[this.#head++] = undefined;
    this.#bytes -= first.bytes;
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
