import type { Presence } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';

/** Microseconds, as sequences count. */
const PER_MILLISECOND = 1000;

/**
 * Whether clients are there, for alerts: a look into the broker's table of clients, never at all of them.
 * @param bootGrace milliseconds after the start in which clients that were there before may come back
 */
export function brokerPresence(
  broker: Pick<MqttBroker, 'comingOf' | 'isStopping' | 'startedAt' | 'clock'>,
  bootGrace: number,
): Presence {
  const knownFrom = broker.startedAt + bootGrace;
  const firstSequence = broker.startedAt * PER_MILLISECOND;
  return {
    knownFrom,
    of(clientId, gone) {
      const sequence = broker.comingOf(clientId);
      if (sequence !== undefined) return { state: 'connected', sequence };
      const isSeen = gone !== undefined && gone >= firstSequence;
      const isUnknown = broker.isStopping || (!isSeen && broker.clock.now() < knownFrom);
      return { state: isUnknown ? 'unknown' : 'offline', sequence: undefined };
    },
  };
}
