import type { Presence } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';

/** Microseconds, as sequences count. */
const PER_MILLISECOND = 1000;

/** Whether clients are there, for alerts: a look into the broker's table of clients, never at all of them. */
export class BrokerPresence implements Presence {
  readonly #broker: Pick<MqttBroker, 'comingOf' | 'isStopping' | 'startedAt' | 'clock'>;
  readonly #bootGrace: number;
  #openSince: number | undefined;

  /** @param bootGrace milliseconds in which clients that were there before the start may come back */
  constructor(
    broker: Pick<MqttBroker, 'comingOf' | 'isStopping' | 'startedAt' | 'clock'>,
    bootGrace: number,
  ) {
    this.#broker = broker;
    this.#bootGrace = bootGrace;
  }

  /** Clients can come from now on. */
  open(): void {
    this.#openSince = this.#broker.clock.now();
  }

  get knownFrom(): number {
    return (this.#openSince ?? this.#broker.clock.now()) + this.#bootGrace;
  }

  of(clientId: string, gone: number | undefined): ReturnType<Presence['of']> {
    const { isStopping, startedAt, clock } = this.#broker;
    const sequence = this.#broker.comingOf(clientId);
    if (sequence !== undefined) return { state: 'connected', sequence };
    const isSeen = gone !== undefined && gone >= startedAt * PER_MILLISECOND;
    const isKnown = isSeen || (this.#openSince !== undefined && clock.now() >= this.knownFrom);
    return { state: isKnown && !isStopping ? 'offline' : 'unknown', sequence: undefined };
  }
}
