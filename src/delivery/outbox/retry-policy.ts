import type { Outcome } from '../../connectors/outcome.ts';
import type { ClaimedDelivery } from '../delivery.ts';

/** When a delivery that was not accepted is tried again. */
export interface RetryPolicy {
  /** Milliseconds before the second attempt, the third …; the last one repeats. */
  readonly delays: readonly number[];
  /** A share of the delay by which it varies both ways, so that deliveries that failed together spread out. */
  readonly jitter: number;
}

/** Quick at first, since most outages are short; then steady until the delivery expires. */
export const webhookPolicy: RetryPolicy = { delays: [1000, 2000, 4000, 8000, 15_000], jitter: 0.2 };

/** `Retry-After: 0` must not become a busy loop. */
const SHORTEST_RETRY_AFTER = 1000;

export type Verdict =
  | { state: 'delivered' | 'dead' | 'expired'; attempts: number }
  | {
      state: 'waiting';
      attempts: number;
      /** Those that count for the schedule. */
      failures: number;
      dueAt: number;
    };

/** One try, and what came of it. */
export interface Attempt {
  outcome: Outcome;
  /** Unix milliseconds */
  startedAt: number;
}

/** What becomes of a delivery after one more attempt. Times are Unix milliseconds, `random` is in [0, 1). */
export function afterAttempt(
  delivery: Pick<ClaimedDelivery, 'attempts' | 'failures' | 'expiresAt' | 'maxAttempts'>,
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
      // To have been too fast is our mistake, not that of the delivery.
      const failures = outcome.cause === 'throttled' ? delivery.failures : delivery.failures + 1;
      const most = Math.min(outcome.maxAttempts ?? Infinity, delivery.maxAttempts ?? Infinity);
      if (failures >= most) return { state: 'dead', attempts };
      const delay =
        outcome.retryAfter === undefined
          ? backoff(Math.max(failures, 1), policy, random)
          : Math.max(outcome.retryAfter, SHORTEST_RETRY_AFTER);
      // Due at its expiry when that comes first, so that it is counted as expired then and not later.
      return { state: 'waiting', attempts, failures, dueAt: Math.min(now + delay, expiresAt) };
    }
  }
}

function backoff(failures: number, { delays, jitter }: RetryPolicy, random: number): number {
  const delay = delays[failures - 1] ?? delays.at(-1) ?? 0;
  return Math.round(delay * (1 + jitter * (2 * random - 1)));
}
