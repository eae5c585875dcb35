import { suggest } from '../lib/suggest.ts';
import type { Call, Expression } from './ast.ts';
import { parseNumber } from './compare.ts';
import type { FunctionEntry } from './functions/function-entry.ts';
import { accepts, arityOf, type Parameter, parametersOf } from './functions/signature.ts';
import { printLiteral } from './printer.ts';
import { SqlError, SqlRuntimeError, type SqlText, sayIn } from './sql-error.ts';
import { staticKinds } from './static-kinds.ts';
import { Float, isNumber, isText, type Value } from './values.ts';

/**
 * Refuses a call that fails whatever the event: a wrong number of arguments, one of a type that the function does not
 * take, or a constant that it cannot accept.
 * @throws SqlError at the argument
 */
export function checkArguments(entry: FunctionEntry, call: Call): void {
  checkArity(entry, call);
  checkTypes(entry, call);
  checkConstants(entry, call);
}

function checkArity({ name, forms }: FunctionEntry, { args, span }: Call): void {
  const arity = arityOf(forms);
  if (arity.counts.includes(args.length) || (arity.more && args.length >= (arity.counts[0] ?? 0))) return;
  throw new SqlError({ code: 'wrongArity', name, arity, given: args.length }, span);
}

/** The forms with so many arguments are asked in their order; the first one speaks when all refuse. */
function checkTypes({ name, forms }: FunctionEntry, { args }: Call): void {
  const fitting = forms.map(parametersOf).filter((parameters) => takes(parameters, args.length));
  const refusals = fitting.map((parameters) => refusalOf(parameters, args));
  const [refusal] = refusals;
  if (!refusal || refusals.includes(undefined)) return;
  throw new SqlError({ code: 'invalidArgument', name, ...said(refusal.text) }, refusal.span, refusal.hint);
}

function takes(parameters: readonly Parameter[], count: number): boolean {
  return parameters.length === count || (parameters.at(-1)?.rest === true && count >= parameters.length - 1);
}

function refusalOf(parameters: readonly Parameter[], args: readonly Expression[]) {
  for (const [i, argument] of args.entries()) {
    const parameter = parameters[Math.min(i, parameters.length - 1)];
    const refusal = parameter && argumentRefusal(parameter, argument);
    if (refusal) return { ...refusal, span: argument.span };
  }
  return undefined;
}

function argumentRefusal(
  parameter: Parameter,
  argument: Expression,
): { text: SqlText; hint: SqlText | undefined } | undefined {
  const kinds = staticKinds(argument);
  if (kinds && !kinds.some((kind) => accepts(parameter, kind))) {
    const types = parameter.types.length === 0 ? ['text'] : parameter.types;
    const hint = argument.kind === 'literal' ? conversionOf(parameter, argument.value) : undefined;
    return { text: { code: 'expectedType', types, kinds }, hint };
  }
  const { words, types } = parameter;
  if (argument.kind !== 'literal' || !isText(argument.value) || words.length === 0 || types.length > 0)
    return undefined;
  const word = argument.value.toString();
  if (words.includes(word)) return undefined;
  const near = suggest(word, words) ?? words.find((known) => known === abbreviated.get(word.toLowerCase()));
  return {
    text: {
      code: 'expectedWord',
      words: words.map((known) => `'${known}'`).join(', '),
      word: word.slice(0, 40),
    },
    hint: near === undefined ? undefined : { code: 'didYouMean', name: `'${near}'` },
  };
}

/** Units of time as other systems write them. */
const abbreviated: ReadonlyMap<string, string> = new Map([
  ['s', 'second'],
  ['sec', 'second'],
  ['ms', 'millisecond'],
  ['msec', 'millisecond'],
  ['us', 'microsecond'],
  ['ns', 'nanosecond'],
]);

/** The same constant, as it would be right: 5 for '5', '5' for 5, 4 for 4.0. */
function conversionOf(parameter: Parameter, constant: Value): SqlText | undefined {
  if (isText(constant)) {
    const number = parseNumber(constant.toString());
    const kind =
      number === undefined
        ? undefined
        : number instanceof Float || !Number.isInteger(number)
          ? 'float'
          : 'integer';
    return kind && accepts(parameter, kind) ? { code: 'writeInstead', text: constant.toString() } : undefined;
  }
  if (!isNumber(constant)) return undefined;
  if (isOnlyText(parameter)) return { code: 'writeInstead', text: `'${printLiteral(constant)}'` };
  return accepts(parameter, 'integer')
    ? { code: 'writeInstead', text: `int(${printLiteral(constant)})` }
    : undefined;
}

function isOnlyText({ types, words }: Parameter): boolean {
  return types.length === 1 && types[0] === 'text' && words.length === 0;
}

function checkConstants({ name, constants }: FunctionEntry, { args }: Call): void {
  for (const [i, argument] of args.entries()) {
    const check = constants?.[i] ?? constants?.[i - args.length];
    if (check === undefined || argument.kind !== 'literal') continue;
    try {
      check(argument.value);
    } catch (error) {
      if (!(error instanceof SqlRuntimeError)) throw error;
      throw new SqlError(
        { code: 'invalidArgument', name, ...(error.text ? said(error.text) : { detail: error.message }) },
        argument.span,
      );
    }
  }
}

function said(text: SqlText): { detail: string; detailZh: string } {
  return { detail: sayIn('en', text), detailZh: sayIn('zh', text) };
}
