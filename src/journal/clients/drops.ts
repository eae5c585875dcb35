/** Milliseconds within which drops are counted. */
export const DROPS_WITHIN = 86_400_000;

/** Ends of connections that somebody wanted, or that were not the client's. */
const NO_DROPS: ReadonlySet<string> = new Set(['normal', 'kicked', 'broker_stopped', 'server_shutting_down']);

/** Whether a connection that ended for this reason was lost. */
export function isDrop(reason: string): boolean {
  return !NO_DROPS.has(reason);
}

/** How many there were within a day. @param drops Unix milliseconds, the last first */
export function dropsWithin(drops: readonly number[] | undefined, now: number): number {
  if (!drops) return 0;
  let count = 0;
  for (const at of drops) {
    if (at <= now - DROPS_WITHIN) break;
    count++;
  }
  return count;
}
