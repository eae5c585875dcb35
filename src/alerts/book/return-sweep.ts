import type { Clock, Timer } from '../../lib/clock.ts';
import type { Alert } from '../alert.ts';

interface ReturnSweepParts {
  readonly clock: Clock;
  /** Alerts about clients that are away. What ends meanwhile is passed over. */
  readonly alerts: () => Iterable<Alert>;
  /** Unix milliseconds; before it nobody knows who is there. */
  readonly knownFrom: () => number;
  /** Ends the alert if its client is there. */
  readonly look: (alert: Alert) => void;
}

const INTERVAL = 60_000;
/** Milliseconds of one turn of the event loop. */
const SLICE = 5;
/** Alerts between two looks at the time. */
const STEP = 64;

/**
 * Compares open alerts with who is there, now and then: the event that should have ended one may have been lost with a
 * process, or in an overload.
 */
export class ReturnSweep {
  readonly #parts: ReturnSweepParts;
  #timer: Timer | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(parts: ReturnSweepParts) {
    this.#parts = parts;
  }

  /** It goes on in a later turn. */
  get isBusy(): boolean {
    return this.#immediate !== undefined;
  }

  start(): void {
    this.#plan(this.#untilKnown);
  }

  stop(): void {
    this.#timer?.cancel();
    if (this.#immediate) clearImmediate(this.#immediate);
  }

  get #untilKnown(): number {
    return Math.max(0, this.#parts.knownFrom() - this.#parts.clock.now());
  }

  #plan(delay: number): void {
    this.#timer = this.#parts.clock.after(delay, () => {
      if (this.#untilKnown > 0) this.#plan(this.#untilKnown);
      else this.#work(this.#parts.alerts()[Symbol.iterator]());
    });
  }

  #work(alerts: Iterator<Alert>): void {
    const end = performance.now() + SLICE;
    for (let n = 1; ; n++) {
      const { done, value } = alerts.next();
      if (done) break;
      this.#parts.look(value);
      if (n % STEP === 0 && performance.now() > end) {
        this.#immediate = setImmediate(() => {
          this.#immediate = undefined;
          this.#work(alerts);
        });
        return;
      }
    }
    this.#plan(INTERVAL);
  }
}
