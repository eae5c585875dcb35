import type { Budget } from './budget.ts';
import { JqError } from './jq-error.ts';
import {
  compare,
  equal,
  isArray,
  isObject,
  type JqObject,
  type JqValue,
  newObject,
  shown,
} from './jq-values.ts';
import type { Operator } from './language/ast.ts';

/** An operator on two values. @throws JqError for values that it does not take */
export function arithmetic(name: Operator, left: JqValue, right: JqValue, budget: Budget): JqValue {
  switch (name) {
    case '+':
      return add(left, right, budget);
    case '-':
      return subtract(left, right, budget);
    case '*':
      return multiply(left, right, budget);
    case '/':
      return divide(left, right, budget);
    case '%':
      return modulo(left, right);
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
  }
}

export function add(left: JqValue, right: JqValue, budget: Budget): JqValue {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') {
    budget.makeText(left.length + right.length);
    return left + right;
  }
  if (isArray(left) && isArray(right)) {
    budget.makeArray(left.length + right.length);
    return [...left, ...right];
  }
  if (isObject(left) && isObject(right)) {
    budget.makeArray(Object.keys(left).length + Object.keys(right).length);
    return Object.assign(newObject(left), right);
  }
  throw refusal(left, right, 'added');
}

function subtract(left: JqValue, right: JqValue, budget: Budget): JqValue {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (!isArray(left) || !isArray(right)) throw refusal(left, right, 'subtracted');
  return left.filter((item) => {
    for (const other of right) {
      budget.step();
      if (equal(item, other)) return false;
    }
    return true;
  });
}

function multiply(left: JqValue, right: JqValue, budget: Budget): JqValue {
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  if (isObject(left) && isObject(right)) return merge(left, right, budget, 0);
  const [text, times] = typeof left === 'string' ? [left, right] : [right, left];
  if (typeof text !== 'string' || typeof times !== 'number') throw refusal(left, right, 'multiplied');
  if (!(times > 0)) return null;
  const count = Math.max(1, Math.ceil(times));
  budget.makeText(text.length * count);
  return text.repeat(count);
}

/** Objects within objects are merged too. */
function merge(left: JqObject, right: JqObject, budget: Budget, depth: number): JqObject {
  budget.makeArray(Object.keys(left).length + Object.keys(right).length);
  if (depth > 1000) throw new JqError('Objects are nested too deeply to be multiplied');
  const merged = newObject(left);
  for (const [key, value] of Object.entries(right)) {
    const former = merged[key];
    merged[key] =
      former !== undefined && isObject(former) && isObject(value)
        ? merge(former, value, budget, depth + 1)
        : value;
  }
  return merged;
}

function divide(left: JqValue, right: JqValue, budget: Budget): JqValue {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0) throw refusal(left, right, 'divided because the divisor is zero');
    return left / right;
  }
  if (typeof left === 'string' && typeof right === 'string') return splitText(left, right, budget);
  throw refusal(left, right, 'divided');
}

export function splitText(text: string, separator: string, budget: Budget): string[] {
  if (text === '') return [];
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  budget.makeArray(parts.length);
  return parts;
}

/** Of whole numbers, with the sign of the left one. */
function modulo(left: JqValue, right: JqValue): JqValue {
  if (typeof left !== 'number' || typeof right !== 'number') throw refusal(left, right, 'divided');
  const divisor = Math.trunc(right);
  if (divisor === 0) throw refusal(left, right, 'divided because the divisor is zero');
  return (Math.trunc(left) % Math.abs(divisor)) + 0;
}

function refusal(left: JqValue, right: JqValue, done: string): JqError {
  return new JqError(`${shown(left)} and ${shown(right)} cannot be ${done}`);
}
