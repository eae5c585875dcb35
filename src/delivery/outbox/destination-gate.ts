import type { DestinationLimits } from '../../connectors/connector.ts';
import type { Priority } from '../delivery.ts';
import { type Rate, RecentMessages, rateOf, withoutReserve } from './rate-window.ts';

/** Left alone for so long at most, whatever it says. */
export const LONGEST_WAIT = 3_600_000;

/** Where a kind says nothing about it: milliseconds after the first answer "too fast", and so on. */
const USUAL_WAITS = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/** What must be known after a restart. */
export interface GateState {
  /** When the last messages ended: Unix milliseconds. */
  ends: readonly number[];
  closedUntil: number;
  /** How often it said in a row that we are too fast. */
  refusals: number;
}

interface TooFast {
  retryAfter?: number | undefined;
  repeatedRetryAfter?: number | undefined;
}

/**
 * How much goes to one destination, whoever sends it: never more than the limits, and nothing while it is left alone
 * because it said that we are too fast. The core of the limiter; the clock is handed in.
 */
export class DestinationGate {
  readonly #messages: RecentMessages;
  #closedUntil: number;
  #refusals: number;
  #refusedAt = -Infinity;

  constructor({ ends, closedUntil, refusals }: GateState = { ends: [], closedUntil: 0, refusals: 0 }) {
    this.#messages = new RecentMessages(ends);
    this.#closedUntil = closedUntil;
    this.#refusals = refusals;
  }

  get state(): GateState {
    return { ends: this.#messages.moments, closedUntil: this.#closedUntil, refusals: this.#refusals };
  }

  /** It said that we are too fast: nothing goes there before this. 0 when it never did. */
  get closedUntil(): number {
    return this.#closedUntil;
  }

  /** How many messages it was sent in the last minute; of one without limits nobody counts. */
  lastMinute(now: number): number {
    return this.#messages.within(60_000, now);
  }

  /** How many messages may begin now; `Infinity` where nothing is limited. */
  room(limits: DestinationLimits, priority: Priority, now: number): number {
    if (now < this.#closedUntil) return 0;
    let room = Infinity;
    for (const rate of ratesOf(limits)) {
      room = Math.min(room, this.#messages.room(shareOf(rate, priority), rate, now));
    }
    return room;
  }

  /** When there may be room; `Infinity` when a message that is under way must end first. */
  nextAt(limits: DestinationLimits, priority: Priority, now: number): number {
    let next = Math.max(now, this.#closedUntil);
    for (const rate of ratesOf(limits)) {
      next = Math.max(next, this.#messages.nextAt(shareOf(rate, priority), rate, now));
    }
    return next;
  }

  start(now: number): void {
    this.#messages.start(now);
  }

  end(now: number): void {
    this.#messages.end(now);
  }

  /** It took a message, or found fault with it: it is not too fast any more. */
  accepted(): void {
    this.#refusals = 0;
  }

  /** It said that we are too fast, of a message that began at `startedAt`. Those that were under way say it once. */
  refused({ waits = USUAL_WAITS }: DestinationLimits, answer: TooFast, startedAt: number, now: number): void {
    if (startedAt > this.#refusedAt) {
      this.#refusals++;
      this.#refusedAt = now;
    }
    const told = this.#refusals > 1 ? (answer.repeatedRetryAfter ?? answer.retryAfter) : answer.retryAfter;
    const wait = Math.min(told ?? waitAfter(waits, this.#refusals), LONGEST_WAIT);
    this.#closedUntil = Math.max(this.#closedUntil, now + wait);
  }
}

function shareOf({ limit }: Rate, priority: Priority): number {
  return priority === 'critical' ? limit : withoutReserve(limit);
}

/** The last wait doubles, where the kind says what is usual. */
function waitAfter(waits: readonly number[], refusals: number): number {
  const last = waits.at(-1) ?? 0;
  const more = refusals - waits.length;
  if (more <= 0 || waits === USUAL_WAITS) return waits[refusals - 1] ?? last;
  return last * 2 ** Math.min(more, 20);
}

const rates = new WeakMap<DestinationLimits, readonly Rate[]>();

function ratesOf(limits: DestinationLimits): readonly Rate[] {
  let found = rates.get(limits);
  if (!found) {
    const { perMinute, perSecond } = limits;
    found = [
      ...(perMinute === undefined ? [] : [rateOf(perMinute, 60_000)]),
      ...(perSecond === undefined ? [] : [rateOf(perSecond, 1000)]),
    ];
    rates.set(limits, found);
  }
  return found;
}
