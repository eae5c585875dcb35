import type { BrokerEvent } from '../broker/door.ts';

/** Milliseconds of a turn of the event loop that go into the text of records. */
const SLICE = 5;

interface Heard {
  readonly event: BrokerEvent;
  readonly isPassing: boolean;
}

/**
 * Events whose text is still to be made, in their order. Thousands may happen in one turn, as when somebody subscribes to a
 * thousand filters at once: their text is made in slices of the next turns, and clients are served in between.
 */
export class HeardEvents {
  readonly #write: (event: BrokerEvent, isPassing: boolean) => void;
  readonly #now: () => number;
  #events: Heard[] = [];
  /** Place of the first that waits. */
  #next = 0;
  #turn: NodeJS.Immediate | undefined;
  /** Who waits until so many more are written. */
  #waiters: Array<{ left: number; readonly resolve: () => void }> = [];

  /** @param now milliseconds of a clock that only goes forward */
  constructor(
    write: (event: BrokerEvent, isPassing: boolean) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#write = write;
    this.#now = now;
  }

  get length(): number {
    return this.#events.length - this.#next;
  }

  add(event: BrokerEvent, isPassing: boolean): void {
    this.#events.push({ event, isPassing });
    this.#turn ??= setImmediate(() => this.#work());
  }

  /** Resolves when the text of all that was heard so far is made. */
  async written(): Promise<void> {
    const left = this.length;
    if (left > 0) await new Promise<void>((resolve) => this.#waiters.push({ left, resolve }));
  }

  #work(): void {
    this.#turn = undefined;
    const begin = this.#next;
    const end = this.#now() + SLICE;
    for (let heard = this.#events[begin]; heard; heard = this.#events[this.#next]) {
      this.#next++;
      this.#write(heard.event, heard.isPassing);
      if (this.#now() >= end) break;
    }
    this.#tellWaiters(this.#next - begin);
    if (this.length > 0) this.#turn = setImmediate(() => this.#work());
    if (this.#next * 2 >= this.#events.length) {
      this.#events = this.#events.slice(this.#next);
      this.#next = 0;
    }
  }

  #tellWaiters(written: number): void {
    for (const waiter of this.#waiters) waiter.left -= written;
    const done = this.#waiters.filter(({ left }) => left <= 0);
    if (done.length === 0) return;
    this.#waiters = this.#waiters.filter(({ left }) => left > 0);
    for (const { resolve } of done) resolve();
  }
}
