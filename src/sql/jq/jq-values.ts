import { JqError } from './jq-error.ts';

/** A value of jq: JSON, with numbers as doubles. Objects inherit nothing. */
export type JqValue = null | boolean | number | string | readonly JqValue[] | JqObject;

export interface JqObject {
  [key: string]: JqValue;
}

export function newObject(from?: JqObject): JqObject {
  const object = Object.create(null) as JqObject;
  return from === undefined ? object : Object.assign(object, from);
}

export function isArray(value: JqValue): value is readonly JqValue[] {
  return Array.isArray(value);
}

export function isObject(value: JqValue): value is JqObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function typeOf(value: JqValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

export function isTrue(value: JqValue): boolean {
  return value !== null && value !== false;
}

/** `string ("abc")`, as jq's messages show a value. */
export function shown(value: JqValue): string {
  const text = toJson(value);
  const bytes = Buffer.byteLength(text);
  return `${typeOf(value)} (${bytes > 10 ? `${text.slice(0, 10)}...` : text})`;
}

/** Compact JSON, in which what is no number is null, and what has no end is the largest there is. */
export function toJson(value: JqValue): string {
  if (typeof value === 'number') return numberText(value);
  if (isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`);
  return `{${members.join(',')}}`;
}

/** As jq 1.6 writes it: with an exponent as soon as more than fifteen zeros would be needed, and below 0.0001. */
export function numberText(number: number): string {
  if (Number.isNaN(number)) return 'null';
  if (!Number.isFinite(number)) return numberText(number > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE);
  if (number === 0) return Object.is(number, -0) ? '-0' : '0';
  const [mantissa = '', exponent = ''] = number.toExponential().split('e');
  const point = Number(exponent) + 1;
  const digits = mantissa.replace(/[-.]/g, '').length;
  if (point <= -4 || point > digits + 15) {
    const sign = exponent.charAt(0);
    return `${mantissa}e${sign}${exponent.slice(1).padStart(2, '0')}`;
  }
  return Math.abs(number) < 1e21 ? String(number) : BigInt(number).toString();
}

const RANKS: Readonly<Record<string, number>> = {
  null: 0,
  boolean: 1,
  number: 3,
  string: 4,
  array: 5,
  object: 6,
};

function rankOf(value: JqValue): number {
  return value === true ? 2 : (RANKS[typeOf(value)] ?? 0);
}

/** null < false < true < numbers < texts < arrays < objects; nan is less than any number. */
export function compare(a: JqValue, b: JqValue): number {
  const ranks = rankOf(a) - rankOf(b);
  if (ranks !== 0) return ranks;
  if (typeof a === 'number' && typeof b === 'number') return a < b || Number.isNaN(a) ? -1 : a === b ? 0 : 1;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isArray(a) && isArray(b)) return compareArrays(a, b);
  if (isObject(a) && isObject(b)) return compareObjects(a, b);
  return 0;
}

function compareArrays(a: readonly JqValue[], b: readonly JqValue[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compare(a[i] as JqValue, b[i] as JqValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By their sorted keys first, then by the values of each key. */
function compareObjects(a: JqObject, b: JqObject): number {
  const keys = sortedKeys(a);
  const byKeys = compareArrays(keys, sortedKeys(b));
  if (byKeys !== 0) return byKeys;
  for (const key of keys) {
    const order = compare(a[key] as JqValue, b[key] as JqValue);
    if (order !== 0) return order;
  }
  return 0;
}

/** By code points, which is the order of their UTF-8. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Halves of a pair stand for what comes after all single units.
    const order = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return order === 0 ? x - y : order;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

export function sortedKeys(object: JqObject): string[] {
  return Object.keys(object).sort(compareTexts);
}

export function equal(a: JqValue, b: JqValue): boolean {
  return compare(a, b) === 0;
}

/** @throws JqError */
export function textOf(value: JqValue, what: string): string {
  if (typeof value === 'string') return value;
  throw new JqError(`${shown(value)} ${what}`);
}

/** @throws JqError */
export function numberOf(value: JqValue, what: string): number {
  if (typeof value === 'number') return value;
  throw new JqError(`${shown(value)} ${what}`);
}

/** @throws JqError */
export function arrayOf(value: JqValue, what: string): readonly JqValue[] {
  if (isArray(value)) return value;
  throw new JqError(`${shown(value)} ${what}`);
}

const PAIRS = /[\ud800-\udfff]/;

/** How many characters a text has, as jq counts them. */
export function countCharacters(text: string): number {
  return PAIRS.test(text) ? Array.from(text).length : text.length;
}

/** The characters from one to another; mostly each is one unit of the text. */
export function sliceCharacters(text: string, start: number, end: number): string {
  return PAIRS.test(text) ? Array.from(text).slice(start, end).join('') : text.slice(start, end);
}

export function toText(value: JqValue): string {
  return typeof value === 'string' ? value : toJson(value);
}
