import type { EmbeddedBroker } from './broker-handle.ts';
import type { BrokerOptions } from './broker-options.ts';

/**
 * Starts a broker alone: MQTT, sessions, retained messages, functions and hooks; no rules, no alerts, no API.
 * @throws Error with a sentence for settings that cannot be used, and for a port that is taken
 */
export async function createBroker(options: BrokerOptions = {}): Promise<EmbeddedBroker> {
  const { openBroker } = await import('./open-broker.ts');
  return openBroker(options);
}
