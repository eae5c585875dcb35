import type { Broker } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Span } from '../lib/spans/span.ts';
import type { Row } from '../sql/door.ts';
import { EventSource, type SourceContext } from './event-source.ts';
import type { LiveRule } from './live-rule.ts';
import { MessageOrigins, nextTrail, type Origin } from './message-origins.ts';
import type { Republication } from './republish.ts';
import type { RuleEvent } from './rule-event.ts';
import type { ActionResult } from './rule-metrics.ts';
import type { OutputInput } from './rule-outputs.ts';
import { RuleQueue } from './rule-queue.ts';
import { RuleSlice } from './rule-slice.ts';
import type { RuleSpans } from './rule-spans.ts';

interface Hearing {
  readonly rule: LiveRule;
  /** It is heard for what it may end, and not by the rule's own statement. */
  readonly isEnding: boolean;
  readonly event: RuleEvent;
  /** Of the event's payload and properties. */
  readonly bytes: number;
}

/**
 * What may wait. One turn reads only so much, so that clients do not get there; rules that multiply messages, and rules
 * that take more time than there is, may.
 */
const QUEUE_LIMITS = { items: 100_000, bytes: 256 * 1024 * 1024 };
/** Events that rules cause themselves, evaluated in one go; further ones wait for the next turn. */
const MOST_CAUSED = 10_000;
/** Milliseconds for which a rule that failed does not speak of the same failure again. */
const LOG_PAUSE = 60_000;

const TOO_MANY_WAIT = 'too many events wait for rules; this one is lost';

/** @param error of a statement that failed, which has made no rows */
export type EvaluationListener = (
  ruleId: string,
  event: RuleEvent,
  rows: number,
  error: string | undefined,
) => void;

interface RunnerOptions {
  broker: Pick<Broker, 'publish' | 'wake' | 'aftermath'>;
  context: SourceContext;
  clock: Clock;
  logger: Logger;
  slice?: RuleSlice | undefined;
  spans?: RuleSpans | undefined;
}

/**
 * Keeps what rules hear, in the order in which it happened, and lets them work when it is told to: it asks for the end
 * of the turn, and never works inside the handling of a packet. What goes wrong in one rule stays in it. Rules that
 * want more time than a turn can spare go on in the next ones, and clients are served in between; the aftermath says
 * how far they are, so that nothing is acknowledged before its rules have worked.
 */
export class RuleRunner {
  readonly #broker: RunnerOptions['broker'];
  readonly #context: SourceContext;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #slice: RuleSlice;
  readonly #spans: RuleSpans | undefined;
  /** Of the rule that works now, when it is traced. */
  #span: Span | undefined = undefined;
  readonly #origins = new MessageOrigins();
  readonly #queue = new RuleQueue<Hearing>(QUEUE_LIMITS);
  readonly #quietUntil = new WeakMap<LiveRule, Map<string, number>>();
  #draining = false;
  #isStopped = false;
  /** Since the start, whatever is reset. */
  readonly totals = { matched: 0, executed: 0 };
  /** Told what rules make of events, while somebody wants to know. */
  onEvaluated: EvaluationListener | undefined = undefined;

  constructor({ broker, context, clock, logger, slice = new RuleSlice(), spans }: RunnerOptions) {
    this.#broker = broker;
    this.#context = context;
    this.#clock = clock;
    this.#logger = logger;
    this.#slice = slice;
    this.#spans = spans;
  }

  /** What may end the alert of a rule is worked off in the order in which it happened, like what raises it. */
  hearEnding(rule: LiveRule, event: RuleEvent): void {
    if (!rule.liveAlert?.mayEnd || this.#origins.of(event)?.silent) return;
    const bytes = sizeOf(event);
    if (this.#wait({ rule, isEnding: true, event, bytes })) return;
    this.#report(rule, TOO_MANY_WAIT);
  }

  hear(rule: LiveRule, event: RuleEvent): void {
    const origin = this.#origins.of(event);
    if (origin?.silent) return;
    if (origin?.ruleId === rule.id) {
      this.#report(
        rule,
        'a rule does not see what it republished itself; change its FROM or its target topic',
      );
      return;
    }
    const bytes = sizeOf(event);
    if (this.#wait({ rule, isEnding: false, event, bytes })) {
      if (rule.liveAlert) rule.liveAlert.ahead++;
      return;
    }
    this.#matched(rule, event.at);
    rule.metrics.threw(event.at);
    rule.recent.failed(event, bytes, TOO_MANY_WAIT);
    this.#report(rule, TOO_MANY_WAIT);
  }

  /** False when there is no room. */
  #wait(hearing: Hearing): boolean {
    const isCaused = this.#draining;
    if (!this.#queue.add(hearing, isCaused)) return false;
    if (!isCaused) this.#broker.aftermath.begun++;
    this.#broker.wake();
    return true;
  }

  /** Where the message of an event came from, if out of a rule. */
  originOf(event: RuleEvent): Origin | undefined {
    return this.#origins.of(event);
  }

  /** Evaluates what waits, and what that causes in turn, for as long as a turn can spare. */
  drain(): void {
    this.#work(true);
  }

  /** Evaluates all that waits, however long it takes. */
  finish(): void {
    this.#work(false);
  }

  #work(inSlices: boolean): void {
    if (this.#draining || this.#isStopped || this.#queue.length === 0) return;
    this.#draining = true;
    if (inSlices) this.#slice.begin();
    try {
      for (let left = this.#queue.length + MOST_CAUSED; left > 0; left--) {
        const hearing = this.#queue.take();
        if (!hearing) break;
        if (hearing.isEnding) this.#end(hearing);
        else this.#evaluate(hearing);
        if (inSlices && this.#slice.isOver()) {
          if (this.#queue.length > 0) this.#reportSlow(hearing.rule);
          break;
        }
      }
    } finally {
      this.#draining = false;
    }
    const { aftermath } = this.#broker;
    aftermath.done = aftermath.begun - this.#queue.undone;
    if (this.#queue.length > 0) this.#broker.wake();
  }

  /** Runs a rule's outputs for one row, in order; one that fails does not stop the others. */
  runOutputs(rule: LiveRule, input: OutputInput): void {
    for (const output of rule.outputs) {
      rule.metrics.actionStarted();
      this.totals.executed += 1;
      const result = this.#attempt(rule, () => output.run(input));
      if (result) rule.metrics.actionEnded(result);
    }
  }

  /** @throws Error that names the rules when they have handed the message on too often */
  publish(republication: Republication, ruleId: string, cause: Origin | undefined): void {
    const trail = nextTrail(ruleId, cause);
    const from = this.#origins.publisher({ ruleId, trail, silent: republication.directDispatch });
    const { message } = this.#broker.publish({ ...republication.message, from });
    if (this.#span) this.#spans?.published(message, this.#span.context);
  }

  /** Nothing is evaluated any more, whoever asks. */
  stop(): void {
    this.#isStopped = true;
  }

  #end({ rule, event }: Hearing): void {
    if (rule.isGone) return;
    try {
      rule.liveAlert?.clear(new EventSource(event, rule.id, this.#context), event.at);
    } catch (error) {
      this.#report(rule, 'the statement that ends the alerts of a rule failed', error);
    }
  }

  #evaluate(hearing: Hearing): void {
    const { liveAlert, isGone } = hearing.rule;
    if (!isGone) {
      if (this.#spans === undefined) this.#makeRows(hearing);
      else this.#makeTracedRows(hearing, this.#spans);
    }
    if (liveAlert) liveAlert.ahead--;
  }

  #makeTracedRows(hearing: Hearing, spans: RuleSpans): void {
    const span = spans.begin(hearing.rule.id, hearing.event);
    this.#span = span;
    try {
      this.#makeRows(hearing);
    } finally {
      this.#span = undefined;
      if (span) spans.end(span);
    }
  }

  #makeRows({ rule, event, bytes }: Hearing): void {
    this.#matched(rule, event.at);
    const source = new EventSource(event, rule.id, this.#context);
    let rows: readonly Row[];
    try {
      rows = rule.statement.evaluate(source);
    } catch (error) {
      rule.metrics.threw(event.at);
      const sentence = error instanceof Error ? error.message : String(error);
      rule.recent.failed(event, bytes, sentence);
      if (this.#span) this.#span.error = sentence;
      this.onEvaluated?.(rule.id, event, 0, sentence);
      this.#report(rule, 'the SQL of a rule failed', error);
      return;
    }
    if (rows.length === 0) {
      rule.metrics.missed();
      rule.recent.missed(event, bytes);
      return;
    }
    rule.metrics.passed(event.at);
    rule.recent.passed(event, bytes, rows, rule.statement.isSelection);
    this.onEvaluated?.(rule.id, event, rows.length, undefined);
    if (rule.outputs.length === 0) return;
    const cause = this.#origins.of(event);
    if (this.#span) this.#span.attributes['tocsin.rows'] = rows.length;
    const span = this.#span?.context;
    for (const row of rows) this.runOutputs(rule, { row, source, cause, span });
  }

  #attempt(rule: LiveRule, run: () => ActionResult | undefined): ActionResult | undefined {
    try {
      return run();
    } catch (error) {
      this.#report(rule, 'an action of a rule failed', error);
      return 'unknown';
    }
  }

  #matched(rule: LiveRule, at: number): void {
    rule.metrics.matched(at);
    this.totals.matched += 1;
  }

  #reportSlow(rule: LiveRule): void {
    this.#report(
      rule,
      'rules take more time than a turn can spare, so that events wait; this one ran when the time was over',
      undefined,
      { waiting: this.#queue.length },
    );
  }

  /** A rule that fails on each of a thousand messages a second says so once a minute. */
  #report(rule: LiveRule, message: string, error?: unknown, figures: object = {}): void {
    const now = this.#clock.now();
    const quietUntil = this.#quietUntil.get(rule) ?? new Map<string, number>();
    if (now < (quietUntil.get(message) ?? 0)) return;
    this.#quietUntil.set(rule, quietUntil.set(message, now + LOG_PAUSE));
    this.#logger.warn({ rule: rule.id, ...figures, ...(error === undefined ? {} : { err: error }) }, message);
  }
}

/** The payload is the message's own by now: the broker sees to that before it tells of a message. */
function sizeOf(event: RuleEvent): number {
  if (!('message' in event)) return 0;
  const { message } = event;
  return (message.payloadLength ?? message.payload.length) + (message.propertyBytes?.length ?? 0);
}
