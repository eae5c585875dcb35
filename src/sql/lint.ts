import { suggest } from '../lib/suggest.ts';
import type { Binary, Call, ComparisonOperator, Expression, Path, Statement } from './ast.ts';
import { comparison, isSame } from './compare.ts';
import type { CompileOptions } from './compile-rule.ts';
import { functionTable } from './functions/function-table.ts';
import { knownNames } from './known-names.ts';
import { isComparison } from './precedence.ts';
import { printExpression, printLiteral } from './printer.ts';
import { visitAll } from './rewrite.ts';
import { type SqlWarning, warn } from './sql-warning.ts';
import { staticKinds } from './static-kinds.ts';
import { isNumber, type Value } from './values.ts';

/** What the author of a statement hardly meant. The statement's constants are worked out already. */
export function lint(statement: Statement, options: Pick<CompileOptions, 'columns' | 'host'>): SqlWarning[] {
  const names = knownNames(statement, options);
  const topics = statement.from.map(({ topic }) => topic).join(', ');
  const warnings = new Map<string, SqlWarning>();
  const add = (key: string, warning: SqlWarning) => {
    if (!warnings.has(key)) warnings.set(key, warning);
  };

  const isUnknown = (part: Expression): part is Path =>
    part.kind === 'path' && names.complete && !names.columns.has(part.root) && !names.aliases.has(part.root);

  const addUnknown = ({ root: name, span }: Path, compared: boolean) => {
    const suggestion = literalMeant(name, compared) ?? suggest(name, names.columns);
    add(`name ${name}`, warn({ code: 'unknownColumn', name, topics, compared, suggestion }, span));
  };

  for (const condition of conditionsOf(statement)) {
    visitAll(condition, (part) => {
      if (part.kind !== 'binary' || !isComparison(part.operator)) return;
      const [path, other] = [part.left, part.right].filter(isUnknown);
      if (path && !other) addUnknown(path, true);
    });
    const contradiction = neverTrue(condition);
    if (contradiction) add(`condition ${condition.span.start}`, contradiction);
  }
  for (const expression of [...conditionsOf(statement), ...itemsOf(statement)]) {
    visitAll(expression, (part) => {
      if (isUnknown(part)) addUnknown(part, false);
      const doubt = part.kind === 'call' ? doubtOf(part, options) : malformedFilter(part);
      if (doubt) add(`part ${part.span.start}`, doubt);
    });
  }
  return [...warnings.values()];
}

/** Whether what it calls may be doubtful at one time and not at another. */
export function hasDoubts(statement: Statement): boolean {
  let found = false;
  for (const expression of [...conditionsOf(statement), ...itemsOf(statement)]) {
    visitAll(expression, (part) => {
      if (part.kind === 'call' && functionTable.get(part.name)?.doubt) found = true;
    });
  }
  return found;
}

function doubtOf({ name, args, span }: Call, { host }: Pick<CompileOptions, 'host'>): SqlWarning | undefined {
  const constants = args.map((argument) => (argument.kind === 'literal' ? argument.value : undefined));
  const doubt = functionTable.get(name)?.doubt?.(host, constants, args.length);
  return doubt && warn(doubt, span);
}

/** A constant on the right of `=~` that no topic matches. */
function malformedFilter(part: Expression): SqlWarning | undefined {
  if (part.kind !== 'binary' || part.operator !== '=~' || part.right.kind !== 'literal') return undefined;
  const { value, span } = part.right;
  const isFilter =
    typeof value === 'string' && /^(?:(?:\+|[^/+#]*)\/)*(?:\+|#|[^/+#]*)$/.test(value) && value !== '';
  return isFilter ? undefined : warn({ code: 'notTopicFilter', topic: printLiteral(value) }, span);
}

/** What other languages have as literals are names here. */
function literalMeant(name: string, compared: boolean): string | undefined {
  const word = name.toLowerCase();
  if (word === 'true' || word === 'false') return word;
  if (word !== 'null' && word !== 'undefined') return undefined;
  return compared ? 'is_null()' : 'null()';
}

function conditionsOf(statement: Statement): Expression[] {
  const conditions = [statement.where, statement.kind === 'foreach' ? statement.incase : undefined];
  return conditions.filter((condition) => condition !== undefined);
}

function itemsOf(statement: Statement): Expression[] {
  const items = [...statement.items, ...(statement.kind === 'foreach' ? (statement.doItems ?? []) : [])];
  return items.flatMap((item) => (item.kind === 'output' ? [item.expression] : []));
}

/** A condition that no event can meet: a constant that is not true, or a path that must be two things at once. */
function neverTrue(condition: Expression): SqlWarning | undefined {
  if (condition.kind === 'literal') {
    return condition.value === true ? undefined : warn({ code: 'neverTrue' }, condition.span);
  }
  const kinds = staticKinds(condition);
  if (kinds && !kinds.includes('boolean')) return warn({ code: 'neverTrue' }, condition.span);
  if (condition.kind !== 'logic') return undefined;
  if (condition.operator === 'or') {
    const all = condition.operands.map(neverTrue);
    return all.every((warning) => warning !== undefined)
      ? warn({ code: 'neverTrue' }, condition.span)
      : undefined;
  }
  for (const operand of condition.operands) {
    const warning = neverTrue(operand);
    if (warning) return warning;
  }
  return contradiction(condition.operands, condition);
}

/** `reason = 'a' AND reason = 'b'`, `x = 1 AND x != 1` */
function contradiction(operands: readonly Expression[], { span }: Expression): SqlWarning | undefined {
  const required = new Map<string, Value>();
  const facts = operands.flatMap(factOf);
  for (const { path, operator, value } of facts) {
    if (operator !== '=') continue;
    const other = required.get(path);
    if (other !== undefined && !mayBeEqual(other, value)) {
      return warn(
        { code: 'contradiction', path, first: printLiteral(other), second: printLiteral(value) },
        span,
      );
    }
    required.set(path, value);
  }
  const excluded = facts.find(
    ({ path, operator, value }) =>
      operator === '!=' && value !== undefined && isSame(required.get(path), value),
  );
  if (excluded) return warn({ code: 'neverTrue' }, span);
  const [first, second] = emptyRange(facts) ?? [];
  if (!first || !second) return undefined;
  const { path } = first;
  return warn({ code: 'contradiction', path, first: printBound(first), second: printBound(second) }, span);
}

interface Fact {
  readonly path: string;
  readonly operator: ComparisonOperator;
  readonly value: Value;
}

const isGreater = comparison('>');
const isLess = comparison('<');

/** Two bounds of one path that leave nothing between them: `x > 5 AND x < 3`. */
function emptyRange(facts: readonly Fact[]): [lower: Fact, upper: Fact] | undefined {
  const lowest = new Map<string, Fact>();
  const highest = new Map<string, Fact>();
  for (const fact of facts) {
    const { path, operator, value } = fact;
    if (!isNumber(value)) continue;
    if (operator === '>' || operator === '>=' || operator === '=') tighten(lowest, fact, isGreater);
    if (operator === '<' || operator === '<=' || operator === '=') tighten(highest, fact, isLess);
    const lower = lowest.get(path);
    const upper = highest.get(path);
    if (lower && upper && leavesNothing(lower, upper)) return [lower, upper];
  }
  return undefined;
}

function tighten(bounds: Map<string, Fact>, fact: Fact, isTighter: (a: Value, b: Value) => boolean): void {
  const former = bounds.get(fact.path);
  const replaces =
    !former ||
    isTighter(fact.value, former.value) ||
    (isStrict(fact) && !isTighter(former.value, fact.value));
  if (replaces) bounds.set(fact.path, fact);
}

function leavesNothing(lower: Fact, upper: Fact): boolean {
  if (isGreater(lower.value, upper.value)) return true;
  return (isStrict(lower) || isStrict(upper)) && !isLess(lower.value, upper.value);
}

function isStrict({ operator }: Fact): boolean {
  return operator === '>' || operator === '<';
}

function printBound({ operator, value }: Fact): string {
  return operator === '=' ? printLiteral(value) : `${operator} ${printLiteral(value)}`;
}

/** Constants of two types may both equal one value ('1' and 1), so only those of one type contradict each other. */
function mayBeEqual(a: Value, b: Value): boolean {
  return typeof a !== typeof b || isSame(a, b);
}

/** The comparison from the other side. */
const mirrored: Partial<Record<Binary['operator'], ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function factOf(expression: Expression): Fact[] {
  if (expression.kind !== 'binary') return [];
  const { left, right, operator } = expression;
  if (left.kind === 'path' && right.kind === 'literal' && isComparison(operator)) {
    return [{ path: printExpression(left), operator, value: right.value }];
  }
  const flipped = mirrored[operator];
  if (left.kind !== 'literal' || right.kind !== 'path' || flipped === undefined) return [];
  return [{ path: printExpression(right), operator: flipped, value: left.value }];
}
