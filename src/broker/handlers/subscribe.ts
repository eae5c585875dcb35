import type { QoS, SubscribePacket, SubscriptionRequest } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { isShared, isValidTopicFilter } from '../../mqtt/topics.ts';
import type { Client } from '../client.ts';
import type { Subscription } from '../routing/route.ts';
import { isWithinBounds } from '../routing/topic-bounds.ts';
import { explainSubscribeRefusal } from './refusal-sentences.ts';

/** SUBSCRIBE (§3.8): each filter is granted or refused on its own; retained messages follow the SUBACK. */
export function handleSubscribe(client: Client, packet: SubscribePacket): void {
  const { broker } = client;
  broker.metrics['packets.subscribe.received']++;
  broker.metrics['client.subscribe']++;
  const identifier = packet.properties.subscriptionIdentifiers?.[0];
  const granted: { subscription: Subscription; isNew: boolean }[] = [];
  const reasonCodes = packet.subscriptions.map((request) => {
    const refusal = refusalOf(client, request);
    if (refusal !== undefined) {
      broker.metrics['packets.subscribe.error']++;
      return refusal;
    }
    const qos = Math.min(request.qos, broker.settings.maximumQos) as QoS;
    const subscription: Subscription = {
      kind: 'subscription',
      session: client.session,
      ...optionsOf(client, request),
      qos,
      identifier,
    };
    granted.push({ subscription, isNew: broker.subscriptionRegistry.add(subscription, packet.properties) });
    return qos;
  });
  const properties = explainSubscribeRefusal(packet.subscriptions, reasonCodes, broker.settings);
  client.send({ type: 'suback', packetId: packet.packetId, reasonCodes, properties });
  for (const { subscription, isNew } of granted)
    broker.subscriptionRegistry.sendRetained(subscription, isNew);
}

/**
 * A bridge that speaks MQTT 3 says so in its CONNECT (a convention of Mosquitto), because its SUBSCRIBE cannot: what it
 * forwards must not come back to it, and retained messages stay retained on the other side.
 */
function optionsOf(client: Client, request: SubscriptionRequest): SubscriptionRequest {
  if (client.version === 5 || !client.info.isBridge) return request;
  return { ...request, noLocal: !isShared(request.filter), retainAsPublished: true };
}

/** The reason code that refuses a request, or undefined when it can be granted. */
function refusalOf(client: Client, request: SubscriptionRequest): ReasonCode | undefined {
  const { settings } = client.broker;
  if (client.session.log?.isFailing) return ReasonCode.QuotaExceeded;
  const { filter } = request;
  if (!isValidTopicFilter(filter) || !isWithinBounds(filter, settings.maximumTopicLevels))
    return ReasonCode.TopicFilterInvalid;
  if (isShared(filter) && !settings.sharedSubscriptions) return ReasonCode.SharedSubscriptionsNotSupported;
  if (!settings.wildcardSubscriptions && /[+#]/.test(filter))
    return ReasonCode.WildcardSubscriptionsNotSupported;
  const { subscriptions } = client.session;
  if (subscriptions.size >= settings.maximumSubscriptions && !subscriptions.has(filter))
    return ReasonCode.QuotaExceeded;
  return undefined;
}
