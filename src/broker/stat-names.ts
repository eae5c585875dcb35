import type { BrokerStats, Gauge } from './door.ts';

const NONE: Gauge = { count: 0, max: 0 };

/** The gauges by EMQX's names, `connections.count` and `connections.max` and so on. */
export function namedStats(stats: BrokerStats): Record<string, number> {
  const gauges: Record<string, Gauge> = {
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
    delayed: stats.delayed,
  };
  return Object.fromEntries(
    Object.entries(gauges).flatMap(([name, { count, max }]) => [
      [`${name}.count`, count],
      [`${name}.max`, max],
    ]),
  );
}
