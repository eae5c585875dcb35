import { arithmetic, negate, requireNumber } from './arithmetic.ts';
import type { Binary, Case, Expression, Logic, Membership, Range } from './ast.ts';
import { comparison, sameAs, topicMatch } from './compare.ts';
import { compileCall } from './compile-call.ts';
import type { CompileContext } from './compile-context.ts';
import { compileAccess, compilePath, payloadNumber } from './compile-path.ts';
import { isArithmetic, isComparison } from './precedence.ts';
import type { Evaluate, Scope, Test } from './scope.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { kindOf, type Value } from './values.ts';

/**
 * The expression as a function of a scope; everything that the text decides is decided here, once.
 * @throws SqlError for an unknown function or a wrong number of arguments
 */
export function compileExpression(expression: Expression, context: CompileContext): Evaluate {
  const evaluate = compilePart(expression, context);
  return context.observer ? context.observer.watch(expression, evaluate) : evaluate;
}

function compilePart(expression: Expression, context: CompileContext): Evaluate {
  const compile = (part: Expression) => compileExpression(part, context);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'path': {
      const path = compilePath(expression, context, ({ index }) => compile(index));
      return expression.steps.length === 0 ? path : context.budget.counted(path);
    }
    case 'access':
      return context.budget.counted(
        compileAccess(expression, compile(expression.target), ({ index }) => compile(index)),
      );
    case 'call':
      return compileCall(expression, context, expression.args.map(compile));
    case 'list': {
      const items = expression.items.map(compile);
      return (scope) => items.map((item) => item(scope));
    }
    case 'range':
      return compileRange(expression);
    case 'unary': {
      const operand = compile(expression.operand);
      if (expression.operator === 'not') return (scope) => operand(scope) === false;
      if (expression.operator === '-') return (scope) => negate(operand(scope));
      return (scope) => requireNumber(operand(scope), '+');
    }
    case 'binary':
      return compileBinary(expression, context);
    case 'logic':
      return compileLogic(expression, context);
    case 'in':
      return compileMembership(expression, context);
    case 'case':
      return compileCase(expression, context);
  }
}

/** A condition; what is neither true nor false is an error, as in EMQX, except below NOT. */
export function compileCondition(expression: Expression, context: CompileContext): Test {
  const evaluate = compileExpression(expression, context);
  if (alwaysBoolean(expression)) return evaluate as Test;
  const test: Test = function testCondition(scope) {
    const value = evaluate(scope);
    if (typeof value === 'boolean') return value;
    throw new SqlRuntimeError({ code: 'notBoolean', kind: kindOf(value) });
  };
  return context.observer ? context.observer.watch(expression, test) : test;
}

function alwaysBoolean(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary':
      return isComparison(expression.operator);
    case 'unary':
      return expression.operator === 'not';
    default:
      return expression.kind === 'logic' || expression.kind === 'in';
  }
}

function compileRange({ from, to }: Range): Evaluate {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return () => numbers;
}

function compileBinary({ operator, left, right }: Binary, context: CompileContext): Evaluate {
  const a = compileExpression(left, context);
  const b = compileExpression(right, context);
  const apply = operationOf(operator, context);
  if (right.kind === 'literal') {
    const constant = right.value;
    // This way past the operand would hide it from who watches.
    const order = typeof constant === 'number' && !context.observer ? orders[operator] : undefined;
    const number = order && payloadNumber(left, context);
    if (order && number) return order(constant as number, number, (scope) => apply(a(scope), constant));
    return function applyToConstant(scope) {
      return apply(a(scope), constant);
    };
  }
  return function applyOperator(scope) {
    context.budget.step();
    return apply(a(scope), b(scope));
  };
}

type CompareNumber = (
  constant: number,
  number: (scope: Scope) => number | undefined,
  otherwise: Evaluate,
) => Evaluate;

/**
 * Most conditions hold a number of the payload against a constant one, which does not ask how it is written. Each has
 * a function of its own, since one that is handed the comparison costs as much again.
 */
const orders: { readonly [Operator in Binary['operator']]?: CompareNumber } = {
  '<': (constant, number, otherwise) => (scope) => {
    const value = number(scope);
    return value === undefined ? otherwise(scope) : value < constant;
  },
  '<=': (constant, number, otherwise) => (scope) => {
    const value = number(scope);
    return value === undefined ? otherwise(scope) : value <= constant;
  },
  '>': (constant, number, otherwise) => (scope) => {
    const value = number(scope);
    return value === undefined ? otherwise(scope) : value > constant;
  },
  '>=': (constant, number, otherwise) => (scope) => {
    const value = number(scope);
    return value === undefined ? otherwise(scope) : value >= constant;
  },
};

function operationOf(
  operator: Binary['operator'],
  { host }: CompileContext,
): (left: Value, right: Value) => Value {
  if (operator === '=~') return topicMatch(host.matchesTopic);
  return isArithmetic(operator) ? arithmetic[operator] : comparison(operator);
}

/** Later operands are not evaluated once one has decided. */
function compileLogic({ operator, operands }: Logic, context: CompileContext): Test {
  const tests = operands.map((operand) => compileCondition(operand, context));
  if (operator === 'and') {
    return function testAll(scope: Scope) {
      for (const test of tests) if (!test(scope)) return false;
      return true;
    };
  }
  return function testAny(scope: Scope) {
    for (const test of tests) if (test(scope)) return true;
    return false;
  };
}

function compileMembership({ subject, items, negated }: Membership, context: CompileContext): Test {
  const evaluate = compileExpression(subject, context);
  const constants = constantSet(items);
  const members = items.map((item) => compileExpression(item, context));
  return function testMembership(scope) {
    const value = evaluate(scope);
    if (constants && (typeof value === 'string' || typeof value === 'number')) {
      return constants.has(value) !== negated;
    }
    const isValue = sameAs(value);
    return members.some((member) => isValue(member(scope))) !== negated;
  };
}

/** For `x IN ('a', 'b', …)` a set, unless something is in it that JavaScript's sets compare otherwise. */
function constantSet(items: readonly Expression[]): Set<Value> | undefined {
  const values = items.map((item) => (item.kind === 'literal' ? item.value : undefined));
  const primitive = values.every((value) => typeof value === 'string' || typeof value === 'number');
  return primitive ? new Set(values) : undefined;
}

function compileCase({ subject, branches, otherwise }: Case, context: CompileContext): Evaluate {
  const fallback: Evaluate = otherwise ? compileExpression(otherwise, context) : () => undefined;
  const results = branches.map(({ result }) => compileExpression(result, context));
  if (subject === undefined) {
    const tests = branches.map(({ when }) => compileCondition(when, context));
    return function chooseByCondition(scope) {
      const chosen = tests.findIndex((test) => test(scope));
      return (results[chosen] ?? fallback)(scope);
    };
  }
  const evaluate = compileExpression(subject, context);
  const candidates = branches.map(({ when }) => compileExpression(when, context));
  return function chooseByValue(scope) {
    const value = evaluate(scope);
    const isValue = sameAs(value);
    const chosen = candidates.findIndex((candidate) => isValue(candidate(scope)));
    return (results[chosen] ?? fallback)(scope);
  };
}
