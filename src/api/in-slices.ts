import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../lib/steps.ts';

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

/** Ends when the work that came before is done: together they would fill each turn. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Does the steps in slices of a few milliseconds, one work after the other; what fits into the first slice does not
 * wait for others.
 */
export async function finishInSlices<Result>(
  steps: Steps<Result>,
  now: () => number = () => performance.now(),
): Promise<Result> {
  const first = workForASlice(steps, now);
  if (first.done) return first.value;
  const result = queue.then(() => finishSlowly(steps, now));
  queue = result.catch(() => {});
  return result;
}

async function finishSlowly<Result>(steps: Steps<Result>, now: () => number): Promise<Result> {
  for (;;) {
    await nextTurn();
    const { done, value } = workForASlice(steps, now);
    if (done) return value;
  }
}

function workForASlice<Result>(steps: Steps<Result>, now: () => number): IteratorResult<undefined, Result> {
  const end = now() + SLICE;
  for (;;) {
    const step = steps.next();
    if (step.done || now() >= end) return step;
  }
}
