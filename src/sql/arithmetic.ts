import type { ArithmeticOperator } from './ast.ts';
import { MOST_DIGITS } from './limits.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { joinText, toText } from './text.ts';
import {
  type Float,
  isInteger,
  isNumber,
  isText,
  kindOf,
  numberOf,
  toFloat,
  toInteger,
  type Value,
} from './values.ts';

type NumberValue = number | bigint | Float;

/** What each operator does to two values; text only knows `+`. */
export const arithmetic: Record<ArithmeticOperator, (left: Value, right: Value) => Value> = {
  '+': add,
  '-': (left, right) => calculate('-', left, right),
  '*': (left, right) => calculate('*', left, right),
  '/': divide,
  div: (left, right) => wholeDivision('div', left, right),
  mod: (left, right) => wholeDivision('mod', left, right),
};

function add(left: Value, right: Value): Value {
  if (isText(left) || isText(right)) return joinText(toText(left), toText(right));
  return calculate('+', left, right);
}

const onNumbers = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
};

const onIntegers = {
  '+': (a: bigint, b: bigint) => a + b,
  '-': (a: bigint, b: bigint) => a - b,
  '*': (a: bigint, b: bigint) => a * b,
};

function calculate(operator: '+' | '-' | '*', left: Value, right: Value): Value {
  const a = requireNumber(left, operator);
  const b = requireNumber(right, operator);
  if (isInteger(a) && isInteger(b)) {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = onNumbers[operator](a, b);
      if (Number.isSafeInteger(result)) return result;
    }
    return boundedInteger(onIntegers[operator](BigInt(a), BigInt(b)));
  }
  return finite(onNumbers[operator](numberOf(a), numberOf(b)));
}

/** Always a float: `6/2` is 3.0. */
function divide(left: Value, right: Value): Value {
  const a = numberOf(requireNumber(left, '/'));
  const b = numberOf(requireNumber(right, '/'));
  if (b === 0) throw new SqlRuntimeError({ code: 'divisionByZero' });
  return finite(a / b);
}

/** Truncates toward zero; the remainder has the sign of the dividend. */
function wholeDivision(operator: 'div' | 'mod', left: Value, right: Value): Value {
  for (const side of [left, right]) {
    if (!isInteger(side)) throw new SqlRuntimeError({ code: 'needsIntegers', operator, kind: kindOf(side) });
  }
  const a = left as number | bigint;
  const b = right as number | bigint;
  if (Number(b) === 0) throw new SqlRuntimeError({ code: 'divisionByZero' });
  if (typeof a === 'number' && typeof b === 'number') {
    return (operator === 'div' ? Math.trunc(a / b) : a % b) + 0; // + 0 turns -0 into 0
  }
  return toInteger(operator === 'div' ? BigInt(a) / BigInt(b) : BigInt(a) % BigInt(b));
}

export function negate(value: Value): Value {
  const number = requireNumber(value, '-');
  if (typeof number === 'bigint') return toInteger(-number);
  return isInteger(number) ? 0 - number : toFloat(-numberOf(number));
}

/** @param operator that the error names, if there is one */
export function requireNumber(value: Value, operator?: string): NumberValue {
  if (!isNumber(value)) {
    const kind = kindOf(value);
    if (operator === undefined)
      throw new SqlRuntimeError({ code: 'expectedValue', expected: 'a number', kind });
    throw new SqlRuntimeError({ code: 'needsNumbers', operator, kind });
  }
  return value;
}

/** @throws SqlRuntimeError for what is no float */
export function finite(result: number): Value {
  if (!Number.isFinite(result)) throw new SqlRuntimeError({ code: 'floatTooLarge' });
  return toFloat(result);
}

/** 10 bits hold a little more than 3 digits. */
export const MOST_BITS = Math.ceil((MOST_DIGITS / 3) * 10);

/** @throws SqlRuntimeError for an integer with more digits than are kept */
export function boundedInteger(result: bigint): number | bigint {
  if (BigInt.asIntN(MOST_BITS, result) !== result) {
    throw new SqlRuntimeError({ code: 'resultTooLong', limit: MOST_DIGITS });
  }
  return toInteger(result);
}
