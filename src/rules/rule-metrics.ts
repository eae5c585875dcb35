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

/** What people want to see of a rule in a list; times are Unix milliseconds. */
export interface RuleHistory {
  /** When counting began. */
  since: number;
  /** Events that made rows, in each of the last 24 hours, the present one last. */
  passedByHour: number[];
  lastPassedAt: number | undefined;
  lastThrewAt: number | undefined;
  /** Of the run of an action that ended last. */
  lastResult: ActionResult | undefined;
}

const HOUR = 3_600_000;
const HOURS = 24;

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
  /** Of hour n since 1970 at n modulo 24. */
  readonly #hours = new Uint32Array(HOURS);
  #hour = 0;
  #since: number;
  #lastPassedAt: number | undefined;
  #lastThrewAt: number | undefined;
  #lastResult: ActionResult | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = new RateMeter(clock);
    this.#since = clock.now();
  }

  /** @param at Unix milliseconds */
  matched(at: number): void {
    this.#counts.matched += 1;
    this.#rate.add(1, at);
  }

  /** @param at Unix milliseconds */
  passed(at: number): void {
    this.#counts.passed += 1;
    this.#lastPassedAt = at;
    const hour = Math.floor(at / HOUR);
    if (hour > this.#hour) this.#turnTo(hour);
    if (hour > this.#hour - HOURS) this.#hours[hour % HOURS] = (this.#hours[hour % HOURS] ?? 0) + 1;
  }

  missed(): void {
    this.#counts.failed += 1;
    this.#counts['failed.no_result'] += 1;
  }

  /** @param at Unix milliseconds */
  threw(at: number): void {
    this.#lastThrewAt = at;
    this.#counts.failed += 1;
    this.#counts['failed.exception'] += 1;
  }

  actionStarted(): void {
    this.#counts['actions.total'] += 1;
  }

  actionEnded(result: ActionResult): void {
    this.#lastResult = result;
    for (const counter of countersOf[result]) this.#counts[counter] += 1;
  }

  reset(): void {
    this.#counts = { ...zero };
    this.#rate = new RateMeter(this.#clock);
    this.#hours.fill(0);
    this.#since = this.#clock.now();
    this.#lastPassedAt = undefined;
    this.#lastThrewAt = undefined;
    this.#lastResult = undefined;
  }

  history(): RuleHistory {
    this.#turnTo(Math.max(this.#hour, Math.floor(this.#clock.now() / HOUR)));
    const first = this.#hour + 1 - HOURS;
    return {
      since: this.#since,
      passedByHour: Array.from({ length: HOURS }, (_, index) => this.#hours[(first + index) % HOURS] ?? 0),
      lastPassedAt: this.#lastPassedAt,
      lastThrewAt: this.#lastThrewAt,
      lastResult: this.#lastResult,
    };
  }

  /** Empties the hours in which nothing was counted yet. */
  #turnTo(hour: number): void {
    const passed = Math.min(hour - this.#hour, HOURS);
    for (let back = 0; back < passed; back++) this.#hours[(hour - back) % HOURS] = 0;
    this.#hour = hour;
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
