import { isShared } from '../../mqtt/topics.ts';
import type { Client } from '../client.ts';
import { autoFilterFor } from '../sessions/auto-filter.ts';

/** Subscribes a client that has just connected to what every client gets. The operator said so: no rights are asked. */
export function autoSubscribe(client: Client): void {
  const { broker, info, session } = client;
  for (const { topic, qos, nl, rap, rh } of broker.autoSubscriptions) {
    const filter = autoFilterFor(topic, info);
    if (filter === undefined || !broker.isTopicFilter(filter)) {
      broker.logger.debug({ clientId: info.clientId, topic }, 'no automatic subscription for this client');
      continue;
    }
    const { subscriptions } = session;
    if (!subscriptions.has(filter) && subscriptions.size >= broker.settings.maximumSubscriptions) continue;
    const subscription = {
      kind: 'subscription',
      session,
      filter,
      qos,
      noLocal: nl === 1 && !isShared(filter), // [MQTT-3.8.3-4]
      retainAsPublished: rap === 1,
      retainHandling: rh,
      identifier: undefined,
    } as const;
    const isNew = broker.subscriptionRegistry.add(subscription, {});
    broker.subscriptionRegistry.sendRetained(subscription, isNew);
  }
}
