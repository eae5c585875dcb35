import { type Alert, SEVERITIES } from '../../alerts/door.ts';
import type { ApiParts } from '../parts.ts';
import { readinessOf } from '../readiness.ts';
import { type Family, type Sample, single } from './exposition.ts';

type Parts = Pick<
  ApiParts,
  'alerts' | 'broker' | 'clock' | 'database' | 'listeners' | 'spans' | 'system' | 'version'
>;

const UNRESOLVED = ['pending', 'open', 'acknowledged'] as const;

/** What EMQX has no names for: alerts, the disk, and whether the node can serve. */
export async function ownFamilies(parts: Parts, alertCounts: AlertCounters): Promise<Family[]> {
  const { alerts, broker, clock, system, version } = parts;
  const disk = await system?.disk();
  const ready = readinessOf(parts, false);
  return [
    {
      name: 'tocsin_build_info',
      type: 'gauge',
      help: 'Always 1; its labels say what runs',
      samples: [{ labels: { version, node_version: process.version }, value: 1 }],
    },
    single(
      'tocsin_start_time_seconds',
      'gauge',
      'When the broker started: Unix seconds',
      broker.startedAt / 1000,
    ),
    single('tocsin_ready', 'gauge', '1 while GET /health/ready answers 200', Number(ready.isReady)),
    single(
      'tocsin_store_failing',
      'gauge',
      '1 while nothing can be stored',
      Number(broker.isFailing || parts.database?.isFailing === true),
    ),
    single(
      'tocsin_alarms_active',
      'gauge',
      'Alarms of GET /alarms that are active',
      broker.alarms.active().length,
    ),
    ...alertFamilies(alerts.book.unresolved(), clock.now()),
    ...alertCounts.families(),
    ...spanFamilies(parts.spans?.figures()),
    {
      name: 'tocsin_disk_free_bytes',
      type: 'gauge',
      help: 'Free on the disk of the data directory',
      samples: disk ? [{ labels: {}, value: disk.free }] : [],
    },
    {
      name: 'tocsin_disk_total_bytes',
      type: 'gauge',
      help: 'Size of the disk of the data directory',
      samples: disk ? [{ labels: {}, value: disk.total }] : [],
    },
  ];
}

function alertFamilies(unresolved: Iterable<Alert>, now: number): Family[] {
  const counts = new Map<string, Sample & { value: number }>();
  const oldest = new Map<string, Sample & { value: number }>();
  for (const severity of SEVERITIES) {
    oldest.set(severity, { labels: { severity }, value: 0 });
    for (const status of UNRESOLVED)
      counts.set(`${status} ${severity}`, { labels: { status, severity }, value: 0 });
  }
  for (const { status, severity, openedAt } of unresolved) {
    const count = counts.get(`${status} ${severity}`);
    if (count) count.value++;
    const age = oldest.get(severity);
    if (status === 'open' && age) age.value = Math.max(age.value, (now - (openedAt ?? now)) / 1000);
  }
  return [
    {
      name: 'tocsin_alerts',
      type: 'gauge',
      help: 'Alerts that are not resolved',
      samples: [...counts.values()],
    },
    {
      name: 'tocsin_alert_oldest_unacknowledged_seconds',
      type: 'gauge',
      help: 'How long the oldest open alert waits for somebody; 0 when none does',
      samples: [...oldest.values()],
    },
  ];
}

function spanFamilies({ exported, dropped, waiting } = { exported: 0, dropped: 0, waiting: 0 }): Family[] {
  return [
    single('tocsin_spans_exported_total', 'counter', 'Spans that the collector took', exported),
    single(
      'tocsin_spans_dropped_total',
      'counter',
      'Spans for which there was no room, or no collector',
      dropped,
    ),
    single('tocsin_spans_waiting', 'gauge', 'Spans that wait to be sent', waiting),
  ];
}

/** What happened to alerts since the start. */
export class AlertCounters {
  readonly #counts = new Map<string, Sample & { value: number }>();

  constructor({ book }: Pick<ApiParts['alerts'], 'book'>) {
    for (const event of EVENTS) {
      for (const severity of SEVERITIES)
        this.#counts.set(`${event} ${severity}`, { labels: { event, severity }, value: 0 });
    }
    book.onNews(({ kind, alert }) => {
      const count = this.#counts.get(`${kind} ${alert.severity}`);
      if (count) count.value++;
    });
  }

  families(): Family[] {
    return [
      {
        name: 'tocsin_alert_events_total',
        type: 'counter',
        help: 'What happened to alerts since the start; suppressed: over before its grace period was',
        samples: [...this.#counts.values()],
      },
    ];
  }
}

const EVENTS = ['opened', 'suppressed', 'escalated', 'acknowledged', 'resolved'] as const;
