import type { MonitorName } from '../../texts/monitor-texts.ts';
import type { LocalText, Severity } from '../alert.ts';
import { alarmName, messageOf } from './alarm-text.ts';
import type { Gauge, Reading } from './gauges/gauge.ts';
import { boundsOf, type MonitorSettings, windowOf } from './monitor-settings.ts';
import { monitorKinds } from './monitor-table.ts';
import { type Bounds, calm, look, type WatchState } from './watch.ts';

/** One thing that a monitor watches: the connector `http:ops`, or the only one there is. Times are Unix milliseconds. */
export interface Watched {
  readonly reading: Reading;
  readonly state: WatchState;
  /** When it was raised; undefined while it is not. */
  readonly raisedAt: number | undefined;
  /** Somebody ended its alert: nobody is told again before it was over once. */
  readonly isDismissed: boolean;
  /** It was raised before this start, and nothing new is known yet. */
  readonly isAdopted: boolean;
}

/** What a look found out. */
export interface MonitorNews {
  /** `resume`: it was raised before this start, and nothing speaks against it yet. */
  readonly kind: 'raise' | 'clear' | 'refresh' | 'resume';
  readonly monitor: Monitor;
  readonly watched: Watched;
}

/** Milliseconds from one telling of the present figures of an alert to the next. */
const REFRESH = 300_000;

/** Milliseconds that a start waits at most until what was raised before it may be over: sums begin at nothing. */
const LONGEST_ADOPTION = 3_600_000;

/** Milliseconds that it waits at least: clients and other places come back by and by. */
const SHORTEST_ADOPTION = 15_000;

/** One monitor: its settings, what it watches, and how that stands. It decides by what it reads and by the time that it is given. */
export class Monitor {
  readonly name: MonitorName;
  readonly #gauge: Gauge | undefined;
  readonly #watched = new Map<string, Watched>();
  readonly #refreshedAt = new Map<string, number>();
  #settings: MonitorSettings;
  #bounds: Bounds;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param gauge undefined when others raise its alerts */
  constructor(name: MonitorName, settings: MonitorSettings, gauge: Gauge | undefined) {
    this.name = name;
    this.#gauge = gauge;
    this.#settings = settings;
    this.#bounds = boundsOf(name, settings);
  }

  get settings(): MonitorSettings {
    return this.#settings;
  }

  get watched(): readonly Watched[] {
    return [...this.#watched.values()];
  }

  find(key: string): Watched | undefined {
    return this.#watched.get(key);
  }

  severityOf({ severity }: Reading): Severity {
    return severity ?? this.#settings.severity;
  }

  messageOf(reading: Reading): Exclude<LocalText, string> {
    return messageOf(this.name, reading, windowOf(this.#settings));
  }

  alarmOf(reading: Pick<Reading, 'key' | 'name'>): string {
    return alarmName(this.name, reading);
  }

  /** It was raised before the process started. */
  adopt(key: string, since: number): void {
    const state = { isActive: true, since: undefined };
    const reading = { key, value: Number.NaN };
    this.#gauge?.adopt?.(key, since);
    this.#watched.set(key, { reading, state, raisedAt: since, isDismissed: false, isAdopted: true });
  }

  /** Somebody ended its alert or its alarm. */
  dismiss(key: string): void {
    const watched = this.#watched.get(key);
    if (watched?.state.isActive) this.#watched.set(key, { ...watched, isDismissed: true });
  }

  /** Other settings, and what they make of the present figures: nobody waits for a window that was another one. */
  change(settings: MonitorSettings, now: number): MonitorNews[] {
    this.#settings = settings;
    this.#bounds = boundsOf(this.name, settings);
    if (!settings.enable) return this.#stop();
    // What stays is told anew: its severity may be another one.
    this.#refreshedAt.clear();
    return this.#look(now, { ...this.#bounds, clearAfter: 0 });
  }

  /** Looks when it is time to. */
  look(now: number): MonitorNews[] {
    const { every } = monitorKinds[this.name];
    // A clock that was set back must not keep it from looking.
    if (!this.#settings.enable || (now - this.#lookedAt < every && now >= this.#lookedAt)) return [];
    return this.#look(now, this.#bounds);
  }

  #look(now: number, bounds: Bounds): MonitorNews[] {
    if (!this.#gauge) return [];
    this.#lookedAt = now;
    const readings = new Map<string, Reading | undefined>(
      [...this.#watched.keys()].map((key) => [key, undefined]),
    );
    for (const reading of this.#gauge.read(now, windowOf(this.#settings))) readings.set(reading.key, reading);
    const news: MonitorNews[] = [];
    for (const [key, reading] of readings) {
      const one = this.#judge(key, reading, bounds, now);
      if (one) news.push(one);
    }
    return news;
  }

  #judge(key: string, reading: Reading | undefined, bounds: Bounds, now: number): MonitorNews | undefined {
    const before = this.#watched.get(key);
    if (reading?.isUnknown && before?.state.isActive) {
      return before.isAdopted ? this.#refresh(before, now) : undefined;
    }
    const { state, change } = look(
      before?.state ?? calm,
      reading,
      patient(bounds, before, this.#settings),
      now,
    );
    const kept = reading ?? (before as Watched).reading;
    const watched: Watched = {
      reading: kept,
      state,
      raisedAt: change === 'raise' ? now : state.isActive ? before?.raisedAt : undefined,
      isDismissed: state.isActive && before?.isDismissed === true,
      isAdopted: state.isActive && before?.isAdopted === true && state.since !== undefined,
    };
    if (reading === undefined && !state.isActive) this.#watched.delete(key);
    else this.#watched.set(key, watched);
    if (change !== undefined) {
      this.#refreshedAt.set(key, now);
      if (change === 'clear') this.#refreshedAt.delete(key);
      return before?.isDismissed ? undefined : { kind: change, monitor: this, watched };
    }
    if (!state.isActive || watched.isDismissed || reading === undefined) return undefined;
    return this.#refresh(watched, now);
  }

  #refresh(watched: Watched, now: number): MonitorNews | undefined {
    const { key } = watched.reading;
    const at = this.#refreshedAt.get(key);
    if (at !== undefined && now - at < REFRESH && now >= at) return undefined;
    this.#refreshedAt.set(key, now);
    return { kind: watched.isAdopted ? 'resume' : 'refresh', monitor: this, watched };
  }

  #stop(): MonitorNews[] {
    const active = this.watched.filter(({ state, isDismissed }) => state.isActive && !isDismissed);
    this.#watched.clear();
    this.#refreshedAt.clear();
    this.#gauge?.rest?.();
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    return active.map((watched) => ({ kind: 'clear', monitor: this, watched }));
  }

  close(): void {
    this.#gauge?.rest?.();
  }
}

/** Of what was raised before the start is nothing known until the window has passed once. */
function patient(bounds: Bounds, before: Watched | undefined, settings: MonitorSettings): Bounds {
  if (!before?.isAdopted) return bounds;
  const window = Math.min(windowOf(settings), LONGEST_ADOPTION);
  return { ...bounds, clearAfter: Math.max(bounds.clearAfter, window, SHORTEST_ADOPTION) };
}
