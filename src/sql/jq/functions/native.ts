import type { Filter, Native, Run } from '../interpreter.ts';
import type { JqValue } from '../jq-values.ts';
import { untracked } from '../scope.ts';

/** A function of the input and the values of its arguments; the last argument varies slowest, as in jq. */
export function ofValues(call: (run: Run, input: JqValue, ...args: JqValue[]) => JqValue): Native {
  return (run, filters, input, path, out) =>
    eachCombination(filters, input, [], (args) => out(call(run, input, ...args), untracked(path)));
}

function eachCombination(
  filters: readonly Filter[],
  input: JqValue,
  behind: readonly JqValue[],
  then: (args: readonly JqValue[]) => undefined,
): undefined {
  const last = filters.at(-1);
  if (!last) return then(behind);
  last(input, undefined, (value) => eachCombination(filters.slice(0, -1), input, [value, ...behind], then));
}
