import { arithmetic, negate, requireNumber } from './arithmetic.ts';
import type { Binary, Literal, Logic, Unary } from './ast.ts';
import { comparison } from './compare.ts';
import { isArithmetic } from './precedence.ts';
import { SqlRuntimeError } from './sql-error.ts';
import type { Value } from './values.ts';

/**
 * The operator over constants, as a constant. What would fail is left as it is: it is an error of the evaluation,
 * if it comes to that.
 */
export function foldOperator<Operator extends Unary | Binary | Logic>(
  expression: Operator,
): Operator | Literal {
  const value = constantOf(expression);
  return value === undefined ? expression : { kind: 'literal', value: value.is, span: expression.span };
}

function constantOf(expression: Unary | Binary | Logic): { is: Value } | undefined {
  try {
    switch (expression.kind) {
      case 'unary':
        return constantUnary(expression);
      case 'binary':
        return constantBinary(expression);
      case 'logic':
        return constantLogic(expression);
    }
  } catch (error) {
    if (error instanceof SqlRuntimeError) return undefined;
    throw error;
  }
}

function constantUnary({ operator, operand }: Unary): { is: Value } | undefined {
  if (operand.kind !== 'literal') return undefined;
  if (operator === 'not') return { is: operand.value === false };
  return { is: operator === '-' ? negate(operand.value) : requireNumber(operand.value, '+') };
}

function constantBinary({ operator, left, right }: Binary): { is: Value } | undefined {
  // =~ asks the host, whose answer is not the language's to fix.
  if (left.kind !== 'literal' || right.kind !== 'literal' || operator === '=~') return undefined;
  const apply = isArithmetic(operator) ? arithmetic[operator] : comparison(operator);
  return { is: apply(left.value, right.value) };
}

/** The first operand decides if it can; later ones are not evaluated then. */
function constantLogic({ operator, operands }: Logic): { is: Value } | undefined {
  const deciding = operator === 'or';
  for (const operand of operands) {
    if (operand.kind !== 'literal' || typeof operand.value !== 'boolean') return undefined;
    if (operand.value === deciding) return { is: deciding };
  }
  return { is: !deciding };
}
