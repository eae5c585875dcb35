import type { Settled } from '../delivery/door.ts';
import type { Clock } from '../lib/clock.ts';
import { RateMeter } from '../lib/rate.ts';

/** The counters of one rule since it was created, enabled or reset; rates are per second. */
export interface RuleFigures {
  matched: number;
  'matched.rate': number;
  'matched.rate.max': number;
  'matched.rate.last5m': number;
  passed: number;
  failed: number;
  'failed.exception': number;
  'failed.no_result': number;
  'actions.total': number;
  'actions.success': number;
  'actions.failed': number;
  'actions.failed.out_of_service': number;
  'actions.failed.unknown': number;
  'actions.discarded': number;
}

/**
 * What became of one run of an action. `out_of_service` is a target that is down or switched off; `retrying` is
 * one attempt that met such a target and is not the last.
 */
export type ActionResult = 'success' | 'out_of_service' | 'unknown' | 'discarded' | 'retrying';

const zero = {
  matched: 0,
  passed: 0,
  failed: 0,
  'failed.exception': 0,
  'failed.no_result': 0,
  'actions.total': 0,
  'actions.success': 0,
  'actions.failed': 0,
  'actions.failed.out_of_service': 0,
  'actions.failed.unknown': 0,
  'actions.discarded': 0,
};

const countersOf: Record<ActionResult, ReadonlyArray<keyof typeof zero>> = {
  success: ['actions.success'],
  out_of_service: ['actions.failed', 'actions.failed.out_of_service'],
  unknown: ['actions.failed', 'actions.failed.unknown'],
  discarded: ['actions.discarded'],
  retrying: ['actions.failed.out_of_service'],
};

/** What the outcome of a delivery means for the rule that asked for it. */
export function resultOf({ outcome, reason }: Pick<Settled, 'outcome' | 'reason'>): ActionResult {
  if (outcome === 'dropped') return droppedResults[reason ?? ''] ?? 'discarded';
  return settledResults[outcome];
}

const settledResults = {
  delivered: 'success',
  rejected: 'unknown',
  unavailable: 'retrying',
  expired: 'out_of_service',
} as const satisfies Record<Exclude<Settled['outcome'], 'dropped'>, ActionResult>;

const droppedResults: Readonly<Record<string, ActionResult>> = {
  resource_stopped: 'out_of_service',
  resource_not_found: 'unknown',
};

export class RuleMetrics {
  readonly #clock: Clock;
  #counts = { ...zero };
  #rate: RateMeter;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = new RateMeter(clock);
  }

  /** @param at Unix milliseconds */
  matched(at: number): void {
    this.#counts.matched += 1;
    this.#rate.add(1, at);
  }

  passed(): void {
    this.#counts.passed += 1;
  }

  missed(): void {
    this.#counts.failed += 1;
    this.#counts['failed.no_result'] += 1;
  }

  threw(): void {
    this.#counts.failed += 1;
    this.#counts['failed.exception'] += 1;
  }

  actionStarted(): void {
    this.#counts['actions.total'] += 1;
  }

  actionEnded(result: ActionResult): void {
    for (const counter of countersOf[result]) this.#counts[counter] += 1;
  }

  reset(): void {
    this.#counts = { ...zero };
    this.#rate = new RateMeter(this.#clock);
  }

  read(): RuleFigures {
    const { rate, rateMax, rateLast5m } = this.#rate.read();
    return {
      ...this.#counts,
      'matched.rate': rate,
      'matched.rate.max': rateMax,
      'matched.rate.last5m': rateLast5m,
    };
  }
}
