import { countDropped } from '../../broker/door.ts';
import type { LiveFigures } from '../contract.ts';
import type { ApiParts } from '../parts.ts';

type Parts = Pick<ApiParts, 'broker' | 'alerts' | 'deliveryFigures' | 'clock'>;

/** Counters at one moment. */
interface Sample {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/** Milliseconds that rates look back. */
const WINDOW = 10_000;

/** Reads what `figures` tells. It remembers the last ten seconds of what it read, and nothing else. */
export class FigureMeter {
  readonly #parts: Parts;
  #samples: Sample[] = [];
  #alerts: Pick<LiveFigures, 'alerts_open' | 'alerts_acknowledged'> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Something happened to alerts, so that they are counted anew. */
  forgetAlerts(): void {
    this.#alerts = undefined;
  }

  read(): LiveFigures {
    const { broker, deliveryFigures, clock } = this.#parts;
    const sample = this.#sample(clock.now());
    this.#samples = this.#samples.filter(({ at }) => at >= sample.at - WINDOW && at < sample.at);
    const [before] = this.#samples;
    this.#samples.push(sample);
    this.#alerts ??= this.#countAlerts();
    const { liveConnections, sessions, subscriptions } = broker.stats();
    return {
      at: sample.at,
      connections: liveConnections.count,
      connections_max: liveConnections.max,
      sessions: sessions.count,
      subscriptions: subscriptions.count,
      ...ratesBetween(before, sample),
      ...this.#alerts,
      deliveries_waiting: deliveryFigures.waiting(),
    };
  }

  #sample(at: number): Sample {
    const { metrics } = this.#parts.broker;
    return {
      at,
      received: metrics['messages.received'],
      sent: metrics['messages.sent'],
      dropped: countDropped(metrics),
    };
  }

  #countAlerts(): Pick<LiveFigures, 'alerts_open' | 'alerts_acknowledged'> {
    const open = { critical: 0, warning: 0, info: 0 };
    let acknowledged = 0;
    for (const { status, severity } of this.#parts.alerts.book.unresolved()) {
      if (status === 'open') open[severity]++;
      else if (status === 'acknowledged') acknowledged++;
    }
    return { alerts_open: open, alerts_acknowledged: acknowledged };
  }
}

type Rates = Pick<
  LiveFigures,
  'received_per_second' | 'sent_per_second' | 'dropped_per_second' | 'dropped_reason'
>;

function ratesBetween(before: Sample | undefined, now: Sample): Rates {
  if (!before) {
    return {
      received_per_second: null,
      sent_per_second: null,
      dropped_per_second: null,
      dropped_reason: null,
    };
  }
  const perSecond = (count: number) => Math.round((count * 10_000) / (now.at - before.at)) / 10;
  const dropped = Object.entries(now.dropped)
    .map(([reason, count]) => ({ reason, count: count - (before.dropped[reason] ?? 0) }))
    .toSorted((a, b) => b.count - a.count);
  const [top] = dropped;
  return {
    received_per_second: perSecond(now.received - before.received),
    sent_per_second: perSecond(now.sent - before.sent),
    dropped_per_second: perSecond(dropped.reduce((sum, { count }) => sum + count, 0)),
    dropped_reason: top && top.count > 0 ? top.reason : null,
  };
}
