import type { Broker, BrokerEvent } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Row } from '../sql/door.ts';
import { EventSource, type SourceContext } from './event-source.ts';
import type { LiveRule } from './live-rule.ts';
import { MessageOrigins, type Origin } from './message-origins.ts';
import type { Republication } from './republish.ts';
import type { ActionResult } from './rule-metrics.ts';
import type { OutputInput } from './rule-outputs.ts';
import { RuleQueue } from './rule-queue.ts';

interface Hearing {
  readonly rule: LiveRule;
  readonly event: BrokerEvent;
}

/**
 * What may wait for the end of the turn. Clients do not get there, since one turn reads only so much; rules that
 * multiply messages may.
 */
const QUEUE_LIMITS = { items: 100_000, bytes: 256 * 1024 * 1024 };
/** Events that rules cause themselves, evaluated in one go; further ones wait for the next turn. */
const MOST_CAUSED = 10_000;
/** Rules that may hand on one message, one after the other: two that republish for each other stop here. */
const MOST_HOPS = 16;
/** Milliseconds for which a rule that failed does not speak of the same failure again. */
const LOG_PAUSE = 60_000;

interface RunnerOptions {
  broker: Pick<Broker, 'publish'>;
  context: SourceContext;
  clock: Clock;
  logger: Logger;
}

/**
 * Keeps what rules hear, in the order in which it happened, and lets them work when it is told to, or at the end
 * of the turn by itself: never inside the handling of a packet. What goes wrong in one rule stays in it.
 */
export class RuleRunner {
  readonly #broker: RunnerOptions['broker'];
  readonly #context: SourceContext;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #origins = new MessageOrigins();
  readonly #queue = new RuleQueue<Hearing>(QUEUE_LIMITS);
  readonly #quietUntil = new WeakMap<LiveRule, Map<string, number>>();
  #draining = false;
  #scheduled: NodeJS.Immediate | undefined;
  /** Since the start, whatever is reset. */
  readonly totals = { matched: 0, executed: 0 };

  constructor({ broker, context, clock, logger }: RunnerOptions) {
    this.#broker = broker;
    this.#context = context;
    this.#clock = clock;
    this.#logger = logger;
  }

  hear(rule: LiveRule, event: BrokerEvent): void {
    const origin = this.#origins.of(event);
    if (origin?.silent) return;
    if (origin?.ruleId === rule.id) {
      this.#report(
        rule,
        'a rule does not see what it republished itself; change its FROM or its target topic',
      );
      return;
    }
    // Asking for the payload takes it over: until then it lies in the bytes of its connection, which are used again.
    const bytes = 'message' in event ? event.message.payload.length : 0;
    if (this.#queue.add({ rule, event }, bytes)) {
      this.#schedule();
      return;
    }
    this.#matched(rule);
    rule.metrics.failed('exception');
    this.#report(rule, 'too many events wait for rules; this one is lost');
  }

  /** Evaluates what waits, and what that causes in turn. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let left = this.#queue.length + MOST_CAUSED; left > 0; left--) {
        const hearing = this.#queue.take();
        if (!hearing) break;
        this.#evaluate(hearing);
      }
    } finally {
      this.#draining = false;
    }
    if (this.#queue.length > 0) this.#schedule();
    else this.stop();
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

  publish(republication: Republication, ruleId: string, cause: Origin | undefined): void {
    const hops = (cause?.hops ?? 0) + 1;
    if (hops > MOST_HOPS) {
      throw new Error(
        `republish: ${MOST_HOPS} rules have handed this message on; they seem to run in a circle`,
      );
    }
    const from = this.#origins.publisher({ ruleId, hops, silent: republication.directDispatch });
    this.#broker.publish({ ...republication.message, from });
  }

  /** Waits no longer for the end of the turn; what was heard stays for the next `drain`. */
  stop(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.drain();
    });
  }

  #evaluate({ rule, event }: Hearing): void {
    this.#matched(rule);
    const source = new EventSource(event, rule.id, this.#context);
    const rows = this.#rows(rule, source);
    if (!rows) return;
    if (rows.length === 0) {
      rule.metrics.failed('no_result');
      return;
    }
    rule.metrics.passed();
    const cause = this.#origins.of(event);
    for (const row of rows) this.runOutputs(rule, { row, source, cause });
  }

  #rows(rule: LiveRule, source: EventSource): Row[] | undefined {
    try {
      return rule.statement.evaluate(source);
    } catch (error) {
      rule.metrics.failed('exception');
      this.#report(rule, 'the SQL of a rule failed', error);
      return undefined;
    }
  }

  #attempt(rule: LiveRule, run: () => ActionResult | undefined): ActionResult | undefined {
    try {
      return run();
    } catch (error) {
      this.#report(rule, 'an action of a rule failed', error);
      return 'unknown';
    }
  }

  #matched(rule: LiveRule): void {
    rule.metrics.matched();
    this.totals.matched += 1;
  }

  /** A rule that fails on each of a thousand messages a second says so once a minute. */
  #report(rule: LiveRule, message: string, error?: unknown): void {
    const now = this.#clock.now();
    const quietUntil = this.#quietUntil.get(rule) ?? new Map<string, number>();
    if (now < (quietUntil.get(message) ?? 0)) return;
    this.#quietUntil.set(rule, quietUntil.set(message, now + LOG_PAUSE));
    this.#logger.warn({ rule: rule.id, ...(error === undefined ? {} : { err: error }) }, message);
  }
}
