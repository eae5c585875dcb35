import type { BrokerEvent } from '../../broker/door.ts';
import type { RecordedEvent } from '../../journal/door.ts';
import { type Row, RuleMemory, type SqlHost } from '../../sql/door.ts';
import { RecordedSource } from '../recorded-columns.ts';
import { type CompilerSettings, compileStatement, type ReadyStatement } from '../rule-compiler.ts';
import { BusiestMinute } from './busiest-minute.ts';
import { ClientCounts } from './client-counts.ts';
import { ErrorSamples } from './error-samples.ts';
import { KeptRows } from './kept-rows.ts';
import { PastConnections } from './past-connections.ts';
import { timesHeard } from './recorded-hearing.ts';
import { ReplayedSource } from './replayed-source.ts';
import { TimeBuckets } from './time-buckets.ts';

/** `metadata.rule_id` of a statement that belongs to no rule. */
const NO_RULE = 'backtest';

/** What of the language does not depend on which event is at hand. */
export type ReplayHost = Omit<SqlHost, 'now' | 'memory' | 'stopwatch' | 'jqTimeout'>;

export interface ReplayOptions {
  readonly sql: string;
  /** Of the rule, if it is one that is kept: it does not hear what it republished itself. */
  readonly ruleId: string | undefined;
  readonly from: number;
  readonly to: number;
  /** Rows at either end that are kept. */
  readonly mostRows: number;
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
    const { sql, from, to, mostRows, compiler, host, stopwatch, jqTimeout } = options;
    this.#options = options;
    const memory = new RuleMemory();
    // What the rule reads from the clock is what it would have read then.
    const hostThen = { ...host, now: () => this.#now, stopwatch, memory, jqTimeout: () => jqTimeout };
    this.statement = compileStatement(sql, { ...compiler, host: hostThen });
    this.rows = new KeptRows(mostRows);
    this.buckets = new TimeBuckets(from, to);
  }

  step(record: RecordedEvent): void {
    this.counts.read++;
    const { compiler, hearsSystem, ruleId } = this.#options;
    // The catalogue knows each kind that is recorded; a file of a later version may hold others.
    const recorded = new RecordedSource(
      record.event as BrokerEvent['name'],
      record.columns,
      ruleId ?? NO_RULE,
    );
    const topics = compiler.mqtt;
    const topic = record.event === 'message.publish' ? recorded.column('topic') : undefined;
    const rules = { targets: this.statement.targets, topics, hearsSystem };
    const times = timesHeard(record.event, topic, rules);
    if (times === 0 || (ruleId !== undefined && isRepublished(recorded, ruleId))) return;
    const source = new ReplayedSource(recorded, this.#connections.of(record.event, record.clientId));
    for (let time = 0; time < times; time++) this.#evaluate(record, source);
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
