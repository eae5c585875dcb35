import {
  type Expression,
  printExpression,
  type Span,
  type SqlWarning,
  type Statement,
  visitAll,
  warn,
} from '../../sql/door.ts';
import type { EventDescription } from '../event-catalogue.ts';
import { conditionsOf } from './event-lint.ts';

type Path = Extract<Expression, { kind: 'path' }>;

/**
 * Comparisons of what may be missing, where an author would hardly expect the outcome: a comparison with undefined is
 * false, `!=` too, and its negation true. A plain `payload.x > 5` does what it says.
 * @param events those that FROM names one by one
 */
export function lintMissing(statement: Statement, events: readonly EventDescription[]): SqlWarning[] {
  const conditions = conditionsOf(statement);
  const meanings = aliasesOf(statement);
  /** The path in the event; undefined for what the statement works out. */
  const meant = (part: Expression): Path | undefined => {
    if (part.kind !== 'path') return undefined;
    if (!meanings.has(part.root)) return part;
    return part.steps.length === 0 ? meanings.get(part.root) : undefined;
  };
  const guarded = guardsOf(conditions, meant);
  const withoutColumn = (path: Path): string[] =>
    [...new Set(events.filter(({ columnNames }) => !columnNames.includes(path.root)))].map(
      ({ event }) => event,
    );

  const warnings: SqlWarning[] = [];
  const look = (
    part: Expression,
    other: Expression | undefined,
    isUnequal: boolean,
    isNegated: boolean,
  ): void => {
    const path = meant(part);
    if (!path || guarded.has(printExpression(path))) return;
    const without = withoutColumn(path);
    if (without.length > 0) {
      const otherPath = other && meant(other);
      const bothMissing =
        otherPath && withoutColumn(otherPath).some((event) => without.some((name) => name === event));
      // Undefined equals undefined; a column of no event is told of elsewhere.
      if (bothMissing || without.length === new Set(events).size || guarded.has('event')) return;
      warnings.push(warn({ code: 'columnOfSomeEvents', name: path.root, without }, part.span));
    } else if (path.root === 'payload' && path.steps.length > 0 && (isUnequal || isNegated)) {
      warnings.push(missingField(printExpression(part), part.span, isNegated));
    }
  };
  const descend = (part: Expression, isNegated: boolean): void => {
    if (part.kind === 'unary' && part.operator === 'not') descend(part.operand, !isNegated);
    else if (part.kind === 'logic') for (const operand of part.operands) descend(operand, isNegated);
    else if (part.kind === 'binary') {
      look(part.left, part.right, part.operator === '!=', isNegated);
      look(part.right, part.left, part.operator === '!=', isNegated);
    } else if (part.kind === 'in') look(part.subject, undefined, false, isNegated !== part.negated);
  };
  for (const condition of conditions) descend(condition, false);
  return warnings;
}

function missingField(path: string, span: Span, isNegated: boolean): SqlWarning {
  return warn({ code: isNegated ? 'trueWhereMissing' : 'falseWhereMissing', path }, span);
}

/**
 * The paths whose absence the author has thought of: those given to a function, such as is_null(), and those that a
 * condition which has to hold compares. `event`, when it is compared anywhere.
 */
function guardsOf(
  conditions: readonly Expression[],
  meant: (part: Expression) => Path | undefined,
): ReadonlySet<string> {
  const guarded = new Set<string>();
  const add = (part: Expression): void => {
    const path = meant(part);
    if (path) guarded.add(printExpression(path));
  };
  for (const condition of conditions) {
    visitAll(condition, (part) => {
      if (part.kind === 'call') for (const argument of part.args) add(argument);
      if (part.kind === 'path' && part.root === 'event') add(part);
    });
    const required = condition.kind === 'logic' && condition.operator === 'and' ? condition.operands : [];
    for (const part of required) {
      if (part.kind === 'in' && !part.negated && isField(meant(part.subject))) add(part.subject);
      if (part.kind !== 'binary' || part.operator === '!=') continue;
      for (const side of [part.left, part.right]) if (isField(meant(side))) add(side);
    }
  }
  return guarded;
}

function isField(path: Path | undefined): boolean {
  return path?.root === 'payload' && path.steps.length > 0;
}

/** The names that the statement gives, with the path that each stands for, if it is one. */
function aliasesOf(statement: Statement): ReadonlyMap<string, Path | undefined> {
  const meanings = new Map<string, Path | undefined>();
  if (statement.kind === 'foreach') meanings.set('item', undefined);
  const items =
    statement.kind === 'foreach' ? [...statement.items, ...(statement.doItems ?? [])] : statement.items;
  for (const item of items) {
    const steps = item.kind === 'output' ? (item.alias?.steps ?? []) : [];
    const [step] = steps;
    if (item.kind !== 'output' || step?.kind !== 'key') continue;
    const isPath = statement.kind === 'select' && steps.length === 1 && item.expression.kind === 'path';
    const path = isPath ? (item.expression as Path) : undefined;
    meanings.set(step.name, path && meanings.has(path.root) ? undefined : path);
  }
  return meanings;
}
