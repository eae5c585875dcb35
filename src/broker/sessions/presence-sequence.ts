let latest = 0;

/**
 * The number of the next coming or going of a client. It follows the clock, in microseconds, so that it goes on after a
 * restart where it was, and never stands still or goes back while the process lives.
 * @param now Unix milliseconds
 */
export function nextPresence(now: number): number {
  latest = Math.max(latest + 1, now * 1000);
  return latest;
}
