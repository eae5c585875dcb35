import { suggest } from '../lib/suggest.ts';
import type { Call } from './ast.ts';
import { arityOf, type FunctionEntry } from './functions/function-entry.ts';
import { functionTable } from './functions/function-table.ts';
import type { SqlHost } from './row-source.ts';
import type { Evaluate } from './scope.ts';
import { SqlError, SqlRuntimeError, sayIn } from './sql-error.ts';
import type { Value } from './values.ts';

/** EMQX lets calls name the module; its own prefix is the only one it accepts. */
const MODULE_PREFIX = 'emqx_rule_funcs';

/** @throws SqlError for an unknown function, a wrong number of arguments, or a constant that it can never accept */
export function compileCall(call: Call, host: SqlHost, args: readonly Evaluate[]): Evaluate {
  const entry = findFunction(call);
  checkArity(entry, call);
  checkConstants(entry, call);
  return applyTo(named(entry, host), args);
}

function findFunction({ module, name, nameSpan }: Call): FunctionEntry {
  if (module !== undefined && !module.startsWith(MODULE_PREFIX)) {
    throw new SqlError({ code: 'unknownModule', module }, nameSpan);
  }
  const entry = functionTable.get(name);
  if (entry) return entry;
  const similar = suggest(name, functionTable.keys());
  const hint = similar === undefined ? undefined : ({ code: 'didYouMean', name: similar } as const);
  throw new SqlError({ code: 'unknownFunction', name }, nameSpan, hint);
}

function checkArity(entry: FunctionEntry, { args, span }: Call): void {
  const arity = arityOf(entry);
  if (arity.counts.includes(args.length) || (arity.more && args.length >= (arity.counts[0] ?? 0))) return;
  throw new SqlError({ code: 'wrongArity', name: entry.name, arity, given: args.length }, span);
}

function checkConstants(entry: FunctionEntry, { args }: Call): void {
  for (const [i, argument] of args.entries()) {
    const check = entry.constants?.[i] ?? entry.constants?.[i - args.length];
    if (check === undefined || argument.kind !== 'literal') continue;
    try {
      check(argument.value);
    } catch (error) {
      if (!(error instanceof SqlRuntimeError)) throw error;
      const { message: detail, text } = error;
      const detailZh = text && sayIn('zh', text);
      throw new SqlError({ code: 'invalidArgument', name: entry.name, detail, detailZh }, argument.span);
    }
  }
}

/** The function with errors that say whose they are. */
function named(entry: FunctionEntry, host: SqlHost) {
  const call = entry.bind(host);
  return function callNamed(...args: Value[]): Value {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof SqlRuntimeError) throw new SqlRuntimeError(`${entry.name}(): ${error.message}`);
      throw error;
    }
  };
}

function applyTo(call: (...args: Value[]) => Value, args: readonly Evaluate[]): Evaluate {
  const [first, second] = args;
  if (!first) return () => call();
  if (!second) return (scope) => call(first(scope));
  if (args.length === 2) return (scope) => call(first(scope), second(scope));
  return (scope) => call(...args.map((argument) => argument(scope)));
}
