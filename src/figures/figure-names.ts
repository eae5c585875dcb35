/** How many there are at a moment. Of a longer time the most is kept. */
export const GAUGES = ['connections', 'live_connections', 'subscriptions', 'topics'] as const;

/** What is counted; a sample has what was counted within its time. */
export const COUNTERS = [
  'received',
  'sent',
  'dropped',
  'rules_matched',
  'actions_executed',
  // Beyond EMQX, from here on.
  'denied',
  'logins_failed',
  'dropped_no_subscribers',
  'dropped_quota_exceeded',
  'dropped_receive_maximum',
  'dropped_await_pubrel_timeout',
  'dropped_queue_full',
  'dropped_expired',
  'dropped_qos0_msg',
  'dropped_too_large',
  'dropped_not_authorized',
  'deliveries_delivered',
  'deliveries_retried',
  'deliveries_failed',
  'deliveries_expired',
  'deliveries_dropped',
] as const;

export type GaugeName = (typeof GAUGES)[number];
export type CounterName = (typeof COUNTERS)[number];

/** What is read every ten seconds: gauges as they are, counters since the start. */
export interface FigureReading {
  readonly gauges: Readonly<Record<GaugeName, number>>;
  readonly counters: Readonly<Record<CounterName, number>>;
}
