import type { FigureSample } from '../../../../src/api/contract.ts';

/** Figures of one length each, with a null for every moment of which nothing is known. */
export interface FigureSeries {
  readonly times: readonly number[];
  readonly samples: readonly (FigureSample | null)[];
  /** Seconds that are covered, of each; less than a step for what is not over yet. */
  readonly seconds: readonly number[];
}

/** @param step seconds @param now Unix milliseconds */
export function seriesOf(samples: readonly FigureSample[], step: number, now: number): FigureSeries {
  const times: number[] = [];
  const all: (FigureSample | null)[] = [];
  const seconds: number[] = [];
  const milliseconds = step * 1000;
  for (const sample of samples) {
    const before = times.at(-1);
    if (before !== undefined && sample.time_stamp - before > milliseconds) {
      times.push(before + milliseconds);
      all.push(null);
      seconds.push(step);
    }
    times.push(Math.min(sample.time_stamp, Math.max(now, sample.time_stamp - milliseconds + 1)));
    all.push(sample);
    const passed = (now - (sample.time_stamp - milliseconds)) / 1000;
    seconds.push(Math.min(step, Math.max(Math.min(step, 10), passed)));
  }
  return { times, samples: all, seconds };
}

/** Names of the counters of drops, without their beginning: `queue_full`. */
export function dropsOf(sample: FigureSample): Readonly<Record<string, number>> {
  return {
    no_subscribers: sample.dropped_no_subscribers,
    quota_exceeded: sample.dropped_quota_exceeded,
    receive_maximum: sample.dropped_receive_maximum,
    await_pubrel_timeout: sample.dropped_await_pubrel_timeout,
    queue_full: sample.dropped_queue_full,
    expired: sample.dropped_expired,
    qos0_msg: sample.dropped_qos0_msg,
    too_large: sample.dropped_too_large,
    not_authorized: sample.dropped_not_authorized,
  };
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The reason for most drops; undefined when there were none. */
export function topReason(samples: readonly FigureSample[]): string | undefined {
  const totals: Record<string, number> = {};
  for (const sample of samples) {
    for (const [reason, count] of Object.entries(dropsOf(sample)))
      totals[reason] = (totals[reason] ?? 0) + count;
  }
  const [top] = Object.entries(totals).toSorted(([, a], [, b]) => b - a);
  return top && top[1] > 0 ? top[0] : undefined;
}
