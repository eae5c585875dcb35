import type { BrokerEvent } from '../../broker/door.ts';
import type { RecordedEvent } from '../../journal/door.ts';
import { type Row, RuleMemory, type SqlHost } from '../../sql/door.ts';
import type { FromTarget } from '../event-topics.ts';
import { RecordedSource } from '../recorded-columns.ts';
import { type CompilerSettings, compileStatement, type ReadyStatement } from '../rule-compiler.ts';
import type { BacktestOrder } from './backtest-draft.ts';
import { BusiestMinute } from './busiest-minute.ts';
import { ClientCounts } from './client-counts.ts';
import { ErrorSamples } from './error-samples.ts';
import { KeptRows } from './kept-rows.ts';
import { type AlertsNow, PastAlert } from './past-alert.ts';
import { PastConnections } from './past-connections.ts';
import { timesHeard } from './recorded-hearing.ts';
import { ReplayedSource } from './replayed-source.ts';
import { TimeBuckets } from './time-buckets.ts';

/** `metadata.rule_id` of a statement that belongs to no rule. */
const NO_RULE = 'backtest';

/** What of the language does not depend on which event is at hand. */
export type ReplayHost = Omit<SqlHost, 'now' | 'memory' | 'stopwatch' | 'jqTimeout'>;

export interface ReplayOptions {
  readonly order: BacktestOrder;
  readonly alerts: AlertsNow;
  readonly host: ReplayHost;
  readonly compiler: Omit<CompilerSettings, 'host'>;
  readonly hearsSystem: boolean;
  /** Milliseconds of a jq program. */
  readonly jqTimeout: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
}

/** Shows a statement recorded events, one after the other, as if they happened now, and counts what it makes of them. */
export class Replay {
  readonly statement: ReadyStatement;
  readonly #options: ReplayOptions;
  readonly #connections = new PastConnections();
  readonly alert: PastAlert | undefined;
  #now = 0;
  /** Events that were looked at, those that the rule would have heard, and what it would have made of these. */
  readonly counts = { read: 0, matched: 0, passed: 0, noResult: 0, exception: 0 };
  readonly rows: KeptRows;
  readonly buckets: TimeBuckets;
  readonly clients = new ClientCounts();
  readonly errors = new ErrorSamples();
  readonly busiestMinute = new BusiestMinute();

  /** @throws RuleError BAD_REQUEST when the statement can never become a rule */
  constructor(options: ReplayOptions) {
    const { order, alerts, compiler, host, stopwatch, jqTimeout } = options;
    const { sql, from, to, limit, alert } = order;
    this.#options = options;
    const memory = new RuleMemory();
    // What the rule reads from the clock is what it would have read then.
    const hostThen = { ...host, now: () => this.#now, stopwatch, memory, jqTimeout: () => jqTimeout };
    const settings = { ...compiler, host: hostThen };
    this.statement = compileStatement(sql, settings);
    this.alert = alert && new PastAlert(alert, order, this.statement, settings, alerts);
    this.rows = new KeptRows(limit);
    this.buckets = new TimeBuckets(from, to);
  }

  /** All that it hears: of the statement, and of what ends its alerts. */
  get targets(): readonly FromTarget[] {
    return [...this.statement.targets, ...(this.alert?.targets ?? [])];
  }

  /** A promise when it takes further turns. @throws SyntaxError for what cannot be read */
  step(record: RecordedEvent): Promise<void> | undefined {
    const passed = this.alert?.pass(record.at);
    if (passed) return passed.then(() => this.#hear(record));
    this.#hear(record);
    return undefined;
  }

  #hear(record: RecordedEvent): void {
    this.counts.read++;
    const { compiler, hearsSystem } = this.#options;
    // A rule does not hear what it republished itself.
    const { ruleId } = this.#options.order;
    // The catalogue knows each kind that is recorded; a file of a later version may hold others.
    const recorded = new RecordedSource(
      record.event as BrokerEvent['name'],
      record.columns,
      ruleId ?? NO_RULE,
    );
    const topics = compiler.mqtt;
    const topic = record.event === 'message.publish' ? recorded.column('topic') : undefined;
    const times = (targets: readonly FromTarget[]): number =>
      timesHeard(record.event, topic, { targets, topics, hearsSystem });
    this.alert?.notice(record, recorded);
    const isOwn = ruleId !== undefined && isRepublished(recorded, ruleId);
    const heard = isOwn ? 0 : times(this.statement.targets);
    const mayEnd = times(this.alert?.resolver?.targets ?? []) > 0;
    if (heard === 0 && !mayEnd) return;
    const source = new ReplayedSource(recorded, this.#connections.of(record.event, record.clientId));
    for (let time = 0; time < heard; time++) this.#evaluate(record, source);
    if (mayEnd) this.#end(record, source);
  }

  #evaluate(record: RecordedEvent, source: ReplayedSource): void {
    this.#now = record.at;
    const bucket = this.buckets.at(record.at);
    this.counts.matched++;
    if (bucket) bucket.matched++;
    let rows: readonly Row[];
    try {
      rows = this.statement.evaluate(source);
    } catch (error) {
      this.counts.exception++;
      this.errors.add(record, error);
      return;
    }
    if (rows.length === 0) {
      this.counts.noResult++;
      return;
    }
    this.counts.passed++;
    if (bucket) bucket.passed++;
    this.rows.add(record, rows);
    this.busiestMinute.add(record.at, rows.length);
    if (record.clientId !== undefined) this.clients.add(record.clientId);
    if (this.alert) this.#raise(this.alert, record, rows, source);
  }

  #raise(alert: PastAlert, record: RecordedEvent, rows: readonly Row[], source: ReplayedSource): void {
    for (const row of rows) {
      try {
        alert.raise(row, source);
      } catch (error) {
        this.errors.add(record, error);
      }
    }
  }

  #end(record: RecordedEvent, source: ReplayedSource): void {
    this.#now = record.at;
    try {
      this.alert?.end(source, record.at);
    } catch (error) {
      this.errors.add(record, error);
    }
  }
}

/** What a rule republishes has its id as client id and comes from no address. */
function isRepublished(source: RecordedSource, ruleId: string): boolean {
  if (source.column('from_clientid') !== undefined) return source.column('from_clientid') === ruleId;
  return (
    source.column('topic') !== undefined &&
    source.column('clientid') === ruleId &&
    source.column('peerhost') === undefined
  );
}
