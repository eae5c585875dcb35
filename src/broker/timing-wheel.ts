import type { Clock, Timer } from '../lib/clock.ts';

/** Something that has one deadline at a time. */
export interface Timed {
  /** The tick for which it is scheduled, −1 when it is not. Kept by the wheel. */
  tick: number;
  due(now: number): void;
}

/** A deadline and nothing else: `run` is called once it has come. */
export class Deadline implements Timed {
  tick = -1;
  readonly due: () => void;

  constructor(run: () => void) {
    this.due = run;
  }
}

/** Milliseconds; deadlines are met at the next multiple. */
const TICK = 250;

/** Milliseconds of one turn of the event loop for what is due. */
const SLICE = 5;

/**
 * One timer for all deadlines: keep-alives, session expiry, will delays. A timer of Node's for each of 100,000
 * connections would cost 200 bytes and a heap operation every time that one is moved.
 */
export class TimingWheel {
  readonly #clock: Clock;
  readonly #slots = new Map<number, Set<Timed>>();
  #lastTick: number;
  #timer: Timer | undefined = undefined;
  /** Ticks that have come and whose items were not all called yet. */
  readonly #due: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastTick = tickAt(clock.now());
  }

  /** @param at Unix milliseconds; replaces an earlier deadline of the same item */
  schedule(item: Timed, at: number): void {
    this.cancel(item);
    item.tick = Math.max(this.#lastTick + 1, tickAt(at) + 1);
    const slot = this.#slots.get(item.tick);
    if (slot) slot.add(item);
    else this.#slots.set(item.tick, new Set([item]));
    this.#timer ??= this.#arm();
  }

  cancel(item: Timed): void {
    if (item.tick < 0) return;
    const slot = this.#slots.get(item.tick);
    slot?.delete(item);
    if (slot?.size === 0) this.#slots.delete(item.tick);
    item.tick = -1;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#slots.clear();
    this.#due.length = 0;
  }

  #arm(): Timer {
    return this.#clock.after(TICK, () => {
      this.#timer = undefined;
      this.#turn();
      if (this.#slots.size > 0) this.#timer ??= this.#arm();
    });
  }

  #turn(): void {
    const tick = tickAt(this.#clock.now());
    // After a pause (a suspended machine, a clock that was set) there are fewer slots than ticks.
    const due =
      tick - this.#lastTick > this.#slots.size
        ? [...this.#slots.keys()]
            .filter((slot) => slot <= tick && slot > this.#lastTick)
            .sort((a, b) => a - b)
        : Array.from({ length: Math.max(0, tick - this.#lastTick) }, (_, i) => this.#lastTick + 1 + i);
    this.#lastTick = Math.max(this.#lastTick, tick);
    const isWorking = this.#due.length > 0;
    this.#due.push(...due);
    if (!isWorking) this.#work();
  }

  /** Calls what is due, in slices: thousands of deadlines may have come together. */
  #work(): void {
    const now = this.#clock.now();
    const end = performance.now() + SLICE;
    for (let slotTick = this.#due[0]; slotTick !== undefined; slotTick = this.#due[0]) {
      const slot = this.#slots.get(slotTick);
      for (const item of slot ?? []) {
        if (performance.now() > end) {
          setImmediate(() => this.#work());
          return;
        }
        this.cancel(item);
        item.due(now);
      }
      this.#due.shift();
    }
  }
}

function tickAt(time: number): number {
  return Math.floor(time / TICK);
}
