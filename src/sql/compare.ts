import type { ComparisonOperator } from './ast.ts';
import { DEEPEST_JSON, MOST_COMPARED } from './limits.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { bytesOf, shortened } from './text.ts';
import {
  Float,
  isFloat,
  isInteger,
  isList,
  isMap,
  isNumber,
  isText,
  kindOf,
  numberOf,
  toInteger,
  type Value,
  type ValueMap,
} from './values.ts';

type OrderOperator = Exclude<ComparisonOperator, '=~'>;

/** What each comparison asks of the order of its sides. */
const accepts: Record<OrderOperator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/**
 * The comparison as a function of two values: a missing side makes it false, two missing sides are equal, a number
 * and a text compare as numbers.
 */
export function comparison(operator: OrderOperator): (left: Value, right: Value) => boolean {
  const accept = accepts[operator];
  const isEquality = operator === '=' || operator === '!=';
  return function compare(left, right) {
    if (left === undefined || right === undefined) return left === right && accept(0);
    if (typeof left === 'string') {
      if (typeof right === 'string')
        return accept(left === right ? 0 : isEquality ? 1 : textOrder(left, right));
    } else if (typeof left === 'number' && typeof right === 'number') return accept(left - right);
    if (isNumber(left) && isText(right)) return accept(numberOrder(left, numberOfText(right)));
    if (isText(left) && isNumber(right)) return accept(numberOrder(numberOfText(left), right));
    if (isWord(left) && isText(right)) return accept(textOrder(String(left), right));
    if (isText(left) && isWord(right)) return accept(textOrder(left, String(right)));
    return accept(order(left, right, new Budget()));
  };
}

/** Whether two values are the same, type and all: 1 is neither 1.0 nor '1'. For IN, CASE x WHEN and the like. */
export function isSame(left: Value, right: Value): boolean {
  return same(left, right, new Budget());
}

/** The same of one value and many others, which together cost no more than one comparison may. */
export function sameAs(value: Value): (other: Value) => boolean {
  const budget = new Budget();
  return (other) => same(other, value, budget);
}

/** Whether two values are equal, numbers by their value; a text is never equal to what it spells. */
export function isEqual(left: Value, right: Value): boolean {
  return order(left, right, new Budget()) === 0;
}

/** A text's number, as an operand beside a number. @throws SqlRuntimeError when it is none */
function numberOfText(text: string | Buffer): number | bigint | Float {
  const number = parseNumber(text.toString());
  if (number === undefined) throw new SqlRuntimeError({ code: 'numberWithText', text: shortened(text) });
  return number;
}

/** `12`, `-3`, `+1.5`, `1.0e3`: integers and floats as the language writes them, with a sign; no blanks. */
export function parseNumber(text: string): number | bigint | Float | undefined {
  if (text.length > 400) return undefined;
  if (/^[+-]?\d+$/.test(text)) return toInteger(BigInt(text.startsWith('+') ? text.slice(1) : text));
  if (!/^[+-]?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) ? new Float(number) : number;
}

/** EMQX's atoms, which order and compare by their spelling. */
function isWord(value: Value): value is boolean | null {
  return typeof value === 'boolean' || value === null;
}

/** Keeps a comparison of values that aliases have folded into each other from taking the process. */
class Budget {
  #pairs = MOST_COMPARED;
  #depth = 0;

  inside<Result>(compareParts: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
    const result = compareParts();
    this.#depth -= 1;
    return result;
  }

  /** For a pair of parts; the values themselves are free, so that one may be looked for in a long list. */
  spend(): void {
    if (this.#depth === 0) return;
    this.#pairs -= 1;
    if (this.#pairs < 0) throw new SqlRuntimeError({ code: 'tooManyCompared', limit: MOST_COMPARED });
  }
}

/** Erlang's order of types: number < word < map < list < text. */
function rank(value: Value): number {
  if (isNumber(value)) return 0;
  if (isText(value)) return 4;
  if (isList(value)) return 3;
  return isMap(value) ? 2 : 1;
}

/** Negative, zero or positive; numbers by value, so 2 and 2.0 are equal. */
function order(left: Value, right: Value, budget: Budget): number {
  budget.spend();
  if (left === right) return 0;
  const ranks = rank(left) - rank(right);
  if (ranks !== 0) return ranks;
  if (isNumber(left) && isNumber(right)) return numberOrder(left, right);
  if (isText(left) && isText(right)) return textOrder(left, right);
  if (isList(left) && isList(right)) return budget.inside(() => listOrder(left, right, budget));
  if (isMap(left) && isMap(right)) return budget.inside(() => mapOrder(left, right, budget));
  return textOrder(String(left), String(right));
}

function numberOrder(left: number | bigint | Float, right: number | bigint | Float): number {
  const a = left instanceof Float ? left.value : left;
  const b = right instanceof Float ? right.value : right;
  if (a < b) return -1;
  return a > b ? 1 : 0; // JavaScript compares bigints with numbers exactly
}

/** By bytes of UTF-8, which is by code points; UTF-16 units differ from that above U+FFFF. */
export function textOrder(left: string | Buffer, right: string | Buffer): number {
  if (typeof left !== 'string' || typeof right !== 'string')
    return Buffer.compare(bytesOf(left), bytesOf(right));
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other UTF-16 unit; U+E000 to U+FFFF come after them in value only. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function listOrder(left: readonly Value[], right: readonly Value[], budget: Budget): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const item = order(left[i], right[i], budget);
    if (item !== 0) return item;
  }
  return left.length - right.length;
}

/** The smaller map first, then by sorted keys, then by the values in that order. */
function mapOrder(left: ValueMap, right: ValueMap, budget: Budget): number {
  const leftKeys = Object.keys(left).sort(textOrder);
  const rightKeys = Object.keys(right).sort(textOrder);
  if (leftKeys.length !== rightKeys.length) return leftKeys.length - rightKeys.length;
  const keys = listOrder(leftKeys, rightKeys, budget);
  if (keys !== 0) return keys;
  for (const key of leftKeys) {
    const item = order(left[key], right[key], budget);
    if (item !== 0) return item;
  }
  return 0;
}

function same(left: Value, right: Value, budget: Budget): boolean {
  budget.spend();
  if (left === right) return true;
  if (isFloat(left) && isFloat(right)) return numberOf(left) === numberOf(right);
  if (isInteger(left) || isInteger(right)) return false; // unequal, or of different types
  if (isText(left) && isText(right)) return textOrder(left, right) === 0;
  if (isList(left) && isList(right)) {
    return (
      left.length === right.length &&
      budget.inside(() => left.every((item, i) => same(item, right[i], budget)))
    );
  }
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    budget.inside(() => keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], budget)))
  );
}

/** `topic =~ filter`. A missing side matches nothing. */
export function topicMatch(matches: (topic: string, filter: string) => boolean) {
  return function matchTopic(left: Value, right: Value): boolean {
    if (left === undefined || right === undefined) return false;
    if (isText(left) && isText(right)) return matches(left.toString(), right.toString());
    const wrong = isText(left) ? right : left;
    throw new SqlRuntimeError({ code: 'needsTopics', kind: kindOf(wrong) });
  };
}
