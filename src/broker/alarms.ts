import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EventPorts } from './event-ports.ts';

/** Figures that go with an alarm, for programs; `message` says the same to people. */
export type AlarmDetails = Readonly<Record<string, string | number | boolean>>;

/** A condition of the broker itself that needs attention. Times are Unix milliseconds. */
export interface Alarm {
  /** `conn_congestion/dev-1/u`: one condition of one thing. */
  readonly name: string;
  readonly details: AlarmDetails;
  readonly message: string;
  readonly activatedAt: number;
  /** Undefined while it is active. */
  readonly deactivatedAt: number | undefined;
}

export interface AlarmLimits {
  /** Alarms that are over and can still be looked at. */
  readonly maximumHistory: number;
  /** Milliseconds for which they can. */
  readonly historyValidity: number;
}

/** Active alarms at a time. There is one for each slow consumer, of which a broken network makes thousands. */
const MAXIMUM_ACTIVE = 10_000;

export interface AlarmParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: EventPorts;
  readonly limits: AlarmLimits;
}

/** What is wrong with the broker at present, and what was. */
export class Alarms {
  readonly #parts: AlarmParts;
  readonly #active = new Map<string, Alarm>();
  /** In the order in which they ended. */
  #history: Alarm[] = [];
  /** Alarms for which there was no room since the last one ended. */
  #refused = 0;

  constructor(parts: AlarmParts) {
    this.#parts = parts;
  }

  /** False when it is active already: an alarm is told once, however often its cause is seen. */
  activate(name: string, details: AlarmDetails, message: string): boolean {
    const { clock, logger, events } = this.#parts;
    if (this.#active.has(name)) return false;
    if (this.#active.size >= MAXIMUM_ACTIVE) {
      if (this.#refused++ === 0)
        logger.warn({ active: MAXIMUM_ACTIVE }, 'too many alarms are active: further ones are not shown');
      return false;
    }
    const now = clock.now();
    const alarm: Alarm = {
      name,
      details,
      message: message || name,
      activatedAt: now,
      deactivatedAt: undefined,
    };
    this.#active.set(name, alarm);
    logger.warn({ alarm: name, details }, `alarm: ${alarm.message}`);
    const port = events['alarm.activated'];
    if (port.wanted) port.emit({ name: 'alarm.activated', at: now, alarm });
    return true;
  }

  /** False when it is not active. @param details the figures of its end, if they are others than those of its beginning */
  deactivate(name: string, details?: AlarmDetails): boolean {
    const { clock, logger, events, limits } = this.#parts;
    const active = this.#active.get(name);
    if (!active) return false;
    this.#active.delete(name);
    this.#refused = 0;
    const now = clock.now();
    const alarm: Alarm = { ...active, details: details ?? active.details, deactivatedAt: now };
    this.#history.push(alarm);
    if (this.#history.length > limits.maximumHistory) this.#history.shift();
    logger.info({ alarm: name, details: alarm.details }, `the alarm is over: ${alarm.message}`);
    const port = events['alarm.deactivated'];
    if (port.wanted) port.emit({ name: 'alarm.deactivated', at: now, alarm });
    return true;
  }

  /** The oldest first. */
  active(): readonly Alarm[] {
    return [...this.#active.values()];
  }

  isActive(name: string): boolean {
    return this.#active.has(name);
  }

  /** Those that are over, the last one first. */
  history(): readonly Alarm[] {
    const { clock, limits } = this.#parts;
    const oldest = clock.now() - limits.historyValidity;
    this.#history = this.#history.filter(({ deactivatedAt = 0 }) => deactivatedAt >= oldest);
    return this.#history.toReversed();
  }

  clearHistory(): void {
    this.#history = [];
  }
}
