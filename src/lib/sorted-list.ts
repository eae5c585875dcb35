/** Items per block at most; inserting moves half as many on average. */
const BLOCK = 512;

/**
 * Items in the order of their keys, by code unit, so that it does not depend on a locale. It stays in order while
 * items come and go, because sorting 100,000 of them for each page of a list would hold up everybody.
 */
export class SortedList<Item> {
  readonly #keyOf: (item: Item) => string;
  /** None is empty; the keys of each are below those of the next. */
  readonly #blocks: Item[][] = [];
  #size = 0;

  constructor(keyOf: (item: Item) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#size;
  }

  /** Puts the item in; it replaces one with the same key. */
  set(item: Item): void {
    const key = this.#keyOf(item);
    const place = this.#blockFor(key);
    const block = this.#blocks[place];
    if (!block) {
      this.#blocks.push([item]);
      this.#size++;
      return;
    }
    const index = this.#indexIn(block, key);
    const found = block[index];
    if (found !== undefined && this.#keyOf(found) === key) {
      block[index] = item;
      return;
    }
    block.splice(index, 0, item);
    this.#size++;
    if (block.length > BLOCK) this.#blocks.splice(place + 1, 0, block.splice(BLOCK / 2));
  }

  /** False when there is none. */
  delete(key: string): boolean {
    const place = this.#blockFor(key);
    const block = this.#blocks[place];
    if (!block) return false;
    const index = this.#indexIn(block, key);
    const found = block[index];
    if (found === undefined || this.#keyOf(found) !== key) return false;
    block.splice(index, 1);
    this.#size--;
    if (block.length === 0) this.#blocks.splice(place, 1);
    return true;
  }

  /** From the last to the first, those after the first `skip`. Nothing may come or go meanwhile. */
  *descending(skip = 0): Generator<Item, void, undefined> {
    let left = skip;
    for (let place = this.#blocks.length - 1; place >= 0; place--) {
      const block = this.#blocks[place] as Item[];
      if (left >= block.length) {
        left -= block.length;
        continue;
      }
      for (let i = block.length - 1 - left; i >= 0; i--) yield block[i] as Item;
      left = 0;
    }
  }

  /** Those whose key is below `key`, from the last to the first. Nothing may come or go meanwhile. */
  *below(key: string): Generator<Item, void, undefined> {
    const start = Math.min(this.#blockFor(key), this.#blocks.length - 1);
    for (let place = start; place >= 0; place--) {
      const block = this.#blocks[place] as Item[];
      const end = place === start ? this.#indexIn(block, key) : block.length;
      for (let i = end - 1; i >= 0; i--) yield block[i] as Item;
    }
  }

  /** The block in which the key is or would be: the last one that begins at or below it. */
  #blockFor(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyOf((this.#blocks[middle] as Item[])[0] as Item) <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** The first place in the block whose key is not below this one. */
  #indexIn(block: readonly Item[], key: string): number {
    let low = 0;
    let high = block.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyOf(block[middle] as Item) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
