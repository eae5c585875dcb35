import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of one turn of the event loop. */
const SLICE = 5;

/** Does something for each item, in order, in as many turns of the event loop as keep MQTT clients served. */
export async function inSlices<Item>(
  items: readonly Item[],
  work: (item: Item) => void,
  now: () => number = () => performance.now(),
): Promise<void> {
  let end = now() + SLICE;
  for (const item of items) {
    if (now() >= end) {
      await nextTurn();
      end = now() + SLICE;
    }
    work(item);
  }
}
