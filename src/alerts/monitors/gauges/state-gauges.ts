import type { Gauge, Reading } from './gauge.ts';
import type { MonitorSources } from './monitor-sources.ts';
import { WindowedSum } from './windowed-sum.ts';

const DAY = 86_400_000;

export const connectionsGauge = (sources: MonitorSources): Gauge => ({
  read() {
    const { count, maximum } = sources.connections();
    return [{ key: '', value: count, of: maximum }];
  },
});

export const loopDelayGauge = (sources: MonitorSources): Gauge => ({
  read: () => [{ key: '', value: Math.round(sources.loopDelay()) }],
});

/** The scarcer of the two. */
export function percentGauge(read: () => { readonly machine: number; readonly process: number }): Gauge {
  return {
    read() {
      const { machine, process } = read();
      const details = { usage: percent(machine), process_usage: percent(process) };
      return [{ key: '', value: Math.max(machine, process), details }];
    },
  };
}

export const diskGauge = (sources: MonitorSources): Gauge => ({
  read() {
    const disk = sources.disk();
    return disk ? [{ key: '', value: disk.free, of: disk.total }] : [];
  },
});

export const certificateGauge = (sources: MonitorSources): Gauge => ({
  read: (now) =>
    sources.certificates().map(({ listener, name, fingerprint, notAfter }) => ({
      key: `${listener}/${fingerprint}`,
      name,
      value: Math.floor((notAfter - now) / DAY),
      details: { listener, fingerprint, expires_at: notAfter },
      severity: notAfter <= now ? 'critical' : undefined,
    })),
});

export const outboxGauge = (sources: MonitorSources): Gauge => ({
  read() {
    const { count, top } = sources.outbox();
    return [{ key: '', value: count, top }];
  },
});

/** What waits, and what was lost within the window. */
export class JournalGauge implements Gauge {
  readonly #sources: MonitorSources;
  #lost: WindowedSum | undefined = undefined;

  constructor(sources: MonitorSources) {
    this.#sources = sources;
  }

  read(now: number, window: number): readonly Reading[] {
    const { waiting, lost } = this.#sources.journal();
    this.#lost ??= new WindowedSum(window);
    this.#lost.window = Math.max(window, 60_000);
    const recent = this.#lost.read(lost, now);
    return [{ key: '', value: waiting + recent, details: { waiting, lost: recent } }];
  }

  rest(): void {
    this.#lost = undefined;
  }
}

/** The longest step of the clock within the window: what it passed by more or less than a clock that nobody sets. */
export class ClockGauge implements Gauge {
  readonly #sources: MonitorSources;
  #last: ReturnType<MonitorSources['clocks']> | undefined = undefined;
  #steps: { readonly monotonic: number; readonly step: number }[] = [];

  constructor(sources: MonitorSources) {
    this.#sources = sources;
  }

  read(_now: number, window: number): readonly Reading[] {
    const last = this.#last;
    this.#last = this.#sources.clocks();
    const { wall, monotonic } = this.#last;
    const step = last ? wall - last.wall - (monotonic - last.monotonic) : 0;
    if (Math.abs(step) >= SMALLEST_STEP) {
      this.#steps.push({ monotonic, step });
      if (this.#steps.length > MOST_STEPS) this.#steps.shift();
    }
    this.#steps = this.#steps.filter((one) => monotonic - one.monotonic < window);
    const largest = this.#steps.reduce(
      (most, one) => (Math.abs(one.step) > Math.abs(most) ? one.step : most),
      0,
    );
    return [{ key: '', value: Math.round(Math.abs(largest)), reason: largest < 0 ? 'back' : 'ahead' }];
  }

  rest(): void {
    this.#last = undefined;
    this.#steps = [];
  }
}

/** Milliseconds: what the two clocks differ by when nobody did anything. */
const SMALLEST_STEP = 20;
const MOST_STEPS = 100;

/** For how long things have been unreachable, from whether they are now. */
export class Outages {
  readonly #downSince = new Map<string, number>();

  /** Seconds; 0 while it is up. */
  seconds(key: string, isUp: boolean, now: number): number {
    if (isUp) {
      this.#downSince.delete(key);
      return 0;
    }
    const since = Math.min(this.#downSince.get(key) ?? now, now);
    this.#downSince.set(key, since);
    return Math.floor((now - since) / 1000);
  }

  /** The same, of what nobody has looked at anew. */
  known(key: string, now: number): number {
    const since = this.#downSince.get(key);
    return since === undefined ? 0 : Math.max(0, Math.floor((now - since) / 1000));
  }

  /** It has been known to be down since then. @param since Unix milliseconds */
  adopt(key: string, since: number): void {
    this.#downSince.set(key, since);
  }

  /** Everything else is gone. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#downSince.keys()) if (!keys.has(key)) this.#downSince.delete(key);
  }

  clear(): void {
    this.#downSince.clear();
  }
}

/** Seconds after which a first look that does not end is an outage. */
const LONGEST_LOOK = 60;

export class ConnectorGauge implements Gauge {
  readonly #sources: MonitorSources;
  readonly #outages = new Outages();
  readonly #firstLooks = new Outages();

  constructor(sources: MonitorSources) {
    this.#sources = sources;
  }

  read(now: number): readonly Reading[] {
    const readings: Reading[] = [];
    const keys = new Set<string>();
    for (const { id, isUp, reason } of this.#sources.connectors()) {
      keys.add(id);
      const isUnknown =
        this.#firstLooks.seconds(id, isUp !== undefined, now) < LONGEST_LOOK && isUp === undefined;
      if (isUnknown) readings.push({ key: id, value: this.#outages.known(id, now), isUnknown });
      else readings.push(this.#readingOf(id, isUp === true, reason, now));
    }
    this.#outages.keep(keys);
    this.#firstLooks.keep(keys);
    return readings;
  }

  #readingOf(key: string, isUp: boolean, reason: string | undefined, now: number): Reading {
    const value = this.#outages.seconds(key, isUp, now);
    if (isUp) return { key, value };
    const waiting = this.#sources.waitingFor(key);
    return { key, value, reason, waiting, details: { resource_id: key, waiting } };
  }

  adopt(key: string, since: number): void {
    this.#outages.adopt(key, since);
  }

  rest(): void {
    this.#outages.clear();
    this.#firstLooks.clear();
  }
}

function percent(value: number): string {
  return `${value.toFixed(1)}%`;
}
