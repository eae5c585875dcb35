import type { Item, Statement } from '../ast.ts';
import { type CompileOptions, compileMeaning, listReader, readMeaning } from '../compile-rule.ts';
import type { RowSource } from '../row-source.ts';
import type { Span } from '../source-location.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import type { Row, Value } from '../values.ts';
import { type Operand, operandOf, type Term, termOf } from './term.ts';
import { Trace } from './trace.ts';

/** Elements of a FOREACH whose condition is shown. */
const MOST_ELEMENTS = 20;

/** What a statement made of one event, and how it came to that. */
export interface RuleExplanation {
  /** What the rule would have made of the event; none when it failed. */
  readonly rows: readonly Row[];
  readonly failure: { readonly error: SqlRuntimeError; readonly span: Span | undefined } | undefined;
  /** Of SELECT, or of FOREACH itself. */
  readonly items: readonly ExplainedItem[];
  readonly where: Term | undefined;
  readonly foreach: ExplainedForeach | undefined;
}

/** `operand` is undefined for `*`. */
export interface ExplainedItem {
  readonly span: Span;
  readonly alias: Span | undefined;
  readonly operand: Operand | undefined;
}

export interface ExplainedForeach {
  /** What the last item gave; elements there are only in a list. */
  readonly collection: Operand;
  /** Undefined when it was not evaluated. */
  readonly elements: number | undefined;
  /** Of the first elements, in their order; empty without INCASE. */
  readonly incase: readonly ExplainedElement[];
}

export interface ExplainedElement {
  readonly element: Value;
  readonly term: Term;
}

/**
 * Evaluates the statement as a rule would, once, and watches it: the parts run by the very code that rules run.
 * @param source left out when the rule does not hear the event: nothing is evaluated then
 * @throws SqlError as `compileRule` does
 */
export function explainRule(
  statement: Statement,
  options: CompileOptions,
  source: RowSource | undefined,
): RuleExplanation {
  const { statement: meaning } = readMeaning(statement, options);
  const incase = meaning.kind === 'foreach' ? meaning.incase : undefined;
  const terms: Term[] = [];
  const trace = new Trace((seen) => {
    if (!incase || terms.length === MOST_ELEMENTS) return;
    terms.push(termOf(incase, seen));
    seen.forget(incase);
    // A list may have thousands of elements more, of which nothing is shown.
    if (terms.length === MOST_ELEMENTS) seen.mute();
  });
  const evaluate = compileMeaning(meaning, options, trace);
  const { rows, failure } = source ? run(() => evaluate(source)) : { rows: [], failure: undefined };
  return {
    rows,
    failure: failure && { error: failure, span: trace.failure?.expression.span },
    items: meaning.items.map((item) => explainItem(item, trace)),
    where: meaning.where && termOf(meaning.where, trace),
    foreach: explainForeach(meaning, trace, terms),
  };
}

function run(evaluate: () => readonly Row[]): { rows: readonly Row[]; failure: SqlRuntimeError | undefined } {
  try {
    return { rows: evaluate(), failure: undefined };
  } catch (error) {
    if (!(error instanceof SqlRuntimeError)) throw error;
    return { rows: [], failure: error };
  }
}

function explainItem(item: Item, trace: Trace): ExplainedItem {
  if (item.kind === 'all') return { span: item.span, alias: undefined, operand: undefined };
  return { span: item.span, alias: item.alias?.span, operand: operandOf(item.expression, trace) };
}

function explainForeach(
  statement: Statement,
  trace: Trace,
  terms: readonly Term[],
): ExplainedForeach | undefined {
  const last = statement.kind === 'foreach' ? statement.items.at(-1) : undefined;
  if (last?.kind !== 'output') return undefined;
  const collection = operandOf(last.expression, trace);
  const isKnown = collection.isEvaluated && collection.error === undefined;
  const elements = isKnown ? listReader(last.expression)(collection.value) : undefined;
  return {
    collection,
    elements: elements?.length,
    incase: terms.map((term, index) => ({ element: elements?.[index], term })),
  };
}
