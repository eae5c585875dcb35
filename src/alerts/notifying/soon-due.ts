import { FIRST_WAIT } from './why-notify.ts';

/** Milliseconds within which alerts count as due at the same time. */
const GRAIN = 100;
const AHEAD = FIRST_WAIT / GRAIN;

/** How many alerts of a group open when, so that the first word can wait for those that open just after it. */
export class SoonDue {
  readonly #counts = new Map<number, number>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** @param at when its grace ends: Unix milliseconds */
  add(at: number): void {
    const slot = Math.ceil(at / GRAIN);
    this.#counts.set(slot, (this.#counts.get(slot) ?? 0) + 1);
  }

  remove(at: number): void {
    const slot = Math.ceil(at / GRAIN);
    const count = this.#counts.get(slot) ?? 0;
    if (count > 1) this.#counts.set(slot, count - 1);
    else this.#counts.delete(slot);
  }

  /** When the last of those opens that open in a moment, or should have opened just now; undefined when there are none. */
  until(now: number): number | undefined {
    if (this.#counts.size === 0) return undefined;
    const current = Math.floor(now / GRAIN);
    for (let slot = current + AHEAD; slot > current - AHEAD; slot--) {
      if (this.#counts.has(slot)) return Math.max(slot * GRAIN, now + 1);
    }
    return undefined;
  }
}
