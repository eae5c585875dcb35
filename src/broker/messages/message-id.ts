import { crypto } from '../../lib/late-crypto.ts';

/**
 * Message ids in the shape of EMQX: 16 hexadecimal digits of microseconds, 12 of the process, 4 of a counter.
 * They grow with time and do not repeat between nodes.
 */
let processPart: string | undefined;

let lastMicroseconds = 0;
let counter = 0;

/** @param now Unix milliseconds */
export function nextMessageId(now: number): string {
  const microseconds = Math.max(now * 1000, lastMicroseconds);
  counter = (counter + 1) & 0xffff;
  // After 65,536 ids within one millisecond the counter starts again, in the next microsecond.
  lastMicroseconds = counter === 0 ? microseconds + 1 : microseconds;
  processPart ??= crypto().randomBytes(6).toString('hex').toUpperCase();
  return (
    lastMicroseconds.toString(16).toUpperCase().padStart(16, '0') +
    processPart +
    counter.toString(16).toUpperCase().padStart(4, '0')
  );
}
