import type { Clock, Timer } from '../../lib/clock.ts';
import type { Alarms } from '../alarms.ts';
import type { ClientInfo } from '../events.ts';

/** Which of its rates a client reached. */
export type ReachedRate = 'messages_rate' | 'bytes_rate';

export interface RateAlarmParts {
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** Milliseconds for which a client must have kept below its rates before its alarm ends. */
  readonly sustain: number;
}

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** An alarm about each client that is held to its rates, told once however often it is held. */
export class RateAlarms {
  readonly #parts: RateAlarmParts;
  /** When each was held last, Unix milliseconds, by the name of its alarm. */
  readonly #heldAt = new Map<string, number>();
  #timer: Timer | undefined = undefined;

  constructor(parts: RateAlarmParts) {
    this.#parts = parts;
  }

  /** Nothing more is read from the client for a while. */
  held({ clientId, username = 'unknown_user', peerName }: ClientInfo, reason: ReachedRate): void {
    const { alarms, clock } = this.#parts;
    const name = `rate_limited/${clientId}/${username}`;
    if (!this.#heldAt.has(name)) {
      const details = { clientid: clientId, username, peername: peerName, reason };
      const text = `rate limited: ${clientId} publishes more than its ${reason} allows`;
      if (!alarms.activate(name, details, text)) return;
    }
    this.#heldAt.set(name, clock.now());
    this.#timer ??= this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): Timer {
    const { alarms, clock, sustain } = this.#parts;
    return clock.after(INTERVAL, () => {
      this.#timer = undefined;
      const now = clock.now();
      for (const [name, heldAt] of this.#heldAt) {
        if (now - heldAt < sustain && alarms.isActive(name)) continue;
        this.#heldAt.delete(name);
        alarms.deactivate(name);
      }
      if (this.#heldAt.size > 0) this.#timer = this.#arm();
    });
  }
}
