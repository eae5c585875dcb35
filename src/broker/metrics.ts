import type { PacketType } from '../mqtt/packets.ts';

/**
 * The counters of `GET /api/v5/metrics` that the broker keeps, by EMQX's names. They only grow. Hot paths hold
 * this object and add to a constant member, which costs as much as adding to a local variable.
 */
export function createBrokerMetrics() {
  return {
    'bytes.received': 0,
    'bytes.sent': 0,
    'packets.received': 0,
    'packets.sent': 0,
    'packets.connect.received': 0,
    'packets.connack.sent': 0,
    'packets.connack.error': 0,
    'packets.connack.auth_error': 0,
    'packets.publish.received': 0,
    'packets.publish.sent': 0,
    'packets.publish.inuse': 0,
    'packets.publish.error': 0,
    'packets.publish.auth_error': 0,
    'packets.puback.received': 0,
    'packets.puback.sent': 0,
    'packets.puback.inuse': 0,
    'packets.puback.missed': 0,
    'packets.pubrec.received': 0,
    'packets.pubrec.sent': 0,
    'packets.pubrec.inuse': 0,
    'packets.pubrec.missed': 0,
    'packets.pubrel.received': 0,
    'packets.pubrel.sent': 0,
    'packets.pubrel.missed': 0,
    'packets.pubcomp.received': 0,
    'packets.pubcomp.sent': 0,
    'packets.pubcomp.inuse': 0,
    'packets.pubcomp.missed': 0,
    'packets.subscribe.received': 0,
    'packets.subscribe.error': 0,
    'packets.subscribe.auth_error': 0,
    'packets.suback.sent': 0,
    'packets.unsubscribe.received': 0,
    'packets.unsubscribe.error': 0,
    'packets.unsuback.sent': 0,
    'packets.pingreq.received': 0,
    'packets.pingresp.sent': 0,
    'packets.disconnect.received': 0,
    'packets.disconnect.sent': 0,
    'packets.auth.received': 0,
    'packets.auth.sent': 0,
    'messages.received': 0,
    'messages.sent': 0,
    'messages.qos0.received': 0,
    'messages.qos0.sent': 0,
    'messages.qos1.received': 0,
    'messages.qos1.sent': 0,
    'messages.qos2.received': 0,
    'messages.qos2.sent': 0,
    'messages.publish': 0,
    'messages.delayed': 0,
    'messages.dropped': 0,
    'messages.dropped.await_pubrel_timeout': 0,
    'messages.dropped.no_subscribers': 0,
    /** Of those: that no rule read either, and that were not to be retained. */
    'messages.dropped.unheard': 0,
    'messages.dropped.quota_exceeded': 0,
    'messages.dropped.receive_maximum': 0,
    /** Retained messages that a bound kept out; they went to their receivers. */
    'messages.retained.refused': 0,
    'messages.retained.expired': 0,
    'messages.delivered': 0,
    'messages.acked': 0,
    'delivery.dropped': 0,
    'delivery.dropped.no_local': 0,
    'delivery.dropped.too_large': 0,
    'delivery.dropped.qos0_msg': 0,
    'delivery.dropped.queue_full': 0,
    'delivery.dropped.not_authorized': 0,
    'delivery.dropped.expired': 0,
    'client.connect': 0,
    'client.connack': 0,
    'client.connected': 0,
    'client.authenticate': 0,
    'client.auth.anonymous': 0,
    'client.authorize': 0,
    'client.subscribe': 0,
    'client.unsubscribe': 0,
    'client.disconnected': 0,
    'session.created': 0,
    'session.resumed': 0,
    'session.takenover': 0,
    'session.discarded': 0,
    'session.terminated': 0,
    /** Connections refused: by CONNACK (rate, quota, pending), or closed without a word (address, newcomer). */
    'connections.refused.rate': 0,
    'connections.refused.quota': 0,
    'connections.refused.address': 0,
    'connections.refused.newcomer': 0,
    'connections.refused.pending': 0,
    /** Of `client.disconnected`: those that did not take what was sent to them. */
    'client.disconnected.slow_consumer': 0,
    /** How late the event loop came: measurements of up to so many milliseconds, all of them, their sum and the longest. */
    'event_loop.delay.le_1': 0,
    'event_loop.delay.le_5': 0,
    'event_loop.delay.le_10': 0,
    'event_loop.delay.le_20': 0,
    'event_loop.delay.le_50': 0,
    'event_loop.delay.le_100': 0,
    'event_loop.delay.le_200': 0,
    'event_loop.delay.le_500': 0,
    'event_loop.delay.le_1000': 0,
    'event_loop.delay.count': 0,
    'event_loop.delay.sum': 0,
    'event_loop.delay.max': 0,
    /** Connections that waited during overload: let in after all, refused; and all that were refused. */
    'overload_protection.delay.ok': 0,
    'overload_protection.delay.timeout': 0,
    'overload_protection.new_conn': 0,
    'reading.paused.overload': 0,
    /** How often nothing more was read from a client because of its rates. */
    'reading.paused.rate': 0,
    'reading.paused.receiver': 0,
    'reading.paused.receiver_too_slow': 0,
    'authorization.allow': 0,
    'authorization.deny': 0,
    'authorization.cache_hit': 0,
    'authorization.cache_miss': 0,
    'authentication.success': 0,
    'authentication.success.anonymous': 0,
    'authentication.failure': 0,
    // What EMQX has no counters for: failures that were answered later, clients that were not even checked after many of
    // them, and connects beyond what flapping detection finds in order.
    'authentication.delayed': 0,
    'authentication.throttled': 0,
    'client.flapping': 0,
  };
}

export type BrokerMetrics = ReturnType<typeof createBrokerMetrics>;

/** The counter of a kind of packet when it is sent: those that are made as objects, which PUBLISH is not. */
const SENT_COUNTERS = {
  connack: 'packets.connack.sent',
  puback: 'packets.puback.sent',
  pubrec: 'packets.pubrec.sent',
  pubrel: 'packets.pubrel.sent',
  pubcomp: 'packets.pubcomp.sent',
  suback: 'packets.suback.sent',
  unsuback: 'packets.unsuback.sent',
  pingresp: 'packets.pingresp.sent',
  disconnect: 'packets.disconnect.sent',
  auth: 'packets.auth.sent',
} as const satisfies Partial<Record<PacketType, keyof BrokerMetrics>>;

export function countSent(metrics: BrokerMetrics, type: PacketType): void {
  if (type in SENT_COUNTERS) metrics[SENT_COUNTERS[type as keyof typeof SENT_COUNTERS]]++;
}

/** Messages and deliveries that were dropped, by the `reason` of their events. */
export function countDropped(metrics: BrokerMetrics) {
  return {
    no_subscribers: metrics['messages.dropped.unheard'],
    quota_exceeded: metrics['messages.dropped.quota_exceeded'],
    receive_maximum: metrics['messages.dropped.receive_maximum'],
    await_pubrel_timeout: metrics['messages.dropped.await_pubrel_timeout'],
    queue_full: metrics['delivery.dropped.queue_full'],
    expired: metrics['delivery.dropped.expired'],
    qos0_msg: metrics['delivery.dropped.qos0_msg'],
    too_large: metrics['delivery.dropped.too_large'],
    not_authorized: metrics['delivery.dropped.not_authorized'],
  };
}
