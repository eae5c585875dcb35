import { crypto } from './late-crypto.ts';

/** The counter of a version 7 UUID's 12 bits between time and randomness. */
const COUNTER_SIZE = 0x1000;

let lastTime = 0;
let counter = 0;

/**
 * A UUID of version 7 (RFC 9562): unique across nodes, and within one process in the order in which it was
 * asked for, also inside one millisecond and when the clock is set back.
 *
 * @param now Unix milliseconds
 */
export function orderedId(now: number): string {
  if (now > lastTime) {
    lastTime = now;
    counter = 0;
  } else if (++counter === COUNTER_SIZE) {
    // Borrow from the next millisecond, rather than lose the order.
    lastTime++;
    counter = 0;
  }
  const time = lastTime.toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(3, '0');
  // The tail of a version 4 UUID is the variant and 62 random bits, and Node has it ready in a pool.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${crypto().randomUUID().slice(19)}`;
}

/** Unix milliseconds at which an `orderedId` was given out, or undefined when the text is none. */
export function timeOfOrderedId(id: string): number | undefined {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(id);
  return time ? Number.parseInt(`${time[1]}${time[2]}`, 16) : undefined;
}
