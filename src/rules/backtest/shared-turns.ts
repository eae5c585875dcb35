import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { WorkQueue } from '../../lib/work-queue.ts';

/** Milliseconds of one turn of the event loop: what a client waits longer, at worst, for its answer. */
const SLICE = 2;
/** Of one step that takes longer than a slice, the broker gets as much time afterwards. */
const LONG_SLICE = 10;

/** Turns of the event loop for work that goes on beside the broker's: one slice of it in a turn, whoever has it. */
export class SharedTurns {
  readonly #places: WorkQueue;

  /** @param most that share them */
  constructor(most: number) {
    this.#places = new WorkQueue(1, most);
  }

  /** Does the work for each item, in order, until it is told to stop. Work that says so takes further turns. */
  async each<Item>(
    items: readonly Item[],
    work: (item: Item) => Promise<void> | undefined,
    mustStop: () => boolean,
  ): Promise<void> {
    for (let next = 0; next < items.length && !mustStop(); ) {
      let rest: Promise<void> | undefined;
      await this.#places.run(async () => {
        await nextTurn();
        const begin = performance.now();
        while (next < items.length && !rest && performance.now() - begin < SLICE)
          rest = work(items[next++] as Item);
        const taken = performance.now() - begin;
        if (taken > LONG_SLICE) await pause(taken);
      });
      await rest;
    }
  }
}
