import { LONGEST_EVALUATION } from './limits.ts';
import type { SqlHost } from './row-source.ts';
import type { Evaluate, Scope } from './scope.ts';
import { SqlRuntimeError } from './sql-error.ts';

/** Steps between two looks at the clock, for steps that mostly cost next to nothing. */
const STEPS_PER_LOOK = 16;

/**
 * The time of one evaluation. Each step of it has a bound of its own, but a statement can have thousands of steps, and
 * the broker waits for all of them.
 */
export class EvaluationBudget {
  readonly #time: () => number;
  /** Undefined until the clock has been looked at in this evaluation. */
  #end: number | undefined;
  #hasLooked = false;
  #steps = 0;

  constructor(host: Pick<SqlHost, 'now' | 'stopwatch'>) {
    this.#time = () => (host.stopwatch ? host.stopwatch() : host.now());
  }

  /**
   * The clock is not asked yet: most evaluations are over before there is a reason to, and asking costs as much as a
   * comparison of columns.
   */
  start(): void {
    this.#end = undefined;
    this.#hasLooked = false;
  }

  /**
   * Before a step that may take long. The first one is let pass, the time runs from the second.
   * @throws SqlRuntimeError when the time is over
   */
  look(): void {
    if (!this.#hasLooked) {
      this.#hasLooked = true;
      return;
    }
    const now = this.#time();
    if (this.#end === undefined) this.#end = now + LONGEST_EVALUATION;
    else if (now > this.#end) throw new SqlRuntimeError({ code: 'tooSlow', limit: LONGEST_EVALUATION });
  }

  /** Before any other step. @throws SqlRuntimeError */
  step(): void {
    this.#steps += 1;
    if (this.#steps % STEPS_PER_LOOK === 0) this.look();
  }

  /** The expression as a step. */
  counted(evaluate: Evaluate): Evaluate {
    return (scope: Scope) => {
      this.step();
      return evaluate(scope);
    };
  }
}
