import type { Expression } from './ast.ts';
import type { EvaluationBudget } from './evaluation-budget.ts';
import type { SqlHost } from './row-source.ts';
import type { Evaluate, Test } from './scope.ts';

/** Sees what the parts of a statement come to, for somebody who asks why. Rules at work have none. */
export interface Observer {
  /** What to run in the place of a compiled part; a condition is watched once more as the condition that it is. */
  watch<Run extends Evaluate>(expression: Expression, run: Run): Run;
  /** The same for INCASE, which is run for each element. */
  watchElements(incase: Test): Test;
}

/** What is known where an expression stands. */
export interface CompileContext {
  readonly host: SqlHost;
  readonly budget: EvaluationBudget;
  /** Names that outputs may hold by the time the expression is evaluated; other names need not be looked for there. */
  readonly outputs: ReadonlySet<string>;
  readonly locals: ReadonlySet<string>;
  readonly observer?: Observer | undefined;
}
