import type { Arity } from '../../texts/sql-messages.ts';
import type { SqlHost } from '../row-source.ts';
import type { Value } from '../values.ts';

type FunctionGroup = 'conversion' | 'predicates' | 'strings' | 'date and time' | 'conditional';

/** An expression, and its value as JSON; `undefined` where there is none. */
export type FunctionExample = readonly [expression: string, result: string];

/** One function: what checks it, runs it, documents it and tests it. */
export interface FunctionEntry {
  readonly name: string;
  readonly group: FunctionGroup;
  /** The parameter lists that it takes: `['s, start', 's, start, n']`; a last `…` stands for any number more. */
  readonly forms: readonly string[];
  /** What it gives, as a phrase. */
  readonly meaning: string;
  readonly examples: readonly FunctionExample[];
  /** The function of one call in a rule; what it remembers (a compiled pattern) is that call's own. */
  readonly bind: (host: SqlHost) => (...args: Value[]) => Value;
  /**
   * What a constant must be, by the argument's position (negative from the end where forms differ in front); throws
   * a SqlRuntimeError, which refuses the rule.
   */
  readonly constants?: Readonly<Record<number, (constant: Value) => unknown>> | undefined;
}

/** A function that needs nothing but its arguments. */
export function pure(call: (...args: Value[]) => Value): FunctionEntry['bind'] {
  return () => call;
}

export function arityOf({ forms }: Pick<FunctionEntry, 'forms'>): Arity {
  const lists = forms.map((form) => (form === '' ? [] : form.split(', ')));
  const counts = lists.map((list) => (list.at(-1) === '…' ? list.length - 1 : list.length));
  return {
    counts: [...new Set(counts)].sort((a, b) => a - b),
    more: lists.some((list) => list.at(-1) === '…'),
  };
}

/** Keeps the latest result, since an argument is mostly the same constant at every call. */
export function rememberLast<Input extends Value, Result>(
  make: (input: Input) => Result,
): (input: Input) => Result {
  let last: { readonly input: Input; readonly result: Result } | undefined;
  return (input) => {
    if (last === undefined || last.input !== input) last = { input, result: make(input) };
    return last.result;
  };
}
