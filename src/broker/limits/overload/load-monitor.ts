import type { BrokerMetrics } from '../../metrics.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { Load } from './overload.ts';
import { availableMemory, collectGarbage, memoryOfProcess } from './process-memory.ts';

/** Milliseconds between two measurements of the loop delay. */
const SAMPLE = 50;

/** Milliseconds between two reports. */
const REPORT = 500;

/** The upper bounds of the histogram, in milliseconds; the last one has none. */
const BUCKETS = [
  ['event_loop.delay.le_1', 1],
  ['event_loop.delay.le_5', 5],
  ['event_loop.delay.le_10', 10],
  ['event_loop.delay.le_20', 20],
  ['event_loop.delay.le_50', 50],
  ['event_loop.delay.le_100', 100],
  ['event_loop.delay.le_200', 200],
  ['event_loop.delay.le_500', 500],
  ['event_loop.delay.le_1000', 1000],
] as const;

export interface LoadMonitorOptions {
  readonly metrics: BrokerMetrics;
  /** Bytes; undefined asks the container and the system. */
  readonly memoryLimit: number | undefined;
  /** Whether there is too little memory, when this part of it is in use. */
  readonly isTight: (part: number) => boolean;
  /** @param now milliseconds of a clock that nobody sets */
  readonly report: (load: Load, now: number) => void;
}

/**
 * Measures how late the event loop comes and how much memory the process uses: what a client feels is the time that
 * anything due has to wait, and this is the wait of a timer. The delays are counted in a histogram.
 */
export class LoadMonitor {
  readonly #options: LoadMonitorOptions;
  readonly #memory: MemoryWatch;
  #timer: NodeJS.Timeout | undefined = undefined;
  #dueAt = 0;
  #reportedAt = 0;
  /** The delays since the last report, each times the time that it took, and those times. */
  #weighted = 0;
  #time = 0;
  #latest: Load = { loopDelay: 0, memory: 0 };

  constructor(options: LoadMonitorOptions) {
    this.#options = options;
    this.#memory = new MemoryWatch({
      limit: options.memoryLimit ?? availableMemory(),
      figures: memoryOfProcess,
      isTight: options.isTight,
      collect: () => {
        const took = collectGarbage();
        // Clients wait for it too, but it is no reason to refuse them.
        this.#count(took);
        return took;
      },
    });
  }

  /** What was reported last. */
  get latest(): Load {
    return this.#latest;
  }

  start(): void {
    this.#dueAt = performance.now() + SAMPLE;
    this.#timer = setTimeout(() => this.#measure(), SAMPLE);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #measure(): void {
    const now = performance.now();
    const delay = Math.max(0, now - this.#dueAt);
    this.#count(delay);
    // By the time that each delay took, so that one long pause is not drowned by the short ones after it.
    this.#weighted += delay * (delay + SAMPLE);
    this.#time += delay + SAMPLE;
    if (now - this.#reportedAt >= REPORT) {
      this.#reportedAt = now;
      const loopDelay = this.#weighted / this.#time;
      this.#weighted = 0;
      this.#time = 0;
      this.#latest = { loopDelay, memory: this.#memory.part(now) };
      this.#options.report(this.#latest, now);
    }
    this.start();
  }

  #count(delay: number): void {
    const { metrics } = this.#options;
    metrics['event_loop.delay.count']++;
    metrics['event_loop.delay.sum'] += Math.round(delay);
    if (delay > metrics['event_loop.delay.max']) metrics['event_loop.delay.max'] = Math.round(delay);
    for (let i = BUCKETS.length - 1; i >= 0; i--) {
      const [name, bound] = BUCKETS[i] as (typeof BUCKETS)[number];
      if (delay > bound) return;
      metrics[name]++;
    }
  }
}
