import { Culprits } from './culprits.ts';
import type { Gauge, Reading } from './gauge.ts';
import type { MonitorCounters, MonitorSources } from './monitor-sources.ts';
import { WindowedSum } from './windowed-sum.ts';

type CounterName = 'bytes' | 'messages' | 'failedLogins' | 'denials';

/** How much a counter grew within the window. */
export class SumGauge implements Gauge {
  readonly #sources: MonitorSources;
  readonly #counter: CounterName;
  #sum: WindowedSum | undefined = undefined;

  constructor(sources: MonitorSources, counter: CounterName) {
    this.#sources = sources;
    this.#counter = counter;
  }

  read(now: number, window: number): readonly Reading[] {
    return [{ key: '', value: this.sum(now, window) }];
  }

  rest(): void {
    this.#sum = undefined;
  }

  /** What was counted within the window, for the next start. */
  parts(): [number, number][] {
    return this.#sum?.parts() ?? [];
  }

  restore(parts: readonly (readonly [number, number])[], window: number): void {
    this.#sum = new WindowedSum(window);
    this.#sum.restore(parts);
  }

  protected sum(now: number, window: number): number {
    this.#sum ??= new WindowedSum(window);
    this.#sum.window = window;
    return this.#sum.read(this.#sources.counters()[this.#counter], now);
  }
}

/** Per second. After the start it is the mean over the whole window too, so that the first messages are no storm. */
export class RateGauge extends SumGauge {
  override read(now: number, window: number): readonly Reading[] {
    return [{ key: '', value: this.sum(now, window) / Math.max(1, window / 1000) }];
  }
}

/** The same, and who it was. */
export class CulpritGauge extends SumGauge {
  readonly #culprits: Culprits;
  readonly #isByAddress: boolean;

  constructor(sources: MonitorSources, counter: CounterName, misdeed: 'failed_login' | 'denial') {
    super(sources, counter);
    this.#culprits = new Culprits(sources, misdeed);
    this.#isByAddress = misdeed === 'failed_login';
  }

  override read(now: number, window: number): readonly Reading[] {
    const { who } = this.#culprits;
    const value = this.sum(now, window);
    const reading = {
      key: '',
      value,
      top: who.top,
      addresses: this.#isByAddress ? who.size : undefined,
    };
    this.#culprits.turn(now, window);
    return [reading];
  }

  override rest(): void {
    super.rest();
    this.#culprits.rest();
  }
}

/** Connections that broke the protocol: nobody else counts them, so each is heard. */
export class ProtocolGauge implements Gauge {
  readonly #sources: MonitorSources;
  #culprits: Culprits;
  #count = 0;
  #sum: WindowedSum | undefined = undefined;
  #stop: (() => void) | undefined = undefined;

  constructor(sources: MonitorSources) {
    this.#sources = sources;
    this.#culprits = new Culprits(sources, 'protocol_error');
  }

  read(now: number, window: number): readonly Reading[] {
    this.#stop ??= this.#sources.hear('protocol_error', () => this.#count++);
    this.#sum ??= new WindowedSum(window);
    this.#sum.window = window;
    const value = this.#sum.read(this.#count, now);
    const { who, reasons } = this.#culprits;
    const reading = { key: '', value, top: who.top, addresses: who.size, reason: reasons.top };
    this.#culprits.turn(now, window);
    return [reading];
  }

  rest(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#sum = undefined;
    this.#culprits.rest();
  }
}

/** Messages that reached nobody, the reason of most of them, and whose they are. */
export class DropGauge implements Gauge {
  readonly #sources: MonitorSources;
  readonly #culprits: Culprits;
  readonly #sums = new Map<string, WindowedSum>();

  constructor(sources: MonitorSources) {
    this.#sources = sources;
    this.#culprits = new Culprits(sources, 'drop');
  }

  read(now: number, window: number): readonly Reading[] {
    const { dropped } = this.#sources.counters();
    let value = 0;
    let most = 0;
    let reason: string | undefined;
    const details: Record<string, number> = {};
    for (const name in dropped) {
      const count = this.#read(name, dropped, now, window);
      if (count > 0) details[name] = count;
      value += count;
      if (count > most) [most, reason] = [count, name];
    }
    const reading = { key: '', value, reason, top: this.#culprits.who.top, details };
    this.#culprits.turn(now, window);
    return [reading];
  }

  rest(): void {
    this.#sums.clear();
    this.#culprits.rest();
  }

  #read(name: string, dropped: MonitorCounters['dropped'], now: number, window: number): number {
    let sum = this.#sums.get(name);
    if (!sum) {
      sum = new WindowedSum(window);
      this.#sums.set(name, sum);
    }
    sum.window = window;
    return sum.read(dropped[name] ?? 0, now);
  }
}
