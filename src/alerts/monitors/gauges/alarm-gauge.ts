import { brokerAlarmInChinese } from '../../../texts/broker-alarms.ts';
import type { Gauge, Reading } from './gauge.ts';

/** An alarm that the broker raised by itself. */
export interface OwnAlarm {
  readonly name: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Kinds that are about one client each: nobody need get up for them. */
const OF_CLIENTS = new Set(['conn_congestion', 'rate_limited']);

/** Nothing can be acknowledged while this is active. */
const WORST = 'storage_failure';

/**
 * How many alarms of each kind the broker has raised by itself: `conn_congestion/dev-1/u` is one of the kind
 * `conn_congestion`, of which a broken network makes thousands.
 */
export function alarmGauge(alarms: () => Iterable<OwnAlarm>): Gauge {
  return {
    read() {
      const kinds = new Map<string, { count: number; first: OwnAlarm }>();
      for (const alarm of alarms()) {
        const { name } = alarm;
        const [kind = name] = name.split('/', 1);
        const known = kinds.get(kind);
        if (known) known.count++;
        else kinds.set(kind, { count: 1, first: alarm });
      }
      return [...kinds].map(([key, { count, first }]): Reading => {
        const severity = key === WORST ? 'critical' : OF_CLIENTS.has(key) ? 'info' : undefined;
        return {
          key,
          value: count,
          reason: first.message,
          reasonZh: brokerAlarmInChinese(first),
          severity,
        };
      });
    },
  };
}
