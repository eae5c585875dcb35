import { suggest } from '../lib/suggest.ts';
import type { Expression, Path, Statement } from './ast.ts';
import { isSame } from './compare.ts';
import type { CompileOptions } from './compile-rule.ts';
import { knownNames } from './known-names.ts';
import { isComparison } from './precedence.ts';
import { printExpression, printLiteral } from './printer.ts';
import { visitAll } from './rewrite.ts';
import { type SqlWarning, warn } from './sql-warning.ts';
import type { Value } from './values.ts';

/** What the author of a statement hardly meant. The statement's constants are worked out already. */
export function lint(statement: Statement, options: Pick<CompileOptions, 'columns'>): SqlWarning[] {
  const names = knownNames(statement, options);
  const topics = statement.from.map(({ topic }) => topic).join(', ');
  const warnings = new Map<string, SqlWarning>();
  const add = (key: string, warning: SqlWarning) => {
    if (!warnings.has(key)) warnings.set(key, warning);
  };

  const isUnknown = (part: Expression): part is Path =>
    part.kind === 'path' && names.complete && !names.columns.has(part.root) && !names.aliases.has(part.root);

  const addUnknown = ({ root: name, span }: Path, compared: boolean) => {
    const suggestion = suggest(name, names.columns);
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
    });
  }
  return [...warnings.values()];
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
  return excluded && warn({ code: 'neverTrue' }, span);
}

/** Constants of two types may both equal one value ('1' and 1), so only those of one type contradict each other. */
function mayBeEqual(a: Value, b: Value): boolean {
  return typeof a !== typeof b || isSame(a, b);
}

function factOf(expression: Expression): { path: string; operator: string; value: Value }[] {
  if (expression.kind !== 'binary') return [];
  const { left, right, operator } = expression;
  if (left.kind === 'path' && right.kind === 'literal') {
    return [{ path: printExpression(left), operator, value: right.value }];
  }
  const isFlipped =
    (operator === '=' || operator === '!=') && left.kind === 'literal' && right.kind === 'path';
  return isFlipped ? [{ path: printExpression(right), operator, value: left.value }] : [];
}
