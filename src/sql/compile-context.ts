import type { EvaluationBudget } from './evaluation-budget.ts';
import type { SqlHost } from './row-source.ts';

/** What is known where an expression stands. */
export interface CompileContext {
  readonly host: SqlHost;
  readonly budget: EvaluationBudget;
  /** Names that outputs may hold by the time the expression is evaluated; other names need not be looked for there. */
  readonly outputs: ReadonlySet<string>;
  readonly locals: ReadonlySet<string>;
}
