import type { AlertDraft, RehearsalReport } from '../../alerts/door.ts';
import type { RuleWarning } from '../rule.ts';
import type { RuleOutput } from '../rule-draft.ts';
import type { BacktestGap } from './backtest-gap.ts';
import type { ClientCount } from './client-counts.ts';
import type { ErrorSample } from './error-samples.ts';
import type { KeptRow } from './kept-rows.ts';
import type { Bucket } from './time-buckets.ts';

export type BacktestState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** How far a backtest is, and what came out of it so far. Times are Unix milliseconds. */
export interface BacktestSummary {
  readonly id: string;
  readonly state: BacktestState;
  /** Why it failed. */
  readonly reason: string | undefined;
  readonly ruleId: string | undefined;
  readonly sql: string;
  readonly from: number;
  readonly to: number;
  readonly clientId: string | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
  readonly progress: {
    /** Events that were read. */
    readonly read: number;
    /** About how many there are; undefined where nobody knows. */
    readonly total: number | undefined;
    readonly percent: number;
    /** Until which moment of the past it has come. */
    readonly at: number;
  };
  /** Events that the rule would have heard. */
  readonly matched: number;
  /** Events of which it would have made rows. */
  readonly passed: number;
  readonly failed: { readonly noResult: number; readonly exception: number };
  readonly rowCount: number;
}

/** The whole of it. */
export interface BacktestReport extends BacktestSummary {
  readonly actions: ReadonlyArray<{ readonly action: RuleOutput; readonly runs: number }>;
  /** Undefined when nothing is alerted. */
  readonly alert: ({ readonly draft: AlertDraft } & RehearsalReport) | undefined;
  readonly errors: readonly ErrorSample[];
  readonly bucketSize: number;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly KeptRow[];
  /** Between the first rows and the last ones. */
  readonly rowsOmitted: number;
  readonly byClient: readonly ClientCount[];
  /** Clients of which there were rows. */
  readonly clients: number;
  readonly busiestMinute: { readonly from: number; readonly rows: number } | undefined;
  readonly gaps: readonly BacktestGap[];
  readonly warnings: readonly RuleWarning[];
}
