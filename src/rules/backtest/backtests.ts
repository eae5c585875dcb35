import { randomBytes } from 'node:crypto';
import { type Journal, JournalError } from '../../journal/door.ts';
import type { Clock } from '../../lib/clock.ts';
import { BusyError } from '../../lib/work-queue.ts';
import type { RuleEngine } from '../engine.ts';
import type { CompilerSettings } from '../rule-compiler.ts';
import { type ActionRunner, readOutputs } from '../rule-outputs.ts';
import { Backtest } from './backtest.ts';
import { readOrder } from './backtest-draft.ts';
import type { AlertsNow } from './past-alert.ts';
import { Replay, type ReplayHost } from './replay.ts';
import { SharedTurns } from './shared-turns.ts';

export interface BacktestsParts {
  readonly journal: Pick<Journal, 'isOn' | 'search' | 'figures' | 'estimate'>;
  readonly rules: Pick<RuleEngine, 'get' | 'settings'>;
  readonly actions: Pick<ActionRunner, 'resolve'>;
  readonly host: ReplayHost;
  readonly compiler: Omit<CompilerSettings, 'host'>;
  readonly clock: Clock;
  /** What holds for alerts at this moment. */
  readonly alertsNow: () => AlertsNow;
}

/** Backtests that run at a time, and those that wait for one of these to end. */
const MOST_RUNNING = 2;
const MOST_WAITING = 8;
/** Those that are over are kept for a while. */
const MOST_KEPT = 20;
const KEPT_TIME = 3_600_000;

/** The backtests that are at work, and the last ones that were. */
export class Backtests {
  readonly #parts: BacktestsParts;
  readonly #backtests = new Map<string, Backtest>();
  readonly #turns = new SharedTurns(MOST_RUNNING);

  constructor(parts: BacktestsParts) {
    this.#parts = parts;
  }

  /**
   * Begins one, or lets it wait its turn.
   * @throws RuleError BAD_REQUEST, RULE_NOT_FOUND; JournalError without a journal; BusyError when too many wait
   */
  start(body: unknown): Backtest {
    const { journal, rules, host, compiler, actions, clock, alertsNow } = this.#parts;
    const read = readOrder(body, clock.now(), (id) => rules.get(id));
    const order = { ...read, actions: readOutputs(read.actions, actions) };
    if (!journal.isOn) throw new JournalError('nothing is recorded: journal.enable is false');
    if (this.#count(({ hasEnded }) => !hasEnded) >= MOST_RUNNING + MOST_WAITING) throw new BusyError();
    const settings = rules.settings();
    const replay = new Replay({
      order,
      alerts: alertsNow(),
      host,
      compiler,
      hearsSystem: !settings.ignore_sys_message,
      jqTimeout: settings.jq_function_default_timeout,
      stopwatch: () => performance.now(),
    });
    const backtest = new Backtest(this.#freshId(), order, replay, { journal, turns: this.#turns, clock });
    this.#backtests.set(backtest.id, backtest);
    this.#forget();
    this.#goOn();
    return backtest;
  }

  /** The last one first. */
  list(): Backtest[] {
    this.#forget();
    return [...this.#backtests.values()].reverse();
  }

  get(id: string): Backtest | undefined {
    this.#forget();
    return this.#backtests.get(id);
  }

  /** Ends one that is at work or waits; forgets one that is over. False when there is none. */
  delete(id: string): boolean {
    const backtest = this.get(id);
    if (!backtest) return false;
    if (backtest.hasEnded) this.#backtests.delete(id);
    else backtest.cancel();
    return true;
  }

  /** Cancels what is at work; it does nothing more than to give up what it has just asked for. */
  close(): void {
    for (const backtest of this.#backtests.values()) backtest.cancel();
  }

  /** Lets the one that has waited longest run, when there is a place. */
  #goOn(): void {
    if (this.#count(({ isRunning }) => isRunning) >= MOST_RUNNING) return;
    const next = [...this.#backtests.values()].find(({ isWaiting }) => isWaiting);
    void next?.run().then(() => this.#goOn());
  }

  #count(matches: (backtest: Backtest) => boolean): number {
    return [...this.#backtests.values()].filter(matches).length;
  }

  #forget(): void {
    const ended = [...this.#backtests.values()].filter(({ hasEnded }) => hasEnded);
    const oldest = this.#parts.clock.now() - KEPT_TIME;
    for (const [index, { id, finishedAt = 0 }] of ended.entries()) {
      if (finishedAt < oldest || index < ended.length - MOST_KEPT) this.#backtests.delete(id);
    }
  }

  #freshId(): string {
    for (;;) {
      const id = randomBytes(4).toString('hex');
      if (!this.#backtests.has(id)) return id;
    }
  }
}
