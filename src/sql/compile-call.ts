import { suggest } from '../lib/suggest.ts';
import type { Call } from './ast.ts';
import { checkArguments } from './check-arguments.ts';
import type { CompileContext } from './compile-context.ts';
import type { EvaluationBudget } from './evaluation-budget.ts';
import type { FunctionEntry } from './functions/function-entry.ts';
import { functionTable } from './functions/function-table.ts';
import { unavailableFunctions } from './functions/schemas/unavailable-functions.ts';
import type { Evaluate, EventColumns } from './scope.ts';
import { SqlError, SqlRuntimeError, sayIn } from './sql-error.ts';
import type { Value } from './values.ts';

/** EMQX lets calls name the module; its own prefix is the only one it accepts. */
const MODULE_PREFIX = 'emqx_rule_funcs';

/** @throws SqlError for an unknown function, or arguments that it can never accept */
export function compileCall(
  call: Call,
  { host, budget }: Pick<CompileContext, 'host' | 'budget'>,
  args: readonly Evaluate[],
): Evaluate {
  const entry = findFunction(call);
  checkArguments(entry, call);
  if (entry.bindToEvent) return withEvent(named(entry.name, entry.bindToEvent(host), budget), args);
  return applyTo(named(entry.name, entry.bind(host), budget), args);
}

function findFunction({ module, name, nameSpan }: Call): FunctionEntry {
  if (module !== undefined && !module.startsWith(MODULE_PREFIX)) {
    throw new SqlError({ code: 'unknownModule', module }, nameSpan);
  }
  const entry = functionTable.get(name);
  if (entry) return entry;
  const instead = unavailableFunctions.get(name);
  if (instead) throw new SqlError({ code: 'unavailableFunction', name, instead }, nameSpan);
  const similar = suggest(name, functionTable.keys());
  const hint = similar === undefined ? undefined : ({ code: 'didYouMean', name: similar } as const);
  throw new SqlError({ code: 'unknownFunction', name }, nameSpan, hint);
}

/** The function with errors that say whose they are. */
function named<Args extends unknown[]>(
  name: string,
  call: (...args: Args) => Value,
  budget: EvaluationBudget,
) {
  return function callNamed(...args: Args): Value {
    budget.look();
    try {
      return call(...args);
    } catch (error) {
      throw error instanceof SqlRuntimeError ? errorOf(name, error) : error;
    }
  };
}

function errorOf(name: string, { message, text }: SqlRuntimeError): SqlRuntimeError {
  const detailZh = text && sayIn('zh', text);
  return new SqlRuntimeError({ code: 'invalidArgument', name, detail: message, detailZh });
}

function withEvent(
  call: (event: EventColumns, ...args: Value[]) => Value,
  args: readonly Evaluate[],
): Evaluate {
  return (scope) => call(scope.columns, ...args.map((argument) => argument(scope)));
}

function applyTo(call: (...args: Value[]) => Value, args: readonly Evaluate[]): Evaluate {
  const [first, second, third, fourth] = args;
  if (!first) return () => call();
  if (!second) return (scope) => call(first(scope));
  if (!third) return (scope) => call(first(scope), second(scope));
  if (!fourth) return (scope) => call(first(scope), second(scope), third(scope));
  if (args.length === 4) return (scope) => call(first(scope), second(scope), third(scope), fourth(scope));
  return (scope) => call(...args.map((argument) => argument(scope)));
}
