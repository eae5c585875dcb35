import type { ClientView, SubscriptionView } from '../broker/door.ts';
import type { Client, Subscribed, Subscription } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

/** A client as the API shows it. `null` is what the broker does not know. */
export function toClient(view: ClientView, node: string): Client {
  const { received, sent } = view;
  return {
    clientid: view.clientId,
    username: view.username ?? null,
    node,
    proto_name: view.protocolName,
    proto_ver: view.protocolVersion,
    connected: view.connected,
    ip_address: view.peerHost,
    port: view.peerPort,
    connected_at: toTimestamp(view.connectedAt),
    created_at: toTimestamp(view.createdAt),
    ...(view.disconnectedAt !== undefined && { disconnected_at: toTimestamp(view.disconnectedAt) }),
    clean_start: view.cleanStart,
    keepalive: view.keepAlive,
    expiry_interval: view.expiryInterval,
    is_bridge: view.isBridge,
    is_expired: false,
    is_persistent: view.expiryInterval > 0,
    durable: false,
    listener: view.listener,
    mountpoint: null,
    enable_authn: view.enableAuthn ?? null,
    client_attrs: { ...view.attributes },
    subscriptions_cnt: view.subscriptions.length,
    subscriptions_max: view.subscriptionsMaximum,
    inflight_cnt: view.inflight,
    inflight_max: view.inflightMaximum,
    mqueue_len: view.queued,
    mqueue_max: view.queueMaximum,
    mqueue_dropped: view.queueDropped,
    awaiting_rel_cnt: view.awaitingRel,
    awaiting_rel_max: view.awaitingRelMaximum,
    // Figures of an Erlang process.
    mailbox_len: 0,
    heap_size: 0,
    reductions: 0,
    recv_cnt: received.operations,
    recv_oct: received.bytes,
    recv_pkt: received.packets,
    recv_msg: received.messages,
    'recv_msg.qos0': received.qos0,
    'recv_msg.qos1': received.qos1,
    'recv_msg.qos2': received.qos2,
    'recv_msg.dropped': received.dropped,
    'recv_msg.dropped.await_pubrel_timeout': received.droppedExpired,
    send_cnt: sent.operations,
    send_oct: sent.bytes,
    send_pkt: sent.packets,
    send_msg: sent.messages,
    'send_msg.qos0': sent.qos0,
    'send_msg.qos1': sent.qos1,
    'send_msg.qos2': sent.qos2,
    'send_msg.dropped': sent.dropped,
    'send_msg.dropped.expired': sent.droppedExpired,
    'send_msg.dropped.queue_full': sent.droppedQueueFull,
    'send_msg.dropped.too_large': sent.droppedTooLarge,
  };
}

export function toSubscribed(view: SubscriptionView, node: string): Subscribed {
  return {
    clientid: view.clientId,
    topic: view.filter,
    qos: view.qos,
    nl: view.noLocal ? 1 : 0,
    rap: view.retainAsPublished ? 1 : 0,
    rh: view.retainHandling,
    node,
  };
}

export function toSubscription(view: SubscriptionView, node: string): Subscription {
  return { ...toSubscribed(view, node), durable: false };
}
