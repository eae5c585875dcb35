import type { Case, ComparisonOperator, Expression, Step } from '../ast.ts';
import { isComparison } from '../precedence.ts';
import type { Span } from '../source-location.ts';
import type { SqlRuntimeError } from '../sql-error.ts';
import type { Value } from '../values.ts';
import type { Trace } from './trace.ts';

/** `not_boolean` is a value below NOT that is neither true nor false; NOT makes false of it. */
export type Verdict = 'true' | 'false' | 'error' | 'not_evaluated' | 'not_boolean';

interface TermBase {
  readonly span: Span;
  readonly verdict: Verdict;
  /** Where the evaluation failed, if it failed in this very part. */
  readonly error?: SqlRuntimeError | undefined;
}

/** A condition and what it came to. */
export type Term = TermBase &
  (
    | { readonly kind: 'and' | 'or' | 'not'; readonly terms: readonly Term[] }
    | {
        readonly kind: 'comparison';
        readonly operator: ComparisonOperator;
        readonly left: Operand;
        readonly right: Operand;
      }
    | {
        readonly kind: 'in';
        readonly negated: boolean;
        readonly subject: Operand;
        readonly items: readonly Operand[];
      }
    | { readonly kind: 'value'; readonly operand: Operand }
  );

/** A part that has a value: a column, a call, a calculation; with those that it is made of, but for constants. */
export interface Operand {
  readonly kind: Expression['kind'];
  readonly span: Span;
  readonly isEvaluated: boolean;
  readonly value: Value;
  readonly error?: SqlRuntimeError | undefined;
  readonly parts: readonly Operand[];
}

/** The tree of a condition, with what was seen of it. */
export function termOf(expression: Expression, trace: Trace): Term {
  const base = {
    span: expression.span,
    verdict: verdictOf(expression, trace),
    error: errorIn(expression, trace),
  };
  switch (expression.kind) {
    case 'logic':
      return {
        ...base,
        kind: expression.operator,
        terms: expression.operands.map((part) => termOf(part, trace)),
      };
    case 'unary':
      if (expression.operator !== 'not') break;
      return { ...base, kind: 'not', terms: [termOf(expression.operand, trace)] };
    case 'binary': {
      const { operator, left, right } = expression;
      if (!isComparison(operator)) break;
      const sides = { left: operandOf(left, trace), right: operandOf(right, trace) };
      return { ...base, kind: 'comparison', operator, ...sides };
    }
    case 'in': {
      const { negated, subject, items } = expression;
      const sides = {
        subject: operandOf(subject, trace),
        items: items.map((item) => operandOf(item, trace)),
      };
      return { ...base, kind: 'in', negated, ...sides };
    }
  }
  return { ...base, kind: 'value', operand: operandOf(expression, trace) };
}

export function operandOf(expression: Expression, trace: Trace): Operand {
  const { kind, span } = expression;
  if (expression.kind === 'literal') {
    return { kind, span, isEvaluated: true, value: expression.value, parts: [] };
  }
  const seen = trace.of(expression);
  return {
    kind,
    span,
    isEvaluated: seen !== undefined,
    value: seen?.error ? undefined : seen?.value,
    error: errorIn(expression, trace),
    parts: partsOf(expression)
      .filter((part) => part.kind !== 'literal')
      .map((part) => operandOf(part, trace)),
  };
}

function verdictOf(expression: Expression, trace: Trace): Verdict {
  const seen = trace.of(expression);
  if (!seen) return 'not_evaluated';
  if (seen.error) return 'error';
  if (seen.value === true) return 'true';
  return seen.value === false ? 'false' : 'not_boolean';
}

function errorIn(expression: Expression, { failure }: Trace): SqlRuntimeError | undefined {
  return failure?.expression === expression ? failure.error : undefined;
}

/** Direct parts, in the order of the text. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'range':
      return [];
    case 'path':
      return indicesOf(expression.steps);
    case 'access':
      return [expression.target, ...indicesOf(expression.steps)];
    case 'call':
      return expression.args;
    case 'list':
      return expression.items;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'logic':
      return expression.operands;
    case 'in':
      return [expression.subject, ...expression.items];
    case 'case':
      return partsOfCase(expression);
  }
}

function indicesOf(steps: readonly Step[]): Expression[] {
  return steps.flatMap((step) => (step.kind === 'index' ? [step.index] : []));
}

function partsOfCase({ subject, branches, otherwise }: Case): Expression[] {
  return [
    ...(subject ? [subject] : []),
    ...branches.flatMap(({ when, result }) => [when, result]),
    ...(otherwise ? [otherwise] : []),
  ];
}
