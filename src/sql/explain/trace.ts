import type { Expression } from '../ast.ts';
import type { Observer } from '../compile-context.ts';
import { visitAll } from '../rewrite.ts';
import type { Evaluate, Scope, Test } from '../scope.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import type { Value } from '../values.ts';

/** What a part came to. */
export type Observation =
  | { readonly value: Value; readonly error?: undefined }
  | { readonly error: SqlRuntimeError };

/** Where an evaluation failed: the innermost part. */
interface Failure {
  readonly error: SqlRuntimeError;
  readonly expression: Expression;
}

/** Writes down what the parts of one statement come to while it is evaluated once, by the code that rules run. */
export class Trace implements Observer {
  readonly #seen = new Map<Expression, Observation>();
  readonly #onElement: (trace: Trace) => void;
  #failure: Failure | undefined;
  #isMuted = false;

  /** @param onElement told after INCASE was tried on an element */
  constructor(onElement: (trace: Trace) => void) {
    this.#onElement = onElement;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Undefined for a part that was not evaluated. */
  of(expression: Expression): Observation | undefined {
    return this.#seen.get(expression);
  }

  /** From now on only a failure is written down. */
  mute(): void {
    this.#isMuted = true;
  }

  forget(expression: Expression): void {
    visitAll(expression, (part) => this.#seen.delete(part));
  }

  watch<Run extends Evaluate>(expression: Expression, run: Run): Run {
    const watched = (scope: Scope): Value => {
      try {
        const value = run(scope);
        if (!this.#isMuted) this.#seen.set(expression, { value });
        return value;
      } catch (error) {
        if (error instanceof SqlRuntimeError) {
          this.#failure ??= { error, expression };
          this.#seen.set(expression, { error });
        }
        throw error;
      }
    };
    return watched as Run;
  }

  watchElements(incase: Test): Test {
    return (scope) => {
      try {
        return incase(scope);
      } finally {
        this.#onElement(this);
      }
    };
  }
}
