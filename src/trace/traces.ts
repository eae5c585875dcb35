import { mkdirSync, rmSync } from 'node:fs';
import type { Broker } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Logger } from '../lib/logger.ts';
import type { Definitions } from '../store/definitions.ts';
import { HEARD_EVENTS } from './event-fields.ts';
import { type KeptTrace, Trace } from './trace.ts';
import {
  LONGEST_TRACE,
  LONGEST_WAIT,
  MOST_TRACES,
  type StopReason,
  type TraceDraft,
  TraceError,
  type TraceView,
  USUAL_LENGTH,
} from './trace-definition.ts';
import { TraceEars } from './trace-ears.ts';
import { mendFile, readPiece, type TracePiece } from './trace-file.ts';

export interface TraceParts {
  readonly broker: Pick<Broker, 'tap' | 'events' | 'facts' | 'propertyLimits'>;
  readonly definitions: Pick<Definitions, 'list' | 'put' | 'delete'>;
  /** Where the lines are kept. */
  readonly directory: string;
  /** Whether nothing of it is worth keeping when the process ends. */
  readonly isPassing: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Has rules tell what they make of events, or no longer. */
  readonly hearRules: (listener: TraceEars['onRule'] | undefined) => void;
}

const KIND = 'trace';
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,255}$/;
/** Bytes that are read at once for who follows. */
const PIECE = 64 * 1024;

/** The traces: begun, ended and remembered. While none runs, nobody hears anything. */
export class Traces {
  readonly #parts: TraceParts;
  readonly #ears: TraceEars;
  readonly #traces = new Map<string, Trace>();
  #ends: (() => void)[] = [];
  #count = 0;

  constructor(parts: TraceParts) {
    this.#parts = parts;
    this.#ears = new TraceEars(parts);
    for (const { id, body } of parts.definitions.list<KeptTrace>(KIND)) this.#bringBack(id, body);
  }

  /** The last one first. */
  list(): Promise<TraceView[]> {
    const traces = [...this.#traces.values()].toSorted((a, b) => b.kept.startAt - a.kept.startAt);
    return Promise.all(traces.map((trace) => trace.view()));
  }

  get(name: string): Promise<TraceView> | undefined {
    return this.#traces.get(name)?.view();
  }

  /** @throws TraceError */
  create(draft: TraceDraft): Promise<TraceView> {
    const { clock } = this.#parts;
    const now = clock.now();
    const startAt = Math.max(now, draft.startAt ?? now);
    const endAt = draft.endAt ?? startAt + USUAL_LENGTH;
    this.#check(draft, now, startAt, endAt);
    const name = draft.name ?? this.#madeName(draft, now);
    const { type, value, payloadEncoding, format, by } = draft;
    const trace = this.#make(name, {
      type,
      value,
      payloadEncoding,
      format,
      status: 'waiting',
      startAt,
      endAt,
      stopReason: undefined,
      createdBy: by,
      size: 0,
      lines: 0,
      skipped: 0,
      file: `${now}-${++this.#count}.jsonl`,
    });
    mkdirSync(this.#parts.directory, { recursive: true, mode: 0o700 });
    this.#traces.set(name, trace);
    trace.plan();
    this.#keep(trace);
    return trace.view();
  }

  /** Undefined when there is none. */
  async stop(name: string): Promise<TraceView | undefined> {
    const trace = this.#traces.get(name);
    trace?.stop('stopped');
    await trace?.flush();
    return trace?.view();
  }

  /** False when there was none. */
  async delete(name: string): Promise<boolean> {
    const trace = this.#traces.get(name);
    if (!trace) return false;
    this.#traces.delete(name);
    this.#parts.definitions.delete(KIND, name);
    const deleted = trace.delete();
    this.#arrange();
    await deleted;
    return true;
  }

  async clear(): Promise<void> {
    await Promise.all([...this.#traces.keys()].map((name) => this.delete(name)));
  }

  /** Whole lines, as many as fit into so many bytes but one at least; undefined when there is no such trace. */
  async read(name: string, position: number, bytes: number): Promise<TracePiece | undefined> {
    const trace = this.#traces.get(name);
    if (!trace) return undefined;
    await trace.flush();
    return readPiece(trace.path, position, bytes);
  }

  /** What is there from a position on, and what comes, until the trace is over. */
  async *follow(name: string, position: number, signal: AbortSignal): AsyncGenerator<TracePiece> {
    const trace = this.#traces.get(name);
    await trace?.flush();
    for (let at = position; trace && !signal.aborted; ) {
      const { version, isOver } = trace;
      const piece = await readPiece(trace.path, at, PIECE);
      if (piece.lines === '') {
        if (isOver) return;
        await trace.untilChanged(version, signal);
        if (trace.isOver) await trace.flush();
      } else {
        at = piece.position;
        yield piece;
      }
    }
  }

  /** All of it as it is now, piece by piece. */
  async *lines(name: string): AsyncGenerator<string> {
    for (let at = 0; ; ) {
      const piece = await this.read(name, at, PIECE);
      if (!piece || piece.lines === '') return;
      at = piece.position;
      yield piece.lines;
    }
  }

  /** Those that run end with the server, and say so; those that wait go on waiting. */
  async close(): Promise<void> {
    const traces = [...this.#traces.values()];
    for (const trace of traces) if (trace.isRunning) trace.stop('server_stopped');
    await Promise.all(traces.map((trace) => trace.close()));
    this.#arrange();
    if (this.#parts.isPassing) rmSync(this.#parts.directory, { recursive: true, force: true });
  }

  #check(draft: TraceDraft, now: number, startAt: number, endAt: number): void {
    const { name, type, value } = draft;
    if (name !== undefined && !NAME.test(name))
      throw new TraceError('invalid', 'name: a letter, then letters, digits, _ and -, 256 in all');
    if (name !== undefined && this.#traces.has(name))
      throw new TraceError('exists', `there is a trace ${name} already`);
    if (endAt <= startAt) throw new TraceError('invalid', 'end_at: lies before the begin, or in the past');
    if (endAt - startAt > LONGEST_TRACE)
      throw new TraceError('invalid', `end_at: a trace lasts ${formatDuration(LONGEST_TRACE)} at most`);
    if (startAt - now > LONGEST_WAIT)
      throw new TraceError('invalid', `start_at: within ${formatDuration(LONGEST_WAIT)} at most`);
    const same = [...this.#traces.values()].find(
      ({ kept }) => kept.status !== 'stopped' && kept.type === type && kept.value === value,
    );
    if (same) throw new TraceError('duplicate', `the trace ${same.name} watches the same: stop it first`);
    if (this.#traces.size >= MOST_TRACES)
      throw new TraceError('limit', `there are ${MOST_TRACES} traces already: delete one`);
  }

  #madeName({ type }: TraceDraft, now: number): string {
    const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const name = `${type}-${stamp}`;
    for (let number = 1; ; number++) {
      const numbered = number === 1 ? name : `${name}-${number}`;
      if (!this.#traces.has(numbered)) return numbered;
    }
  }

  #make(name: string, kept: KeptTrace): Trace {
    const { directory, clock } = this.#parts;
    const onTurn = (trace: Trace): void => {
      this.#arrange();
      if (this.#traces.get(name) === trace) this.#keep(trace);
      const { status, type, stopReason } = trace.kept;
      this.#parts.logger.info({ trace: name, type, reason: stopReason }, `a trace is ${status}`);
    };
    try {
      return new Trace(name, kept, { directory, clock, onTurn });
    } catch (error) {
      if (error instanceof TypeError) throw new TraceError('invalid', error.message);
      throw error;
    }
  }

  #keep({ name, kept }: Trace): void {
    this.#parts.definitions.put(KIND, name, kept);
  }

  /** One that ran when the process was killed ended then: its last line is the last that was written. */
  #bringBack(name: string, kept: KeptTrace): void {
    const trace = this.#make(name, kept.status === 'running' ? this.#broken(kept) : kept);
    this.#traces.set(name, trace);
    if (kept.status === 'waiting' && kept.endAt <= this.#parts.clock.now()) trace.stop('server_stopped');
    else if (kept.status === 'running') this.#keep(trace);
    else trace.plan();
  }

  #broken(kept: KeptTrace): KeptTrace {
    const { directory } = this.#parts;
    const stopReason: StopReason = 'server_stopped';
    const { size, lines, at } = mendFile(`${directory}/${kept.file}`);
    const endAt = Math.max(kept.startAt, Math.min(at, kept.endAt));
    return { ...kept, status: 'stopped', stopReason, size, lines, endAt };
  }

  /** Hears the broker while a trace runs, and only then. */
  #arrange(): void {
    const { broker, hearRules } = this.#parts;
    const ears = this.#ears;
    ears.running = [...this.#traces.values()].filter(({ isRunning }) => isRunning);
    if (ears.running.length > 0 === this.#ends.length > 0) return;
    for (const end of this.#ends) end();
    this.#ends = [];
    broker.tap.listener = ears.running.length > 0 ? ears : undefined;
    hearRules(ears.running.length > 0 ? ears.onRule.bind(ears) : undefined);
    if (ears.running.length === 0) return;
    this.#ends = HEARD_EVENTS.map((name) => broker.events[name].listen((event) => ears.onEvent(event)));
  }
}
