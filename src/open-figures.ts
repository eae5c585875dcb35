import type { Alerts } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';
import type { Delivery, Settled } from './delivery/door.ts';
import { FigureHistory, type FigureReading, FigureTable } from './figures/door.ts';
import type { Clock } from './lib/clock.ts';
import type { RuleEngine } from './rules/door.ts';
import type { Store } from './store/store.ts';

interface FigureSurroundings {
  readonly broker: MqttBroker;
  readonly rules: RuleEngine;
  readonly delivery: Delivery;
  readonly alerts: Alerts;
  readonly store: Store;
  readonly clock: Clock;
}

/** Remembers the figures of this program from here on. */
export function openFigures(parts: FigureSurroundings): FigureHistory {
  const { broker, rules, delivery, alerts, store, clock } = parts;
  const settled: Record<Settled['outcome'], number> = {
    delivered: 0,
    unavailable: 0,
    rejected: 0,
    expired: 0,
    dropped: 0,
  };
  delivery.outbox.events.on('settled', ({ outcome }) => {
    settled[outcome]++;
  });
  const history = new FigureHistory({
    clock,
    table: new FigureTable(store),
    read: () => ({ gauges: gaugesOf(broker), counters: countersOf(broker, rules, settled) }),
  });
  alerts.onFirstWord((milliseconds) => history.told(milliseconds));
  history.start();
  return history;
}

function gaugesOf(broker: MqttBroker): FigureReading['gauges'] {
  const { sessions, liveConnections, subscriptions, topics } = broker.stats();
  return {
    connections: sessions.count,
    live_connections: liveConnections.count,
    subscriptions: subscriptions.count,
    topics: topics.count,
  };
}

function countersOf(
  { metrics }: MqttBroker,
  rules: RuleEngine,
  settled: Readonly<Record<Settled['outcome'], number>>,
): FigureReading['counters'] {
  const { matched, executed } = rules.totals();
  return {
    received: metrics['messages.received'],
    sent: metrics['messages.sent'],
    dropped: metrics['messages.dropped'],
    rules_matched: matched,
    actions_executed: executed,
    denied: metrics['authorization.deny'],
    logins_failed: metrics['authentication.failure'] + metrics['authentication.throttled'],
    // What a rule read or what was to be retained was not lost, though nobody subscribed to it.
    dropped_no_subscribers: metrics['messages.dropped.unheard'],
    dropped_quota_exceeded: metrics['messages.dropped.quota_exceeded'],
    dropped_receive_maximum: metrics['messages.dropped.receive_maximum'],
    dropped_await_pubrel_timeout: metrics['messages.dropped.await_pubrel_timeout'],
    dropped_queue_full: metrics['delivery.dropped.queue_full'],
    dropped_expired: metrics['delivery.dropped.expired'],
    dropped_qos0_msg: metrics['delivery.dropped.qos0_msg'],
    dropped_too_large: metrics['delivery.dropped.too_large'],
    dropped_not_authorized: metrics['delivery.dropped.not_authorized'],
    deliveries_delivered: settled.delivered,
    deliveries_retried: settled.unavailable,
    deliveries_failed: settled.rejected,
    deliveries_expired: settled.expired,
    deliveries_dropped: settled.dropped,
  };
}
