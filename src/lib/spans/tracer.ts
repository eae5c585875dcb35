import type { Clock } from '../clock.ts';
import type { Span, SpanKind } from './span.ts';
import { childOf, type RemoteParent, type SpanContext } from './trace-context.ts';

interface TracerOptions {
  /** Part of those that begin here: 0 to 1. Those that begin elsewhere bring the decision along. */
  readonly ratio: number;
  readonly clock: Clock;
  /** Takes those that have ended. */
  readonly exporter: { add(span: Span): void; drop(count: number): void };
  readonly random?: (() => number) | undefined;
}

/** Deliveries that have not ended, whose spans are kept. */
const MOST_PENDING = 10_000;
/** Attempts of one delivery that stand in its span. */
const MOST_EVENTS = 16;

/** What is known about an event when its trace begins. */
export interface TraceRoot {
  /** `message.publish` */
  readonly name: string;
  readonly at: number;
  readonly attributes: Record<string, string | number>;
}

/**
 * Makes spans of what rules make of events: the event, each rule that hears it, each delivery that follows. A trace that is
 * not sampled costs one decision; where there is no tracer, there is not even that.
 */
export class Tracer {
  readonly #options: TracerOptions;
  /** By what it is about; null: not sampled. It goes with the message or the event. */
  readonly #roots = new WeakMap<object, SpanContext | null>();
  readonly #pending = new Map<string, Span>();

  constructor(options: TracerOptions) {
    this.#options = options;
  }

  /**
   * The trace of a message or an event, which begins when it is first asked for; undefined when it is not sampled.
   * @param describe asked only when it is
   */
  rootOf(
    subject: object,
    parentOf: () => RemoteParent | undefined,
    describe: () => TraceRoot,
  ): SpanContext | undefined {
    const known = this.#roots.get(subject);
    if (known !== undefined) return known ?? undefined;
    const { ratio, random = Math.random } = this.#options;
    const parent = parentOf();
    const isSampled = parent === undefined ? random() < ratio : parent.isSampled;
    if (!isSampled) {
      this.#roots.set(subject, null);
      return undefined;
    }
    const { name, at, attributes } = describe();
    const span = this.begin(name, 'consumer', parent, attributes, at);
    this.#roots.set(subject, span.context);
    this.end(span);
    return span.context;
  }

  /** What is told about this belongs to a trace that has begun. */
  adopt(subject: object, context: SpanContext): void {
    this.#roots.set(subject, context);
  }

  begin(
    name: string,
    kind: SpanKind,
    parent: SpanContext | undefined,
    attributes: Record<string, string | number>,
    startedAt: number = this.#options.clock.now(),
  ): Span {
    const context = childOf(parent);
    return {
      context,
      parent: parent?.spanId,
      name,
      kind,
      startedAt,
      endedAt: startedAt,
      attributes,
      events: [],
      error: undefined,
    };
  }

  end(span: Span): void {
    span.endedAt = this.#options.clock.now();
    this.#options.exporter.add(span);
  }

  /** Its end is told by `settled`. */
  keep(delivery: string, span: Span): void {
    if (this.#pending.size >= MOST_PENDING) this.#options.exporter.drop(1);
    else this.#pending.set(delivery, span);
  }

  /** An attempt of a delivery ended; `unavailable` is not the end. */
  settled(delivery: string, outcome: string, reason: string | undefined, attempts: number): void {
    const span = this.#pending.get(delivery);
    if (span === undefined) return;
    if (outcome === 'unavailable') {
      if (span.events.length < MOST_EVENTS) {
        span.events.push({ at: this.#options.clock.now(), name: 'attempt failed', text: reason ?? '' });
      }
      return;
    }
    this.#pending.delete(delivery);
    span.attributes['tocsin.outcome'] = outcome;
    span.attributes['tocsin.attempts'] = attempts;
    if (outcome !== 'delivered') span.error = reason ?? outcome;
    this.end(span);
  }

  /** The process ends before these did. */
  stop(): void {
    this.#options.exporter.drop(this.#pending.size);
    this.#pending.clear();
  }
}
