import type { Outcome } from '../../connectors/outcome.ts';
import type { ClaimedDelivery } from '../delivery.ts';

/** When a delivery that was not accepted is tried again. */
export interface RetryPolicy {
  /** Milliseconds before the second attempt, the third …; the last one repeats. */
  readonly delays: readonly number[];
  /** A share of the delay by which it varies both ways, so that deliveries that failed together spread out. */
  readonly jitter: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const JITTER = 0.2;

/** Programs that take what they missed at once when they are back: quick at first, then steady. */
const forPrograms: RetryPolicy = { delays: [1000, 2000, 4000, 8000, 15_000], jitter: JITTER };

/** People want to know while the news is fresh. */
const forPeople: RetryPolicy = {
  delays: [2000, 10_000, 30_000, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE],
  jitter: JITTER,
};

/** The table of the Standard Webhooks specification. */
const forWebhooks: RetryPolicy = {
  delays: [5000, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)],
  jitter: JITTER,
};

/** All that a channel is to know of a group waits behind one message: it is tried until somebody is there. */
const forNotices: RetryPolicy = { delays: [2000, 5000, 10_000, 15_000, 30_000], jitter: JITTER };

/**
 * @param type of the connector
 * @param isNotice it is about alerts, of which few wait at a time
 */
export function policyFor(type: string, speaksToPeople: boolean, isNotice = false): RetryPolicy {
  if (isNotice) return forNotices;
  if (type === 'webhook') return forWebhooks;
  return speaksToPeople ? forPeople : forPrograms;
}

/** `Retry-After: 0` must not become a busy loop. */
const SHORTEST_RETRY_AFTER = 1000;

/** Who asks for more is asked again after an hour. */
const LONGEST_RETRY_AFTER = HOUR;

export type Verdict =
  | { state: 'delivered' | 'dead' | 'expired'; attempts: number }
  | {
      state: 'waiting';
      attempts: number;
      /** Those that count for the schedule. */
      failures: number;
      dueAt: number;
      /** What is sent the next time instead. */
      request?: unknown;
    };

/** One try, and what came of it. */
export interface Attempt {
  outcome: Outcome;
  /** Unix milliseconds */
  startedAt: number;
}

/** What becomes of a delivery after one more attempt. Times are Unix milliseconds, `random` is in [0, 1). */
export function afterAttempt(
  delivery: Pick<ClaimedDelivery, 'attempts' | 'failures' | 'createdAt' | 'expiresAt' | 'maxAttempts'>,
  outcome: Outcome,
  policy: RetryPolicy,
  now: number,
  random: number,
): Verdict {
  const attempts = delivery.attempts + 1;
  switch (outcome.kind) {
    case 'delivered':
      return { state: 'delivered', attempts };
    case 'rejected':
      return { state: 'dead', attempts };
    case 'unavailable': {
      const expiresAt = delivery.expiresAt ?? Infinity;
      if (now >= expiresAt) return { state: 'expired', attempts };
      // To have been too fast is our mistake, not that of the delivery: it keeps its turn, and its destination waits.
      if (outcome.cause === 'throttled') {
        return { state: 'waiting', attempts, failures: delivery.failures, dueAt: delivery.createdAt };
      }
      const failures = delivery.failures + 1;
      const most = Math.min(outcome.maxAttempts ?? Infinity, delivery.maxAttempts ?? Infinity);
      if (failures >= most) return { state: 'dead', attempts };
      const { retryAfter } = outcome;
      const delay =
        retryAfter === undefined
          ? backoff(failures, policy, random)
          : Math.min(Math.max(retryAfter, SHORTEST_RETRY_AFTER), LONGEST_RETRY_AFTER);
      // Due at its expiry when that comes first, so that it is counted as expired then and not later.
      return { state: 'waiting', attempts, failures, dueAt: Math.min(now + delay, expiresAt) };
    }
  }
}

function backoff(failures: number, { delays, jitter }: RetryPolicy, random: number): number {
  const delay = delays[failures - 1] ?? delays.at(-1) ?? 0;
  return Math.round(delay * (1 + jitter * (2 * random - 1)));
}
