import type { ConditionMemory, MemoryPages } from './condition-memory.ts';
import type { FlapLimit } from './flap-memory.ts';
import { FlapMemory } from './flap-memory.ts';

/** What the changes of a key within the window come to. */
export interface FlapScore {
  /** Changes relative to the limit, to two places. */
  readonly score: number;
  readonly isOver: boolean;
}

/** Whether what one source raises and clears comes and goes too often; remembered over restarts. */
export class Flapping {
  readonly #owner: string;
  readonly #memory: ConditionMemory;
  #changes = new FlapMemory();
  #pages: MemoryPages | undefined;
  #limit: FlapLimit | undefined;
  readonly #forgotten = (key: string): void => this.#pages?.drop(key);

  constructor(owner: string, memory: ConditionMemory) {
    this.#owner = owner;
    this.#memory = memory;
  }

  /** @param limit undefined: nothing is counted, and nothing remembered */
  setLimit(limit: FlapLimit | undefined, now: number): void {
    this.#limit = limit;
    if (!limit) {
      this.#pages?.close();
      this.#pages = undefined;
      this.#changes = new FlapMemory();
      this.#memory.forget(this.#owner, 'flapping');
      return;
    }
    if (this.#pages) return;
    const pages = this.#memory.open(this.#owner, 'flapping', {
      pageOf: (key) => this.#changes.memoryOf(key),
    });
    this.#pages = pages;
    for (const { key, body } of pages.recall()) {
      if (!this.#changes.recall(key, body as number[], now, limit)) pages.mark(key);
    }
  }

  /** Counts changes of a key; undefined when they are not counted. */
  add(key: string, at: number, changes: number): FlapScore | undefined {
    const limit = this.#limit;
    if (!limit) return undefined;
    const total = this.#changes.add(key, at, changes, limit, this.#forgotten);
    // When thousands are lost together, each of them has changed once: that is no reason to write them all down.
    if (total > 1) this.#pages?.mark(key);
    else this.#pages?.markInQuiet(key);
    return { score: Math.round((100 * total) / limit.changes) / 100, isOver: total >= limit.changes };
  }

  /** Nothing is remembered. */
  remove(): void {
    this.setLimit(undefined, 0);
  }
}
