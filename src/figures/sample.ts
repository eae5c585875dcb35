import { COUNTERS, type CounterName, type FigureReading, GAUGES, type GaugeName } from './figure-names.ts';
import { addLatencies, type Latencies } from './latencies.ts';

/** The figures of a stretch of time. */
export interface Sample {
  /** When it ends, a multiple of `step`: Unix milliseconds. */
  readonly at: number;
  /** Milliseconds that it covers. */
  readonly step: number;
  /** What is zero is left out. */
  readonly values: Readonly<Partial<Record<GaugeName | CounterName, number>>>;
  /** How long it took from an event until people had been told of it. */
  readonly latencies: Latencies;
}

/** @param before what had been counted when it began */
export function sampleOf(
  at: number,
  step: number,
  { gauges, counters }: FigureReading,
  before: FigureReading['counters'],
  latencies: Latencies,
): Sample {
  const values: Partial<Record<GaugeName | CounterName, number>> = {};
  for (const name of GAUGES) if (gauges[name] > 0) values[name] = gauges[name];
  for (const name of COUNTERS) {
    const count = counters[name] - before[name];
    if (count > 0) values[name] = count;
  }
  return { at, step, values, latencies };
}

/** One for a longer time: what was counted is added up, and of what was there the most is kept. */
export function mergeSamples(at: number, step: number, samples: readonly Sample[]): Sample {
  const values: Partial<Record<GaugeName | CounterName, number>> = {};
  let latencies: Latencies = {};
  for (const sample of samples) {
    for (const name of GAUGES) {
      const most = Math.max(values[name] ?? 0, sample.values[name] ?? 0);
      if (most > 0) values[name] = most;
    }
    for (const name of COUNTERS) {
      const count = sample.values[name];
      if (count !== undefined) values[name] = (values[name] ?? 0) + count;
    }
    latencies = addLatencies(latencies, sample.latencies);
  }
  return { at, step, values, latencies };
}

/** Samples of equal length. Times without a sample are left out. @param step milliseconds */
export function resample(samples: readonly Sample[], step: number): Sample[] {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const at = Math.ceil(sample.at / step) * step;
    const group = groups.get(at);
    if (group) group.push(sample);
    else groups.set(at, [sample]);
  }
  return [...groups].map(([at, group]) => mergeSamples(at, step, group));
}
