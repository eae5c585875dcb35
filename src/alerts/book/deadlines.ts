import type { Clock, Timer } from '../../lib/clock.ts';

/** Something that has one deadline at a time. The members are kept by the deadlines. */
export interface Awaited {
  /** Unix milliseconds. */
  wakeAt: number;
  /** Its place in the heap, −1 when it is not in it. */
  place: number;
  /** Of those with the same deadline, the one that had one first is called first. */
  order?: number;
}

/** Milliseconds of one turn of the event loop for what is due. */
const SLICE = 5;
/** Items between two looks at the time. */
const STEP = 16;

/**
 * One timer for the deadlines of all alerts: a heap, so that a million of them cost a few words each, and that what is due
 * together is called in the order in which it falls due. Thousands that are due at once are called in slices of a turn.
 */
export class Deadlines<Item extends Awaited> {
  readonly #clock: Clock;
  readonly #due: (item: Item, now: number) => void;
  readonly #heap: Item[] = [];
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #immediate: NodeJS.Immediate | undefined;
  #isRunning = false;
  #order = 0;

  constructor(clock: Clock, due: (item: Item, now: number) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** What is due goes on in a later turn. */
  get isBusy(): boolean {
    return this.#immediate !== undefined;
  }

  /** Nothing is called before it. */
  start(): void {
    this.#isRunning = true;
    this.#arm();
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  /** @param at Unix milliseconds; takes the place of an earlier deadline of the same item */
  set(item: Item, at: number): void {
    item.wakeAt = at;
    if (item.place < 0) {
      item.place = this.#heap.length;
      item.order ||= ++this.#order;
      this.#heap.push(item);
    }
    this.#rise(item);
    this.#sink(item);
    this.#arm();
  }

  cancel(item: Item): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#heap.pop();
    if (!last || last === item) return;
    this.#heap[place] = last;
    last.place = place;
    this.#rise(last);
    this.#sink(last);
  }

  #arm(): void {
    const [first] = this.#heap;
    if (!first || !this.#isRunning || this.#immediate || first.wakeAt >= this.#timerAt) return;
    this.#timer?.cancel();
    this.#timerAt = first.wakeAt;
    this.#timer = this.#clock.after(Math.max(0, first.wakeAt - this.#clock.now()), () => {
      this.#timer = undefined;
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.#work();
    });
  }

  #work(): void {
    const now = this.#clock.now();
    const end = performance.now() + SLICE;
    for (let n = 1; ; n++) {
      const [first] = this.#heap;
      if (!first || first.wakeAt > now) break;
      if (n % STEP === 0 && performance.now() > end) {
        this.#immediate = setImmediate(() => {
          this.#immediate = undefined;
          this.#work();
        });
        return;
      }
      this.cancel(first);
      this.#due(first, now);
    }
    this.#arm();
  }

  #rise(item: Item): void {
    const heap = this.#heap;
    let { place } = item;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(item, parent)) break;
      heap[place] = parent;
      parent.place = place;
      place = above;
    }
    heap[place] = item;
    item.place = place;
  }

  #sink(item: Item): void {
    const heap = this.#heap;
    let { place } = item;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, item)) break;
      const below = child.place;
      heap[place] = child;
      child.place = place;
      place = below;
    }
    heap[place] = item;
    item.place = place;
  }
}

function isBefore(a: Awaited, b: Awaited): boolean {
  return a.wakeAt < b.wakeAt || (a.wakeAt === b.wakeAt && (a.order ?? 0) < (b.order ?? 0));
}
