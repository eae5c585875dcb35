import type { MonitorName } from '../../texts/monitor-texts.ts';
import type { Severity } from '../alert.ts';
import type { Forms } from './threshold.ts';

/** What is known of a monitor before anybody changed its settings. */
export interface MonitorKind {
  readonly unit: string;
  /** On which side of its threshold a figure is too bad. */
  readonly direction: 'above' | 'below';
  /**
   * What the window does: how long a level must hold, in both directions; how far back a sum, a mean rate or a peak looks;
   * for how long what was out must be back. What others tell has none.
   */
  readonly measure: 'level' | 'sum' | 'rate' | 'peak' | 'outage' | 'told';
  /** How a threshold may be written. */
  readonly forms: Forms;
  readonly threshold: number | string;
  readonly clearThreshold: number | string;
  readonly window: string;
  readonly severity: Severity;
  /** Of the alarm in `GET /alarms`; EMQX's where it has one. Those about one subject among several go on with `/subject`. */
  readonly alarm: string;
  /** Milliseconds from one look at the figure to the next. */
  readonly every: number;
}

const SECOND = 1000;

const COUNT: Forms = { plain: 'amount', least: 1 };

/** A sum of what happened within the window. */
const sum = { direction: 'above', measure: 'sum', forms: COUNT, severity: 'warning', every: SECOND } as const;

const level = { direction: 'above', measure: 'level', severity: 'warning', every: SECOND } as const;

/** Something is unreachable: the figure is for how many seconds. */
const outage = {
  ...level,
  measure: 'outage',
  unit: 'seconds',
  forms: { plain: 'amount', least: 0, duration: SECOND },
  threshold: 30,
  clearThreshold: 0,
  window: '10s',
  // EMQX Cloud calls it an error.
  severity: 'critical',
} as const;

/** All monitors, each on until somebody switches it off. */
export const monitorKinds: Readonly<Record<MonitorName, MonitorKind>> = {
  connections_high: {
    ...level,
    unit: 'connections',
    forms: { ...COUNT, share: true },
    threshold: '80%',
    clearThreshold: '70%',
    window: '10s',
    alarm: 'connections_high',
  },
  traffic_high: {
    ...sum,
    unit: 'bytes',
    forms: { ...COUNT, size: true },
    threshold: '100GB',
    clearThreshold: '90GB',
    window: '24h',
    alarm: 'traffic_high',
  },
  certificate_expiry: {
    ...level,
    unit: 'days',
    direction: 'below',
    // Who renews by itself does so with a third of 90 days, or of 45, left: later than that it has failed.
    forms: { plain: 'amount', least: 0 },
    threshold: 14,
    clearThreshold: 15,
    window: '0s',
    alarm: 'certificate_expiry',
    every: 10 * SECOND,
  },
  authentication_failures: {
    ...sum,
    unit: 'failures',
    threshold: 100,
    clearThreshold: 20,
    window: '5m',
    alarm: 'authentication_failures',
  },
  authorization_failures: {
    ...sum,
    unit: 'denials',
    threshold: 100,
    clearThreshold: 20,
    window: '5m',
    alarm: 'authorization_failures',
  },
  protocol_errors: {
    ...sum,
    unit: 'connections',
    threshold: 50,
    clearThreshold: 10,
    window: '5m',
    alarm: 'protocol_errors',
  },
  messages_dropped: {
    ...sum,
    unit: 'messages',
    threshold: 1000,
    clearThreshold: 200,
    window: '1m',
    alarm: 'messages_dropped',
  },
  tps_high: {
    ...sum,
    unit: 'messages per second',
    measure: 'rate',
    threshold: 50_000,
    clearThreshold: 40_000,
    window: '10s',
    alarm: 'tps_high',
  },
  peer_down: { ...outage, alarm: 'peer_down' },
  connector_down: { ...outage, alarm: 'connector' },
  cpu_high: {
    ...level,
    unit: 'percent',
    forms: { plain: 'amount', least: 1, most: 100, percent: true },
    // EMQX's watermarks.
    threshold: 80,
    clearThreshold: 60,
    window: '1m',
    alarm: 'high_cpu_usage',
    every: 5 * SECOND,
  },
  memory_high: {
    ...level,
    unit: 'percent',
    forms: { plain: 'amount', least: 1, most: 100, percent: true },
    threshold: 85,
    clearThreshold: 75,
    window: '30s',
    alarm: 'high_system_memory_usage',
    every: 5 * SECOND,
  },
  event_loop_delay: {
    ...level,
    unit: 'milliseconds',
    forms: { plain: 'amount', least: 1, duration: 1 },
    threshold: 200,
    clearThreshold: 50,
    window: '10s',
    alarm: 'event_loop_delay',
  },
  disk_low: {
    ...level,
    unit: 'bytes',
    direction: 'below',
    forms: { plain: 'share', least: 0, share: true, size: true },
    threshold: '10%',
    clearThreshold: '15%',
    window: '10s',
    alarm: 'disk_low',
    every: 5 * SECOND,
  },
  outbox_backlog: {
    ...level,
    unit: 'deliveries',
    forms: COUNT,
    threshold: 1000,
    clearThreshold: 100,
    window: '30s',
    alarm: 'outbox_backlog',
  },
  journal_behind: {
    ...level,
    unit: 'events',
    forms: COUNT,
    threshold: 10_000,
    clearThreshold: 1000,
    window: '10s',
    alarm: 'journal_behind',
  },
  clock_step: {
    ...level,
    unit: 'milliseconds',
    measure: 'peak',
    forms: { plain: 'amount', least: 1, duration: 1 },
    threshold: '5s',
    clearThreshold: '1s',
    window: '10m',
    alarm: 'clock_step',
  },
  alerting_failed: {
    ...level,
    unit: 'channels',
    measure: 'told',
    forms: COUNT,
    threshold: 1,
    clearThreshold: 0,
    window: '0s',
    severity: 'critical',
    alarm: 'alerting_failed',
  },
  broker_alarm: {
    ...level,
    unit: 'alarms',
    forms: COUNT,
    threshold: 1,
    clearThreshold: 0,
    // Congestion comes and goes within a second.
    window: '10s',
    alarm: '',
  },
};

export const MONITOR_NAMES = Object.keys(monitorKinds) as readonly MonitorName[];

export function isMonitorName(name: string): name is MonitorName {
  return Object.hasOwn(monitorKinds, name);
}
