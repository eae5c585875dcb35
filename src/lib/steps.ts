/** Work in steps of some hundred microseconds, so that whoever has it done can do other things after each. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** All of it now. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
