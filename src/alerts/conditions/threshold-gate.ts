import { formatDuration } from '../../lib/duration.ts';
import type { Resolution } from '../alert.ts';
import type { AlertBook, Condition } from '../alert-book.ts';
import type { Raising, RaisingResult } from '../raising.ts';
import type { ConditionMemory, MemoryPages } from './condition-memory.ts';
import { type Gate, NO_ROOM_FOR_KEY, NO_ROOM_IN_BOOK } from './gate.ts';
import { Threshold, type ThresholdMemory, type ThresholdSettings } from './threshold.ts';

/** Makes the condition of a row. */
export interface ConditionMaker {
  condition(raising: Raising, key: string): Condition;
}

/** Raises when enough rows came within a time. */
export class ThresholdGate implements Gate {
  readonly isBusy = false;
  readonly #book: Pick<AlertBook, 'raise'>;
  readonly #maker: ConditionMaker;
  readonly #threshold: Threshold;
  readonly #pages: MemoryPages;

  constructor(
    owner: string,
    settings: ThresholdSettings,
    maker: ConditionMaker,
    { book, memory, now }: { book: Pick<AlertBook, 'raise'>; memory: ConditionMemory; now: number },
  ) {
    this.#book = book;
    this.#maker = maker;
    this.#threshold = new Threshold(settings);
    this.#pages = memory.open(owner, 'threshold', { pageOf: (key) => this.#threshold.memoryOf(key) });
    for (const { key, body } of this.#pages.recall()) {
      if (!this.#threshold.recall(key, body as ThresholdMemory, now)) this.#pages.mark(key);
    }
  }

  raise(raising: Raising, key: string): RaisingResult {
    const counted = this.#threshold.count(key, raising.at);
    if (counted.kind === 'full') return { kind: 'refused', reason: NO_ROOM_FOR_KEY };
    this.#pages.mark(key);
    if (counted.kind === 'gathered') return counted;
    const { count, since, fresh } = counted;
    const condition = this.#maker.condition(raising, key);
    const alert = this.#book.raise({
      ...condition,
      since,
      rows: fresh,
      facts: { rows: String(count), rows_within: spanOf(since, raising.at), ...condition.facts },
      // It is about how often, not about whether the client is there.
      subject: condition.subject && { ...condition.subject, sequence: undefined },
    });
    return alert ? { kind: 'raised', alert: alert.id } : { kind: 'refused', reason: NO_ROOM_IN_BOOK };
  }

  ended(key: string, { how }: Resolution): void {
    // It fell below the threshold by itself: what was counted since goes on to count.
    if (how === 'quiet') return;
    this.#threshold.forget(key);
    this.#pages.mark(key);
  }

  start(): void {
    // Nothing is due by time.
  }

  stop(): void {
    this.#pages.close();
  }
}

function spanOf(since: number, at: number): string {
  const span = at - since;
  return formatDuration(span < 1000 ? span : Math.round(span / 1000) * 1000);
}
