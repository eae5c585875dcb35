import type { Clock, Timer } from '../lib/clock.ts';
import { COUNTERS, type CounterName, type FigureReading } from './figure-names.ts';
import type { FigureTable } from './figure-table.ts';
import { addLatencies, classOf, type Latencies } from './latencies.ts';
import { resample, type Sample, sampleOf } from './sample.ts';
import { TIERS, Tiers } from './tiers.ts';

interface HistoryOptions {
  readonly clock: Clock;
  readonly table: FigureTable;
  /** Read every ten seconds, and when somebody asks how it is now. */
  readonly read: () => FigureReading;
}

/** How it is now: gauges, and what was counted per second since the last sample. */
export interface PresentFigures {
  readonly gauges: FigureReading['gauges'];
  readonly rates: Readonly<Record<CounterName, number>>;
}

const [{ step: STEP }] = TIERS as readonly [(typeof TIERS)[number]];

/** Rates of a shorter time say nothing. */
const SHORTEST = 1000;

/**
 * The figures of the last 30 days. Every ten seconds it reads some counters and adds a row to what is committed next;
 * between that it costs nothing.
 */
export class FigureHistory {
  readonly #options: HistoryOptions;
  readonly #tiers: Tiers;
  #timer: Timer | undefined;
  #before: { readonly at: number; readonly counters: FigureReading['counters'] };
  #latencies: Latencies = {};

  constructor(options: HistoryOptions) {
    this.#options = options;
    const { table, clock, read } = options;
    this.#tiers = new Tiers(table.read());
    this.#before = { at: clock.now(), counters: { ...read().counters } };
  }

  start(): void {
    const { clock } = this.#options;
    const now = clock.now();
    this.#timer = clock.after(Math.floor(now / STEP + 1) * STEP - now, () => {
      this.#sample();
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** People were told of something so long after it had happened. */
  told(milliseconds: number): void {
    this.#latencies = addLatencies(this.#latencies, { [classOf(milliseconds)]: 1 });
  }

  /**
   * In the order of time.
   * @param seconds back from now; everything when absent
   * @param step seconds; they come as they are kept when absent
   */
  samples(seconds?: number, step?: number): Sample[] {
    const after = seconds === undefined ? 0 : this.#options.clock.now() - seconds * 1000;
    const samples = this.#tiers.since(after);
    return step === undefined ? samples : resample(samples, step * 1000);
  }

  /** How long people waited within so many seconds, what is not in a sample yet included. */
  latencies(seconds: number): Latencies {
    return this.samples(seconds).reduce(
      (sum, sample) => addLatencies(sum, sample.latencies),
      this.#latencies,
    );
  }

  present(): PresentFigures {
    const { clock, read } = this.#options;
    const { gauges, counters } = read();
    const { at, counters: before } = this.#before;
    const passed = Math.max(SHORTEST, clock.now() - at) / 1000;
    const rates = Object.fromEntries(
      COUNTERS.map((name) => [name, Math.round(Math.max(0, counters[name] - before[name]) / passed)]),
    ) as Record<CounterName, number>;
    return { gauges, rates };
  }

  clear(): void {
    this.#tiers.clear();
    this.#options.table.clear();
  }

  #sample(): void {
    const { clock, table, read } = this.#options;
    const reading = read();
    const now = clock.now();
    const at = Math.floor(now / STEP) * STEP;
    const sample = sampleOf(at, STEP, reading, this.#before.counters, this.#latencies);
    this.#before = { at: now, counters: { ...reading.counters } };
    this.#latencies = {};
    // A clock that was set back would bring two samples of the same moment: the past stays as it is.
    const [last] = this.#tiers.since(at - 1);
    if (last) return;
    this.#tiers.add(sample);
    table.write(sample, this.#tiers.compact(now));
  }
}
