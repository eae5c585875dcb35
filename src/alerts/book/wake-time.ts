import type { Alert, Flapping } from '../alert.ts';
import type { AlertPolicy } from '../alert-book.ts';
import type { Presence } from '../presence.ts';

/** Unix milliseconds. */
export interface ProcessStart {
  /** Since when this process sees what happens. */
  readonly startedAt: number;
  /** From when on it knows which clients are there. */
  readonly knownFrom: number;
}

export function startOf(startedAt: number, presence: Presence): ProcessStart {
  return {
    startedAt,
    // It moves on as long as nobody is let in.
    get knownFrom() {
      return presence.knownFrom;
    },
  };
}

/** When an alert has to be looked at next; undefined when time alone changes nothing. */
export function wakeTime(alert: Alert, policy: AlertPolicy, start: ProcessStart): number | undefined {
  const { status, dueAt, flapping } = alert;
  const quiet = quietAt(alert, policy, start);
  if (flapping) {
    const calm = calmAt(flapping, policy, start);
    return quiet === undefined || !flapping.isThere ? calm : Math.min(calm, quiet);
  }
  if (status !== 'pending' || dueAt === undefined) return quiet;
  // What came to its end while the process was away may be over, and nobody has told it yet.
  const judgedAt = dueAt < start.startedAt ? Math.max(dueAt, start.knownFrom) : dueAt;
  return quiet === undefined ? judgedAt : Math.min(judgedAt, quiet);
}

/** When the condition counts as over because it was not seen again. While the process was away it could see nothing. */
export function quietAt(
  { lastAt }: Alert,
  { quietAfter }: AlertPolicy,
  { startedAt }: ProcessStart,
): number | undefined {
  return quietAfter === undefined ? undefined : Math.max(lastAt, startedAt) + quietAfter;
}

/** When what comes and goes has not done so for long enough. */
export function calmAt(
  { changedAt }: Flapping,
  { flapping }: AlertPolicy,
  { startedAt }: ProcessStart,
): number {
  return Math.max(changedAt, startedAt) + (flapping?.within ?? 0);
}
