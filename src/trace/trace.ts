import type { Clock, Timer } from '../lib/clock.ts';
import { TokenBucket } from '../lib/token-bucket.ts';
import {
  MOST_BYTES,
  MOST_PER_SECOND,
  type PayloadEncoding,
  type StopReason,
  type TraceSubject,
  type TraceView,
} from './trace-definition.ts';
import { changedAt, TraceFile } from './trace-file.ts';
import { type TraceFilter, traceFilterOf } from './trace-filter.ts';
import { lineOf, type TraceRecord } from './trace-record.ts';

/** A trace as it is kept in the database; times are Unix milliseconds. */
export interface KeptTrace extends TraceSubject, Omit<TraceView, 'name' | 'changedAt'> {
  /** The name of its file. */
  readonly file: string;
}

interface TraceSurroundings {
  readonly directory: string;
  readonly clock: Clock;
  /** It has begun or ended, by itself. */
  readonly onTurn: (trace: Trace) => void;
}

/** One trace: its life, its bounds and its file. */
export class Trace {
  readonly name: string;
  readonly filter: TraceFilter;
  readonly #clock: Clock;
  readonly #onTurn: (trace: Trace) => void;
  readonly #file: TraceFile;
  readonly #bucket: TokenBucket;
  #kept: KeptTrace;
  #timer: Timer | undefined;
  /** Lines that were left out since the last one that was not. */
  #leftOut = 0;
  #waiting: (() => void)[] = [];
  #version = 0;
  #isDeleted = false;

  constructor(name: string, kept: KeptTrace, { directory, clock, onTurn }: TraceSurroundings) {
    this.name = name;
    this.filter = traceFilterOf(kept);
    this.#kept = kept;
    this.#clock = clock;
    this.#onTurn = onTurn;
    this.#bucket = new TokenBucket({ count: MOST_PER_SECOND, period: 1000 }, clock);
    this.#file = new TraceFile(
      `${directory}/${kept.file}`,
      clock,
      () => this.#changed(),
      () => this.stop('write_failed'),
    );
  }

  get kept(): KeptTrace {
    return this.#kept;
  }

  get isRunning(): boolean {
    return this.#kept.status === 'running';
  }

  get payloadEncoding(): PayloadEncoding {
    return this.#kept.payloadEncoding;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Grows with everything that `untilChanged` waits for. */
  get version(): number {
    return this.#version;
  }

  /** Nothing more will come. */
  get isOver(): boolean {
    return this.#kept.status === 'stopped' || this.#isDeleted;
  }

  async view(): Promise<TraceView> {
    const { file: _, ...kept } = this.#kept;
    return { ...kept, name: this.name, changedAt: (await changedAt(this.path)) ?? kept.startAt };
  }

  /** Begins now or at its time, and ends at its time. */
  plan(): void {
    const { status, startAt, endAt } = this.#kept;
    this.#timer?.cancel();
    if (status === 'stopped') return;
    const now = this.#clock.now();
    if (status === 'waiting' && now < startAt) {
      this.#timer = this.#clock.after(startAt - now, () => this.plan());
      return;
    }
    if (status === 'waiting') this.#begin();
    this.#timer = this.#clock.after(Math.max(0, endAt - now), () => this.stop('time_over'));
  }

  /** Whether one more line may come now; if not, it is counted. */
  admits(): boolean {
    if (!this.#file.isFull && this.#bucket.take()) return true;
    this.#leftOut++;
    this.#kept = { ...this.#kept, skipped: this.#kept.skipped + 1 };
    return false;
  }

  /** @param line with its end */
  append(line: string): void {
    if (!this.isRunning) return;
    this.#saySkipped();
    if (this.#kept.size + line.length > MOST_BYTES) this.stop('size_limit');
    else this.#put(line);
  }

  /** Nothing happens to one that is stopped already. */
  stop(reason: StopReason): void {
    if (this.#kept.status === 'stopped') return;
    this.#timer?.cancel();
    if (this.isRunning && reason !== 'write_failed') {
      this.#saySkipped();
      this.#say('trace.stopped', { reason, lines: this.#kept.lines, skipped: this.#kept.skipped });
    }
    const endAt = this.#clock.now();
    this.#kept = { ...this.#kept, status: 'stopped', stopReason: reason, endAt };
    this.#changed();
    this.#onTurn(this);
    void this.#file.close();
  }

  /** Resolves when all its lines are in the file. */
  flush(): Promise<void> {
    return this.#file.flush();
  }

  close(): Promise<void> {
    this.#timer?.cancel();
    return this.#file.close();
  }

  async delete(): Promise<void> {
    this.#isDeleted = true;
    this.#timer?.cancel();
    this.#kept = { ...this.#kept, status: 'stopped' };
    await this.#file.close();
    this.#file.remove();
    this.#changed();
  }

  /** Resolves when there is more to read than at that version, or nothing more will come. */
  untilChanged(version: number, signal: AbortSignal): Promise<void> {
    if (version !== this.#version || this.isOver || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      this.#waiting.push(end);
    });
  }

  #begin(): void {
    this.#kept = { ...this.#kept, status: 'running' };
    const { type, value, endAt } = this.#kept;
    this.#say('trace.started', { [type]: value, end_at: new Date(endAt).toISOString() });
    this.#onTurn(this);
  }

  #saySkipped(): void {
    const count = this.#leftOut;
    if (count === 0) return;
    this.#leftOut = 0;
    this.#say('trace.skipped', { count, reason: `more than ${MOST_PER_SECOND} lines in a second` });
  }

  #say(type: string, fields: TraceRecord['fields']): void {
    this.#put(lineOf({ time: new Date(this.#clock.now()).toISOString(), kind: 'event', type, fields }));
  }

  #put(line: string): void {
    const { size, lines } = this.#kept;
    this.#kept = { ...this.#kept, size: size + this.#file.append(line), lines: lines + 1 };
  }

  #changed(): void {
    this.#version++;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
