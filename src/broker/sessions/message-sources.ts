import type { Outgoing } from './message-queue.ts';
import { TurnBudget } from './turn-budget.ts';

/** Messages taken in one go; more of them would hold up the other clients of this turn. */
const SLICE = 256;

/** Of those, how many each session gets in a turn whose time for them is spent already, so that nobody has to wait for ever. */
const LEAST = 4;

/** Of all sessions together. */
const budget = new TurnBudget();

/** Where more messages come from when nothing else waits: the retained ones of new subscriptions, by filter. */
export class MessageSources {
  readonly #byFilter = new Map<string, Iterator<Outgoing | undefined>>();

  get isEmpty(): boolean {
    return this.#byFilter.size === 0;
  }

  set(filter: string, source: Iterator<Outgoing | undefined>): void {
    this.#byFilter.set(filter, source);
  }

  delete(filter: string): void {
    this.#byFilter.delete(filter);
  }

  /** Whether the rest has to wait for another turn, after so many in this one. */
  isEnough(taken: number): boolean {
    return taken === SLICE || (taken >= LEAST && budget.isSpent);
  }

  /** Undefined also when there was none in this step. */
  next(): Outgoing | undefined {
    const [filter, source] = this.#byFilter.entries().next().value ?? [];
    if (filter === undefined || !source) return undefined;
    const next = source.next();
    if (!next.done) return next.value;
    this.#byFilter.delete(filter);
    return undefined;
  }
}
