import type { Client } from './client.ts';
import type { ClientView, SubscriptionOptions, TrafficView } from './door.ts';
import type { Subscription } from './routing/route.ts';
import type { Session } from './sessions/session.ts';
import type { BrokerSettings } from './settings.ts';
import { Traffic } from './traffic.ts';

const NO_TRAFFIC: TrafficView = new Traffic().view();

/** A session as the API shows it, with its connection if it has one. */
export function viewClient(
  session: Session,
  client: Client | undefined,
  settings: BrokerSettings,
): ClientView {
  const info = client?.info ?? session.info;
  return {
    clientId: session.clientId,
    username: info.username,
    connected: client !== undefined,
    protocolName: info.protocolName,
    protocolVersion: info.protocolVersion,
    peerHost: info.peerHost,
    peerPort: info.peerPort,
    listener: info.listener,
    connectedAt: info.connectedAt,
    disconnectedAt: session.disconnectedAt,
    createdAt: session.createdAt,
    cleanStart: info.cleanStart,
    keepAlive: info.keepAlive,
    expiryInterval: session.expiryInterval,
    isBridge: info.isBridge,
    enableAuthn: client && client.listener.enableAuthn !== false,
    attributes: info.attributes,
    subscriptions: [...session.subscriptions.values()].map(viewSubscription),
    subscriptionsMaximum: settings.maximumSubscriptions,
    inflight: session.inflightCount,
    inflightMaximum: session.inflightMaximum,
    queued: session.queueLength,
    queueMaximum: settings.maximumQueue,
    queueDropped: session.queueDropped,
    awaitingRel: session.awaitingRelCount,
    awaitingRelMaximum: settings.maximumAwaitingRel,
    received: client?.received.view() ?? NO_TRAFFIC,
    sent: client?.sent.view() ?? NO_TRAFFIC,
  };
}

export function viewSubscription(subscription: Subscription): SubscriptionOptions {
  const { filter, qos, noLocal, retainAsPublished, retainHandling } = subscription;
  return { filter, qos, noLocal, retainAsPublished, retainHandling };
}
