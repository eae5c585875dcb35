import type { Clock } from '../../lib/clock.ts';
import { RateMeter } from '../../lib/rate.ts';
import type { DropReason, Settled } from '../delivery.ts';
import type { Queue } from '../outbox/queue-tally.ts';

/** With EMQX's names. Eventually success + failed + dropped = matched. */
export interface ActionMetrics {
  matched: number;
  success: number;
  failed: number;
  dropped: number;
  'dropped.other': number;
  'dropped.expired': number;
  'dropped.queue_full': number;
  'dropped.resource_not_found': number;
  'dropped.resource_stopped': number;
  late_reply: number;
  retried: number;
  'retried.success': number;
  'retried.failed': number;
  queuing: number;
  queuing_bytes: number;
  inflight: number;
  received: number;
  rate: number;
  rate_last5m: number;
  rate_max: number;
}

const NO_METRICS: ActionMetrics = {
  matched: 0,
  success: 0,
  failed: 0,
  dropped: 0,
  'dropped.other': 0,
  'dropped.expired': 0,
  'dropped.queue_full': 0,
  'dropped.resource_not_found': 0,
  'dropped.resource_stopped': 0,
  late_reply: 0,
  retried: 0,
  'retried.success': 0,
  'retried.failed': 0,
  queuing: 0,
  queuing_bytes: 0,
  inflight: 0,
  received: 0,
  rate: 0,
  rate_last5m: 0,
  rate_max: 0,
};

/** Counts since the start or the last reset. */
export class ActionCounters {
  readonly #rate: RateMeter;
  #matched: number;
  #success = 0;
  #failed = 0;
  #retried = 0;
  #retriedSuccess = 0;
  #retriedFailed = 0;
  readonly #dropped: Record<DropReason | 'expired', number> = {
    other: 0,
    expired: 0,
    queue_full: 0,
    resource_not_found: 0,
    resource_stopped: 0,
  };

  /** @param queued what waits already: it was matched before the start, and its end will be counted */
  constructor(clock: Clock, queued = 0) {
    this.#rate = new RateMeter(clock);
    this.#matched = queued;
  }

  onMatched(): void {
    this.#matched++;
    this.#rate.add();
  }

  onSettled({ outcome, reason, attempts }: Settled): void {
    if (attempts > 1 && outcome !== 'dropped') this.#retried++;
    switch (outcome) {
      case 'delivered':
        this.#success++;
        if (attempts > 1) this.#retriedSuccess++;
        break;
      case 'rejected':
        this.#failed++;
        if (attempts > 1) this.#retriedFailed++;
        break;
      case 'expired':
        this.#dropped.expired++;
        break;
      case 'dropped':
        this.#dropped[reason as DropReason]++;
        break;
      case 'unavailable':
        break;
    }
  }

  view({ count, bytes, inflight }: Queue): ActionMetrics {
    const { rate, rateLast5m, rateMax } = this.#rate.read();
    const dropped = this.#dropped;
    return {
      matched: this.#matched,
      success: this.#success,
      failed: this.#failed,
      dropped: Object.values(dropped).reduce((sum, times) => sum + times, 0),
      'dropped.other': dropped.other,
      'dropped.expired': dropped.expired,
      'dropped.queue_full': dropped.queue_full,
      'dropped.resource_not_found': dropped.resource_not_found,
      'dropped.resource_stopped': dropped.resource_stopped,
      late_reply: 0,
      retried: this.#retried,
      'retried.success': this.#retriedSuccess,
      'retried.failed': this.#retriedFailed,
      queuing: count - inflight,
      queuing_bytes: bytes,
      inflight,
      received: 0,
      rate,
      rate_last5m: rateLast5m,
      rate_max: rateMax,
    };
  }
}

/** Figures of several actions together; the rates are those of the same moment, but for the best ones. */
export function sumOf(all: readonly ActionMetrics[]): ActionMetrics {
  const sum = { ...NO_METRICS };
  for (const metrics of all) {
    for (const name of Object.keys(sum) as (keyof ActionMetrics)[]) sum[name] += metrics[name];
  }
  return sum;
}
