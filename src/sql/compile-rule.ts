import type { Expression, ForeachStatement, Item, SelectStatement, Statement } from './ast.ts';
import type { CompileContext, Observer } from './compile-context.ts';
import { compileCondition, compileExpression } from './compile-expression.ts';
import { addAll, aliasName, compileItems, outputName, write } from './compile-items.ts';
import { EvaluationBudget } from './evaluation-budget.ts';
import { decodeInner } from './json.ts';
import { MOST_ROWS, MOST_WARNINGS } from './limits.ts';
import { hasDoubts, lint } from './lint.ts';
import { readQuotedText } from './quoted-text.ts';
import { rootsOf, simplify } from './rewrite.ts';
import { rowNames } from './row-names.ts';
import type { RowSource, SqlHost } from './row-source.ts';
import { EventColumns, EventScope, type Scope } from './scope.ts';
import { SqlRuntimeError } from './sql-error.ts';
import type { SqlWarning } from './sql-warning.ts';
import { isList, isText, newMap, type Row, type Value } from './values.ts';

export interface CompileOptions {
  /**
   * The columns of an event or message topic, to tell a column from a mistake; undefined for a topic whose columns
   * are not known. Leave it out and nothing is known.
   */
  readonly columns?: ((topic: string) => readonly string[] | undefined) | undefined;
  /** EMQX's meaning of `reason != "normal"`: a column called normal. */
  readonly strictQuotes?: boolean | undefined;
  /** Further warnings about a statement whose quotes are read and whose constants are worked out. */
  readonly lint?: ((statement: Statement) => readonly SqlWarning[]) | undefined;
  readonly host: SqlHost;
}

export interface CompiledRule {
  readonly from: readonly string[];
  /** Every value of its rows is the event's own or a constant, so that a row is no larger than the event. */
  readonly isSelection: boolean;
  /** The names that rows begin with; undefined when they are not known. */
  readonly rowNames: ReadonlySet<string> | undefined;
  /**
   * In the order of the text; a rule with more than fifty has the first of them. Those about schemas are of the moment
   * in which they are asked for, since schemas come and go.
   */
  readonly warnings: readonly SqlWarning[];
  /**
   * The rows of one event, none when it does not match. Rows share maps and lists with the event: do not change them.
   * @throws SqlRuntimeError when the rule fails on this event
   */
  evaluate(source: RowSource): readonly Row[];
}

/** Nothing is written here. */
const none = Object.freeze(newMap());

type EvaluateRule = (source: RowSource) => readonly Row[];

const noRows: readonly Row[] = [];

/** @throws SqlError for an unknown function, a wrong number of arguments, or a constant that cannot be right */
export function compileRule(statement: Statement, options: CompileOptions): CompiledRule {
  const from = statement.from.map(({ topic }) => topic);
  const { statement: simple, warnings: quotes } = readMeaning(statement, options);
  const evaluate = compileMeaning(simple, options);
  const warningsNow = () =>
    [...quotes, ...lint(simple, options), ...(options.lint?.(simple) ?? [])]
      .sort((a, b) => a.span.start - b.span.start)
      .slice(0, MOST_WARNINGS);
  const warnings = warningsNow();
  const mayChange = hasDoubts(simple);
  const isSelection = simple.kind === 'select' && simple.items.every(cannotFail);
  return {
    from,
    isSelection,
    rowNames: rowNames(simple, options),
    get warnings() {
      return mayChange ? warningsNow() : warnings;
    },
    evaluate,
  };
}

/** The statement as it is meant: quotes read, constants worked out. */
export function readMeaning(
  statement: Statement,
  options: CompileOptions,
): { statement: Statement; warnings: readonly SqlWarning[] } {
  const read = options.strictQuotes ? { statement, warnings: [] } : readQuotedText(statement, options);
  return { statement: simplify(read.statement), warnings: read.warnings };
}

/** @throws SqlError */
export function compileMeaning(
  statement: Statement,
  { host }: Pick<CompileOptions, 'host'>,
  observer?: Observer,
): EvaluateRule {
  const budget = new EvaluationBudget(host);
  const context: CompileContext = { host, budget, outputs: new Set(), locals: new Set(), observer };
  const evaluateRule =
    statement.kind === 'select' ? compileSelect(statement, context) : compileForeach(statement, context);
  return (source) => {
    budget.start();
    return evaluateRule(source);
  };
}

function compileSelect({ items, where }: SelectStatement, context: CompileContext): EvaluateRule {
  const { make, outputs } = compileItems(items, context);
  const test = where && compileCondition(where, { ...context, outputs });
  const readsPayload = items.some(looksIntoPayload);
  // Who asks why wants to see the items all the same.
  const testFirst =
    test !== undefined &&
    !context.observer &&
    items.every(cannotFail) &&
    rootsOf(where).isDisjointFrom(outputs) &&
    !(readsPayload && outputs.has('payload'));
  if (testFirst) {
    return function evaluateMatching(source) {
      const scope = new EventScope(source, none, none);
      // A payload that is no JSON is an error of the select list, whatever the condition says.
      if (readsPayload) scope.openPayload();
      if (!test(scope)) return noRows;
      scope.outputs = newMap();
      for (const makeOutput of make) makeOutput(scope);
      return [scope.outputs];
    };
  }
  return function evaluateSelect(source) {
    const scope = new EventScope(source, none, newMap());
    for (const makeOutput of make) makeOutput(scope);
    return test === undefined || test(scope) ? [scope.outputs] : noRows;
  };
}

/**
 * Then the condition may be tested first without hiding an error of the select list: keys of a payload that has been
 * opened cannot fail either.
 */
function cannotFail(item: Item): boolean {
  if (item.kind === 'all') return true;
  const { expression, alias } = item;
  if (alias !== undefined && alias.steps.length > 1) return false;
  if (expression.kind === 'literal') return true;
  if (expression.kind !== 'path') return false;
  return expression.steps.length === 0 || looksIntoPayload(item);
}

function looksIntoPayload(item: Item): boolean {
  if (item.kind === 'all' || item.expression.kind !== 'path') return false;
  const { root, steps } = item.expression;
  return root === 'payload' && steps.length > 0 && steps.every((step) => step.kind === 'key');
}

function compileForeach(statement: ForeachStatement, context: CompileContext): EvaluateRule {
  const collection = compileCollection(statement.items, context);
  const test = statement.where && compileCondition(statement.where, { ...context, locals: collection.names });
  const locals = new Set([...collection.names, collection.element.root]);
  const inElement: CompileContext = { ...context, locals };
  const isWanted = statement.incase && compileCondition(statement.incase, inElement);
  const incase = isWanted && context.observer ? context.observer.watchElements(isWanted) : isWanted;
  const makeRow = statement.doItems ? compileItems(statement.doItems, inElement).make : [addAll];
  const { root, below } = collection.element;

  return function evaluateForeach(source) {
    const columns = new EventColumns(source);
    const names = newMap();
    const elements = collection.evaluate({ columns, locals: none, outputs: names });
    if (test && !test({ columns, locals: names, outputs: none })) return [];
    const rows: Row[] = [];
    for (const element of elements) {
      context.budget.step();
      write(names, root, below, element);
      const scope: Scope = { columns, locals: names, outputs: newMap() };
      if (incase && !incase(scope)) continue;
      if (rows.length === MOST_ROWS) throw new SqlRuntimeError({ code: 'tooManyRows', limit: MOST_ROWS });
      for (const makeOutput of makeRow) makeOutput(scope);
      rows.push(scope.outputs);
    }
    return rows;
  };
}

/** The items of FOREACH: the last one gives the elements, all of them name values for the other clauses. */
function compileCollection(items: readonly Item[], context: CompileContext) {
  const last = items.at(-1);
  if (last?.kind !== 'output') throw new TypeError('the last item of FOREACH is an expression');
  const helpers = compileItems(items.slice(0, -1), context);
  const evaluateLast = compileExpression(last.expression, { ...context, outputs: helpers.outputs });
  const name = outputName(last, context);
  const listOf = listReader(last.expression);
  const evaluate = (scope: Scope): readonly Value[] => {
    for (const makeOutput of helpers.make) makeOutput(scope);
    const value = evaluateLast(scope);
    write(scope.outputs, name.root, name.below, value);
    return listOf(value);
  };
  const element = last.alias ? aliasName(last.alias) : { root: 'item', below: [] };
  return { evaluate, names: new Set([...helpers.outputs, name.root]), element };
}

/** The elements of what the last item of FOREACH came to. */
export function listReader(collection: Expression): (value: Value) => readonly Value[] {
  return isWholePayload(collection) ? listOfPayload : listOfValue;
}

function isWholePayload(expression: Expression): boolean {
  return expression.kind === 'path' && expression.root === 'payload' && expression.steps.length === 0;
}

function listOfPayload(value: Value): readonly Value[] {
  return listOfValue(isText(value) ? decodeInner(value) : value);
}

/** What is no list has no elements. */
function listOfValue(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}
