import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items per turn of the event loop. A kick takes some 20 µs, so that a turn stays in the order of milliseconds. */
const SLICE = 100;

/** Does something for each item, in order, in as many turns of the event loop as keep MQTT clients served. */
export async function inSlices<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % SLICE === 0) await nextTurn();
    work(item);
  }
}
