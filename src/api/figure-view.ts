import { COUNTERS, countOf, GAUGES, quantile, type Sample } from '../figures/door.ts';
import { type FigureSample, NEVER_SAMPLED, type PresentFiguresOfNode } from './contract.ts';
import type { ApiParts } from './parts.ts';

const P95 = 0.95;
const HOUR = 3600;

const names = [...GAUGES, ...COUNTERS];
const ZEROS = Object.fromEntries(names.map((name) => [name, 0]));

export function sampleJson({ at, values, latencies }: Sample): FigureSample {
  return {
    time_stamp: at,
    ...NEVER_SAMPLED,
    ...ZEROS,
    ...values,
    ...latencyJson(latencies),
  } as FigureSample;
}

/** With a sample of nothing for each moment of which nothing is known, as EMQX answers. */
export function withoutGaps(samples: readonly Sample[]): Sample[] {
  const all: Sample[] = [];
  for (const sample of samples) {
    const last = all.at(-1);
    const begin = sample.at - sample.step;
    // In the steps of the one before: they are as fine as what is known of that time.
    if (last) {
      const { step } = last;
      for (let at = last.at + step; at <= begin; at += step)
        all.push({ at, step, values: {}, latencies: {} });
    }
    all.push(sample);
  }
  return all;
}

export function presentFigures({
  figures,
  broker,
  clock,
}: Pick<ApiParts, 'figures' | 'broker' | 'clock'>): PresentFiguresOfNode {
  const { gauges, rates } = figures.present();
  const { sessions, sharedSubscriptions, retained } = broker.stats();
  return {
    ...gauges,
    cluster_sessions: sessions.count,
    shared_subscriptions: sharedSubscriptions.count,
    retained_msg_count: retained.count,
    license_quota: 0,
    received_msg_rate: rates.received,
    sent_msg_rate: rates.sent,
    dropped_msg_rate: rates.dropped,
    rules_matched_rate: rates.rules_matched,
    actions_executed_rate: rates.actions_executed,
    denied_rate: rates.denied,
    persisted_rate: 0,
    validation_succeeded_rate: 0,
    validation_failed_rate: 0,
    transformation_succeeded_rate: 0,
    transformation_failed_rate: 0,
    ...latencyJson(figures.latencies(HOUR)),
    node_uptime: Math.max(0, clock.now() - broker.startedAt),
  };
}

function latencyJson(latencies: Sample['latencies']): { alerts_told: number; alert_latency_p95?: number } {
  const p95 = quantile(latencies, P95);
  return { alerts_told: countOf(latencies), ...(p95 !== undefined && { alert_latency_p95: p95 }) };
}
