import type { BrokerStats, Gauge } from '../broker/door.ts';
import type { Figures } from './contract.ts';
import type { ApiParts } from './parts.ts';

const NONE: Gauge = { count: 0, max: 0 };

/** The figures of `GET /stats` by EMQX's names. */
export function statsFigures(stats: BrokerStats): Figures {
  const gauges = {
    connections: stats.sessions,
    live_connections: stats.liveConnections,
    channels: stats.sessions,
    sessions: stats.sessions,
    cluster_sessions: stats.sessions,
    topics: stats.topics,
    suboptions: stats.subscriptions,
    subscribers: stats.subscriptions,
    subscriptions: stats.subscriptions,
    'subscriptions.shared': stats.sharedSubscriptions,
    // Every kept session is stored here; EMQX counts those of another kind of session.
    durable_subscriptions: NONE,
    retained: stats.retained,
    delayed: NONE,
  };
  return Object.fromEntries(
    Object.entries(gauges).flatMap(([name, { count, max }]) => [
      [`${name}.count`, count],
      [`${name}.max`, max],
    ]),
  );
}

/** Counters of EMQX for things that do not exist here. Clients expect the keys; nothing ever happened. */
const neverCounted = Object.fromEntries(
  [
    'messages.forward',
    'messages.delayed',
    'messages.persisted',
    'messages.validation_failed',
    'messages.validation_succeeded',
    'messages.transformation_failed',
    'messages.transformation_succeeded',
    'authorization.cache_hit',
    'authorization.cache_miss',
    'overload_protection.hibernation',
    'overload_protection.gc',
  ].map((name) => [name, 0]),
);

/** The counters of `GET /metrics`: the broker's and those of the rules. */
export function metricsFigures({ broker, rules }: Pick<ApiParts, 'broker' | 'rules'>): Figures {
  const { matched, executed } = rules.totals();
  return { ...neverCounted, ...broker.metrics, 'rules.matched': matched, 'actions.executed': executed };
}
