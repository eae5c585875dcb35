import type { Value } from '../values.ts';

/** Of one call in a rule. */
const MOST_REMEMBERED = 32;

/**
 * Keeps what was made of the latest inputs: an argument is mostly the same constant at every call, and otherwise mostly
 * one of a few.
 */
export function remembered<Input extends Value, Result>(
  make: (input: Input) => Result,
): (input: Input) => Result {
  const results = new Map<Input, Result>();
  let last: { readonly input: Input; readonly result: Result } | undefined;
  return (input) => {
    if (last?.input === input) return last.result;
    let result = results.get(input);
    if (result === undefined) {
      result = make(input);
      if (results.size === MOST_REMEMBERED) results.delete(results.keys().next().value as Input);
      results.set(input, result);
    }
    last = { input, result };
    return result;
  };
}
