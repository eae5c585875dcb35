import type { QoS, SubscribePacket, SubscriptionRequest } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { isShared, isValidTopicFilter } from '../../mqtt/topics.ts';
import type { Client } from '../client.ts';
import type { Subscription } from '../routing/route.ts';
import { isWithinBounds } from '../routing/topic-bounds.ts';
import { explainSubscribeRefusal } from './refusal-sentences.ts';

/** SUBSCRIBE (§3.8): each filter is granted or refused on its own; retained messages follow the SUBACK. */
export function handleSubscribe(client: Client, packet: SubscribePacket): void {
  const { metrics } = client.broker;
  metrics['packets.subscribe.received']++;
  metrics['client.subscribe']++;
  const verdicts: Verdict[] = [];
  for (const request of packet.subscriptions) {
    const verdict = verdictOn(client, request);
    if (verdict instanceof Promise) {
      void awaitVerdicts(client, packet, verdicts, verdict);
      return;
    }
    verdicts.push(verdict);
  }
  answer(client, packet, verdicts);
}

/** Undefined for a filter that may be granted. */
type Verdict = ReasonCode | undefined;

function verdictOn(client: Client, request: SubscriptionRequest): Verdict | Promise<Verdict> {
  const { authorization } = client.broker;
  const refusal = refusalOf(client, request);
  if (refusal !== undefined) return refusal;
  const mayHave = authorization.maySubscribe(client, request.filter, request.qos);
  return mayHave instanceof Promise ? mayHave.then(verdictOf) : verdictOf(mayHave);
}

const verdictOf = (mayHave: boolean): Verdict => (mayHave ? undefined : ReasonCode.NotAuthorized);

/**
 * Somebody else has to be asked: what the client sends behind it waits. One filter after the other, so that a packet with
 * thousands of them does not crowd out the questions about other clients.
 */
async function awaitVerdicts(
  client: Client,
  packet: SubscribePacket,
  verdicts: Verdict[],
  first: Promise<Verdict>,
): Promise<void> {
  client.hold();
  verdicts.push(await first);
  try {
    for (const request of packet.subscriptions.slice(verdicts.length)) {
      if (client.phase !== 'connected') return;
      verdicts.push(await verdictOn(client, request));
    }
    if (client.phase === 'connected') answer(client, packet, verdicts);
  } catch (error) {
    client.onError(error);
  } finally {
    client.release();
  }
}

function answer(client: Client, packet: SubscribePacket, verdicts: readonly Verdict[]): void {
  const { broker } = client;
  const { metrics } = broker;
  if (verdicts.includes(ReasonCode.NotAuthorized) && broker.authorization.denyAction === 'disconnect') {
    metrics['packets.subscribe.auth_error']++;
    client.end({ reason: 'not_authorized', closedBy: 'server', reasonCode: ReasonCode.NotAuthorized });
    return;
  }
  const identifier = packet.properties.subscriptionIdentifiers?.[0];
  const granted: { subscription: Subscription; isNew: boolean }[] = [];
  const reasonCodes = packet.subscriptions.map((request, index) => {
    const refusal = verdicts[index] ?? refusalOfNumber(client, request);
    if (refusal !== undefined) {
      metrics['packets.subscribe.error']++;
      if (refusal === ReasonCode.NotAuthorized) metrics['packets.subscribe.auth_error']++;
      tellRefused(client, request, packet, refusal);
      return refusal;
    }
    const qos = Math.min(request.qos, broker.settings.maximumQos) as QoS;
    const subscription: Subscription = {
      kind: 'subscription',
      session: client.session,
      ...optionsOf(client, request),
      filter: broker.rewriter.filterFor(request.filter, client.info),
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

function tellRefused(
  { broker, info, now }: Client,
  { filter, qos }: SubscriptionRequest,
  { properties }: SubscribePacket,
  reasonCode: ReasonCode,
): void {
  const port = broker.events['session.subscribe_refused'];
  if (!port.wanted) return;
  port.emit({
    name: 'session.subscribe_refused',
    at: now,
    client: info,
    filter,
    qos,
    properties,
    reasonCode,
  });
}

/**
 * A bridge that speaks MQTT 3 says so in its CONNECT (a convention of Mosquitto), because its SUBSCRIBE cannot: what it
 * forwards must not come back to it, and retained messages stay retained on the other side.
 */
function optionsOf(client: Client, request: SubscriptionRequest): SubscriptionRequest {
  if (client.version === 5 || !client.info.isBridge) return request;
  return { ...request, noLocal: !isShared(request.filter), retainAsPublished: true };
}

/** The reason code that refuses a request, whoever sends it. */
function refusalOf(client: Client, request: SubscriptionRequest): ReasonCode | undefined {
  const { settings } = client.broker;
  if (client.session.log?.isFailing) return ReasonCode.QuotaExceeded;
  const { filter } = request;
  if (!isValidTopicFilter(filter) || !isWithinBounds(filter, settings)) return ReasonCode.TopicFilterInvalid;
  if (isShared(filter) && !settings.sharedSubscriptions) return ReasonCode.SharedSubscriptionsNotSupported;
  if (!settings.wildcardSubscriptions && /[+#]/.test(filter))
    return ReasonCode.WildcardSubscriptionsNotSupported;
  return undefined;
}

function refusalOfNumber({ broker, session }: Client, { filter }: SubscriptionRequest): Verdict {
  const { subscriptions } = session;
  const isOneMore = !subscriptions.has(filter);
  const { maximumSubscriptions, maximumTotalSubscriptions } = broker.settings;
  const isFull =
    subscriptions.size >= maximumSubscriptions ||
    broker.subscriptionRegistry.count >= maximumTotalSubscriptions;
  return isOneMore && isFull ? ReasonCode.QuotaExceeded : undefined;
}
