import type { ArithmeticOperator, Binary, ComparisonOperator } from './ast.ts';

/** How tightly each kind of expression binds, loosest first. */
export const precedence = {
  or: 1,
  and: 2,
  not: 3,
  /** Cannot be chained. */
  comparison: 4,
  sum: 5,
  product: 6,
  unary: 7,
  primary: 8,
} as const;

export type Level = keyof typeof precedence;

export const operatorLevels: Readonly<Record<Binary['operator'], Level>> = {
  '=': 'comparison',
  '!=': 'comparison',
  '<': 'comparison',
  '<=': 'comparison',
  '>': 'comparison',
  '>=': 'comparison',
  '=~': 'comparison',
  '+': 'sum',
  '-': 'sum',
  '*': 'product',
  '/': 'product',
  div: 'product',
  mod: 'product',
};

export function isOperator(text: string): text is Binary['operator'] {
  return Object.hasOwn(operatorLevels, text);
}

export function isArithmetic(operator: Binary['operator']): operator is ArithmeticOperator {
  return operatorLevels[operator] !== 'comparison';
}

export function isComparison(operator: Binary['operator']): operator is ComparisonOperator {
  return operatorLevels[operator] === 'comparison';
}
