import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ConfiguredConnector } from '../configured/configured-connector.ts';
import type { ClaimedDelivery } from '../delivery.ts';
import { isNotice } from '../notice-id.ts';
import { Breaker } from './breaker.ts';
import { afterAttempt, policyFor, type Verdict } from './retry-policy.ts';

/** While the breaker is open because people's settings are refused, others of the queue have their trial before. */
const REFUSED_TRIAL = 30_000;

/** A program refuses what is asked of it now and then; only some in a row speak of its settings. */
const REFUSALS_OF_PROGRAMS = 3;

/** Told before the breaker opens: what keeps an order may need minutes for so many failures. */
const FAILURES_TO_TELL = 3;

/** The connector of a lane; its handle is another one after each change of the settings. */
export type LaneConnector = Pick<
  ConfiguredConnector,
  'handle' | 'isReachable' | 'speaksToPeople' | 'destinations' | 'check' | 'report' | 'simplify'
>;

interface LaneHealthOptions {
  /** `http:wecom` */
  id: string;
  clock: Clock;
  connector: () => LaneConnector | undefined;
}

/** What the outcomes of a lane mean: for the delivery, for those behind it, and for what the connector shows. */
export class LaneHealth {
  readonly #options: LaneHealthOptions;
  readonly #breaker = new Breaker();
  /** How often in a row something was refused because of the settings. */
  #refusals = 0;
  #isFailureTold = false;

  constructor(options: LaneHealthOptions) {
    this.#options = options;
  }

  /** Nothing is accepted: only one at a time is sent, to see whether that has changed. */
  get needsTrials(): boolean {
    return this.#breaker.isOpen;
  }

  get nextTrialAt(): number {
    return this.#breaker.nextTrialAt;
  }

  /** The connector is a new one, or it can be reached again. */
  reset(): void {
    this.#breaker.reset();
    this.#refusals = 0;
    this.#report(undefined);
  }

  /** What becomes of the delivery. */
  judge(delivery: ClaimedDelivery, outcome: Outcome): Verdict {
    const { id, clock, connector } = this.#options;
    const now = clock.now();
    const again = { state: 'waiting', attempts: delivery.attempts + 1, failures: delivery.failures } as const;
    if (outcome.kind === 'rejected' && outcome.cause === 'message') {
      const simpler = connector()?.simplify(delivery.request);
      if (simpler !== undefined) return { ...again, dueAt: delivery.createdAt, request: simpler };
    }
    // Nothing is lost while somebody must change the settings: that is seen already, and what comes now waits for it.
    if (this.#breaker.isOpen && this.#isRefusedChannel(outcome)) {
      const expiresAt = delivery.expiresAt ?? Infinity;
      if (now < expiresAt) return { ...again, dueAt: Math.min(now + REFUSED_TRIAL, expiresAt) };
    }
    const type = id.split(':', 1)[0] ?? '';
    const policy = policyFor(type, connector()?.speaksToPeople ?? false, isNotice(delivery.action));
    return afterAttempt(delivery, outcome, policy, now, Math.random());
  }

  /** True when all goes well again after trials. */
  learnFrom(outcome: Outcome): boolean {
    const now = this.#options.clock.now();
    if (outcome.kind === 'unavailable') {
      // Too fast: somebody is there, and the gate of the destination waits.
      if (outcome.cause === 'throttled') return false;
      this.#breaker.failed(outcome.reason, now);
      // Nobody answered: the health check tells whether anybody is there, and notices when they are back.
      if (!outcome.answer) void this.#options.connector()?.check();
      this.#reportFailures();
      return false;
    }
    if (outcome.kind === 'rejected' && outcome.cause === 'config') {
      this.#refusals++;
      const isChannel = this.#isRefusedChannel(outcome);
      const recovered = !isChannel && this.#breaker.succeeded(now);
      if (isChannel) this.#breaker.failed(outcome.reason, now);
      if (this.#reportFailures()) return false;
      const most = isChannel ? 1 : REFUSALS_OF_PROGRAMS;
      if (this.#refusals >= most) this.#report(`deliveries are refused: ${outcome.reason}`);
      else if (recovered || this.#isFailureTold) this.#report(undefined);
      return recovered;
    }
    const wasRefused = this.#refusals > 0;
    this.#refusals = 0;
    const recovered = this.#breaker.succeeded(now);
    if (wasRefused || recovered || this.#isFailureTold) this.#report(undefined);
    return recovered;
  }

  #reportFailures(): boolean {
    const { isOpen, failuresInARow, reason } = this.#breaker;
    if (isOpen || failuresInARow >= FAILURES_TO_TELL) {
      this.#report(`deliveries fail, ${failuresInARow} in a row: ${reason}`);
      this.#isFailureTold = true;
    }
    return isOpen;
  }

  #report(fault: string | undefined): void {
    this.#isFailureTold = false;
    this.#options.connector()?.report(this, fault);
  }

  #isRefusedChannel(outcome: Outcome): boolean {
    const isRefused = outcome.kind === 'rejected' && outcome.cause === 'config';
    return isRefused && this.#options.connector()?.speaksToPeople === true;
  }
}
