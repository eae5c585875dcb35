import type { RehearsalReport } from '../../alerts/door.ts';
import type { EventId, FoundEvents, Journal } from '../../journal/door.ts';
import { GAP } from '../../journal/door.ts';
import type { Clock } from '../../lib/clock.ts';
import { BusyError } from '../../lib/work-queue.ts';
import type { BacktestOrder } from './backtest-draft.ts';
import { type BacktestGap, gap } from './backtest-gap.ts';
import type { BacktestReport, BacktestState, BacktestSummary } from './backtest-state.ts';
import { findGaps, lostEvents } from './coverage.ts';
import { namesOf } from './recorded-hearing.ts';
import type { Replay } from './replay.ts';
import type { SharedTurns } from './shared-turns.ts';

export interface BacktestParts {
  readonly journal: Pick<Journal, 'search' | 'figures' | 'estimate'>;
  readonly turns: SharedTurns;
  readonly clock: Clock;
}

/** Events of one page; another page is on its way while one is looked at. */
const PAGE = 250;
/** Milliseconds that the journal looks for a page: others want to search as well. */
const PATIENCE = 300;
/** Records of missing events that are read, more than are listed. */
const MOST_LOST = 100;
/** What one backtest may read, and milliseconds that it may take. */
const MOST_EVENTS = 5_000_000;
const LONGEST_RUN = 10 * 60_000;
/** Milliseconds until a journal that is busy is asked again, and how often it is. */
const RETRY_PAUSE = 250;
const MOST_RETRIES = 40;
const TOP_CLIENTS = 10;

const NOT_BEGUN: RehearsalReport = {
  opened: 0,
  resolved: 0,
  pending: 0,
  open: 0,
  suppressed: 0,
  flapping: 0,
  alerts: [],
  channels: [],
};

/** One run of a statement over what was recorded. */
export class Backtest {
  readonly id: string;
  readonly order: BacktestOrder;
  readonly createdAt: number;
  readonly #parts: BacktestParts;
  #replay: Replay | undefined;
  #state: BacktestState = 'waiting';
  #reason: string | undefined;
  #finishedAt: number | undefined;
  #total: number | undefined;
  /** Until which moment it has read. */
  #at: number;
  #unreadable = 0;
  readonly #gaps: BacktestGap[] = [];
  #report: BacktestReport | undefined;
  readonly #ended = Promise.withResolvers<void>();

  constructor(id: string, order: BacktestOrder, replay: Replay, parts: BacktestParts) {
    this.id = id;
    this.order = order;
    this.createdAt = parts.clock.now();
    this.#replay = replay;
    this.#parts = parts;
    this.#at = order.from;
  }

  get hasEnded(): boolean {
    return this.#report !== undefined;
  }

  get isWaiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Also while it gives up. */
  get isRunning(): boolean {
    return !this.isWaiting && !this.hasEnded;
  }

  get finishedAt(): number | undefined {
    return this.#finishedAt;
  }

  /** Resolves when it is over, however it ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  cancel(): void {
    if (this.hasEnded) return;
    const waited = this.#state === 'waiting';
    this.#state = 'cancelled';
    if (waited) this.#end();
  }

  /** Reads and evaluates until the end; what goes wrong becomes its state. */
  async run(): Promise<void> {
    const replay = this.#replay;
    if (this.#state !== 'waiting' || !replay) return;
    this.#state = 'running';
    try {
      await this.#lookAround(replay);
      await this.#readAll(replay);
      if (this.#state === 'running') this.#state = 'done';
    } catch (error) {
      this.#state = 'failed';
      this.#reason = error instanceof Error ? error.message : String(error);
    }
    this.#end();
  }

  summary(): BacktestSummary {
    return this.#report ?? this.#summarize(this.#replay);
  }

  report(): BacktestReport {
    return this.#report ?? this.#reportOf(this.#replay);
  }

  /** What is known before the first event is read. */
  async #lookAround(replay: Replay): Promise<void> {
    const { targets } = replay;
    const { journal, clock } = this.#parts;
    const { from, to, clientId } = this.order;
    const figures = await this.#patiently(() => journal.figures());
    this.#gaps.push(...findGaps(figures, { targets, from, to, now: clock.now() }));
    // What is silent before anything is recorded is not absent.
    replay.alert?.begin(Math.min(to, Math.max(from, figures.oldest ?? to)));
    const missing = { from, to, events: [GAP], order: 'asc' as const, limit: MOST_LOST };
    const lost = await this.#patiently(() => journal.search(missing));
    this.#gaps.push(...lostEvents(lost.records, lost.next !== undefined));
    if (clientId !== undefined) return;
    const events = namesOf(targets);
    this.#total = await this.#patiently(() => journal.estimate({ from, to, events }));
  }

  async #readAll(replay: Replay): Promise<void> {
    const begin = performance.now();
    let page: Promise<FoundEvents> | undefined = this.#page(replay, undefined);
    while (page) {
      const { records, next }: FoundEvents = await page;
      if (this.#isCancelled) return;
      page = next && this.#page(replay, next);
      // Whoever waits for it is told; until then a failure of it must not end the process.
      page?.catch(() => undefined);
      await this.#parts.turns.each(
        records,
        (record) => {
          this.#at = record.at;
          try {
            return replay.step(record)?.catch(() => {
              this.#unreadable++;
            });
          } catch {
            this.#unreadable++;
            return undefined;
          }
        },
        () => this.#isCancelled,
      );
      replay.rows.settle();
      if (this.#isCancelled) return;
      this.#at = Math.max(this.#at, next?.at ?? this.order.to);
      if (!page) await replay.alert?.pass(this.order.to);
      const isTooMuch = replay.counts.read >= MOST_EVENTS || performance.now() - begin > LONGEST_RUN;
      if (page && isTooMuch) {
        const about = { from: this.#at, to: this.order.to };
        this.#gaps.push(gap('stopped', { read: replay.counts.read }, about));
        return;
      }
    }
  }

  #page({ targets }: Replay, after: EventId | undefined): Promise<FoundEvents> {
    const { from, to, clientId } = this.order;
    const events = namesOf(targets);
    // No kind at all would mean all of them.
    if (events.length === 0) return Promise.resolve({ records: [], next: undefined });
    const clientIds = clientId === undefined ? undefined : [clientId];
    const search = { from, to, events, clientIds, after, limit: PAGE, patience: PATIENCE };
    return this.#patiently(() => this.#parts.journal.search({ ...search, order: 'asc' }));
  }

  /** People who search come first. */
  async #patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
    for (let retries = 0; ; retries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof BusyError) || retries >= MOST_RETRIES) throw error;
        await new Promise<void>((resolve) => this.#parts.clock.after(RETRY_PAUSE, resolve));
      }
    }
  }

  get #isCancelled(): boolean {
    return this.#state === 'cancelled';
  }

  /** What it remembered for the rule is not needed any more. */
  #end(): void {
    const replay = this.#replay;
    this.#finishedAt = this.#parts.clock.now();
    if (replay && replay.clients.others > 0)
      this.#gaps.push(gap('clients', { count: replay.clients.others }, { count: replay.clients.others }));
    if (this.#unreadable > 0)
      this.#gaps.push(gap('unreadable', { count: this.#unreadable }, { count: this.#unreadable }));
    this.#report = this.#reportOf(replay);
    replay?.alert?.close();
    this.#replay = undefined;
    this.#ended.resolve();
  }

  #summarize(replay: Replay | undefined): BacktestSummary {
    const { ruleId, sql, from, to, clientId } = this.order;
    const { read = 0, matched = 0, passed = 0, noResult = 0, exception = 0 } = replay?.counts ?? {};
    return {
      id: this.id,
      state: this.#state,
      reason: this.#reason,
      ruleId,
      sql,
      from,
      to,
      clientId,
      createdAt: this.createdAt,
      finishedAt: this.#finishedAt,
      progress: { read, total: this.#total, percent: this.#percent(read), at: this.#at },
      matched,
      passed,
      failed: { noResult, exception },
      rowCount: replay?.rows.count ?? 0,
    };
  }

  #reportOf(replay: Replay | undefined): BacktestReport {
    const runs = replay?.rows.count ?? 0;
    return {
      ...this.#summarize(replay),
      actions: this.order.actions.map((action) => ({ action, runs })),
      alert: replay?.alert && { draft: replay.alert.draft, ...(replay.alert.report() ?? NOT_BEGUN) },
      errors: replay?.errors.read() ?? [],
      bucketSize: replay?.buckets.size ?? 0,
      buckets: replay?.buckets.read() ?? [],
      rows: replay?.rows.read() ?? [],
      rowsOmitted: replay?.rows.omitted ?? 0,
      byClient: replay?.clients.top(TOP_CLIENTS) ?? [],
      clients: replay?.clients.size ?? 0,
      busiestMinute: replay?.busiestMinute.read(),
      gaps: [...this.#gaps],
      warnings: replay ? [...replay.statement.warnings] : [],
    };
  }

  #percent(read: number): number {
    if (this.#state === 'done') return 100;
    const { from, to } = this.order;
    const share = this.#total ? read / this.#total : (this.#at - from) / Math.max(1, to - from);
    return Math.min(99, Math.floor(share * 100));
  }
}
