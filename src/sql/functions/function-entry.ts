import type { SqlHost } from '../row-source.ts';
import type { EventColumns } from '../scope.ts';
import type { SqlText } from '../sql-error.ts';
import type { Value } from '../values.ts';
import type { FunctionGroup } from './function-groups.ts';
import type { ValueType } from './signature.ts';

/** An expression, and its value as JSON; `undefined` where there is none. */
export type FunctionExample = readonly [expression: string, result: string];

/** What people read, in both languages. */
export interface Wording {
  readonly en: string;
  readonly zh: string;
}

interface Described {
  readonly name: string;
  readonly group: FunctionGroup;
  /**
   * The parameter lists that it takes, each `name: type` with commas between: `['s: text, start: integer']`. A type
   * is one of `valueTypes`, a word in quotes, or several of these with `|` between; a last `…` (`…: any`) stands for
   * any number more. A literal of another type refuses the rule.
   */
  readonly forms: readonly string[];
  readonly gives: ValueType;
  /** What it gives, as a phrase. */
  readonly meaning: Wording;
  readonly examples: readonly FunctionExample[];
  /**
   * What a constant must be besides its type, by the argument's position (negative from the end where forms differ
   * in front); throws a SqlRuntimeError, which refuses the rule.
   */
  readonly constants?: Readonly<Record<number, (constant: Value) => unknown>> | undefined;
  /**
   * What the author of such a call hardly meant, as a warning.
   * @param constants undefined where an argument is none
   * @param count of the arguments
   */
  readonly doubt?:
    | ((host: SqlHost, constants: readonly Value[], count: number) => SqlText | undefined)
    | undefined;
}

/** The function of one call in a rule; what it remembers (a compiled pattern) is that call's own. */
type Bind = (host: SqlHost) => (...args: Value[]) => Value;
/** The same for a function that reads the event. */
type BindToEvent = (host: SqlHost) => (event: EventColumns, ...args: Value[]) => Value;

/** One function: what checks it, runs it, documents it and tests it. */
export type FunctionEntry = Described &
  (
    | { readonly bind: Bind; readonly bindToEvent?: undefined }
    | { readonly bindToEvent: BindToEvent; readonly bind?: undefined }
  );

/** A function that needs nothing but its arguments. */
export function pure(call: (...args: Value[]) => Value): Bind {
  return () => call;
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
