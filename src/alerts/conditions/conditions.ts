import type { Clock } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { AlertBook } from '../alert-book.ts';
import type { AlertNews } from '../alert-news.ts';
import type { AlertSettings } from '../alert-settings.ts';
import type { Presence } from '../presence.ts';
import type { Raising, RaisingResult } from '../raising.ts';
import { AbsenceGate } from './absence-gate.ts';
import { type ConditionMemory, ownerOf } from './condition-memory.ts';
import { type Gate, NO_ROOM_IN_BOOK } from './gate.ts';
import { type ConditionMaker, ThresholdGate } from './threshold-gate.ts';

export interface ConditionsOptions {
  readonly book: Pick<AlertBook, 'raise' | 'clear' | 'expire' | 'onNews' | 'policyOf'>;
  readonly memory: ConditionMemory;
  readonly clock: Clock;
  readonly presence: Pick<Presence, 'knownFrom'>;
  readonly node: string;
}

/** The gates of rules: what makes a condition of their rows. */
export class Conditions {
  readonly #options: ConditionsOptions;
  readonly #gates = new Map<string, Gate>();
  #isStarted = false;

  constructor(options: ConditionsOptions) {
    this.#options = options;
    options.book.onNews((news) => this.#hear(news));
  }

  /**
   * The gate of a rule, in the place of its former one; what that one remembered is kept.
   * @param statement the text that rows come of
   */
  define(ruleId: string, settings: AlertSettings, statement: string, maker: ConditionMaker): Gate {
    this.#gates.get(ruleId)?.stop();
    const gate = this.#gateOf(ruleId, settings, statement, maker);
    this.#gates.set(ruleId, gate);
    if (this.#isStarted) gate.start();
    return gate;
  }

  /** Nothing is remembered of it. */
  remove(ruleId: string): void {
    const { memory } = this.#options;
    this.#gates.get(ruleId)?.stop();
    this.#gates.delete(ruleId);
    memory.forget(ownerOf({ kind: 'rule', id: ruleId }));
  }

  get isBusy(): boolean {
    for (const gate of this.#gates.values()) if (gate.isBusy) return true;
    return false;
  }

  start(): void {
    this.#isStarted = true;
    for (const gate of this.#gates.values()) gate.start();
  }

  stop(): void {
    for (const gate of this.#gates.values()) gate.stop();
    this.#gates.clear();
  }

  #gateOf(ruleId: string, settings: AlertSettings, statement: string, maker: ConditionMaker): Gate {
    const { book, memory, clock, presence, node } = this.#options;
    const { threshold, absence, key } = settings;
    const source = { kind: 'rule', id: ruleId } as const;
    const owner = ownerOf(source);
    if (absence) {
      return new AbsenceGate({
        source,
        owner,
        settings: { after: parseDuration(absence.after) ?? 0, expected: absence.expected },
        keyTemplate: key,
        statement,
        maker,
        book,
        memory,
        clock,
        judgedFrom: presence.knownFrom,
        node,
      });
    }
    memory.forget(owner, 'absence');
    if (threshold) {
      const { count } = threshold;
      const within = parseDuration(threshold.within) ?? 0;
      return new ThresholdGate(owner, { count, within }, maker, { book, memory, now: clock.now() });
    }
    memory.forget(owner, 'threshold');
    return new OpenGate(book, maker);
  }

  #hear(news: AlertNews): void {
    if (news.kind !== 'resolved' && news.kind !== 'suppressed') return;
    const { source, key, resolution, lastAt } = news.alert;
    const gate = source.kind === 'rule' ? this.#gates.get(source.id) : undefined;
    if (!gate) return;
    if (resolution) gate.ended(key, resolution);
    else {
      const { quietAfter = Infinity } = this.#options.book.policyOf(source) ?? {};
      gate.ended(key, { at: news.at, how: lastAt + quietAfter <= news.at ? 'quiet' : 'recovered' });
    }
  }
}

/** Of a rule each of whose rows says that the condition is there. */
class OpenGate implements Gate {
  readonly isBusy = false;
  readonly #book: Pick<AlertBook, 'raise'>;
  readonly #maker: ConditionMaker;

  constructor(book: Pick<AlertBook, 'raise'>, maker: ConditionMaker) {
    this.#book = book;
    this.#maker = maker;
  }

  raise(raising: Raising, key: string): RaisingResult {
    const alert = this.#book.raise(this.#maker.condition(raising, key));
    return alert ? { kind: 'raised', alert: alert.id } : { kind: 'refused', reason: NO_ROOM_IN_BOOK };
  }

  ended(): void {
    // It remembers nothing.
  }

  start(): void {
    // Nothing is due by time.
  }

  stop(): void {
    // It holds nothing.
  }
}
