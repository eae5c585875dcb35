import type { Clock, Timer } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { RetainedAlarm } from './retained-alarm.ts';
import type { RetainedMessages } from './retained-messages.ts';

/** Messages that are removed in one turn of the event loop: a hundred thousand may expire at once, each of which is an event. */
const EXPIRIES_PER_TURN = 500;

export interface RetainedSweepParts {
  readonly retained: RetainedMessages;
  readonly alarm: RetainedAlarm;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is to be done about retained messages now and then. */
export class RetainedSweep {
  readonly #parts: RetainedSweepParts;
  #timer: Timer | undefined = undefined;

  constructor(parts: RetainedSweepParts) {
    this.#parts = parts;
  }

  /** Removes what has expired, and says what was not kept since the last time. */
  run(): void {
    const { retained, alarm, logger } = this.#parts;
    this.#forgetExpired();
    const refused = retained.takeRefused();
    if (refused > 0) {
      logger.warn(
        { refused, kept: retained.size },
        'retained messages were not kept: too large or too many, see the settings below retainer',
      );
    }
    alarm.look();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #forgetExpired(): void {
    const { retained, clock } = this.#parts;
    this.#timer?.cancel();
    if (retained.forgetExpired(clock.now(), EXPIRIES_PER_TURN)) return;
    this.#timer = clock.after(1, () => this.#forgetExpired());
  }
}
