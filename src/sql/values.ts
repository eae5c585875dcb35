import { isUtf8 } from 'node:buffer';

/**
 * A value of the rule language. Integers are safe numbers, or bigints beyond them; a number with a fraction is
 * a float; a float without one is a `Float`, since 4.0 and 4 are two things in this language. Text is a string,
 * or a Buffer when it is not UTF-8. `undefined` is a missing value, `null` is JSON's null, which is a value.
 */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | Float
  | string
  | Buffer
  | readonly Value[]
  | ValueMap;

/** Maps made here inherit nothing, so that no key of a payload can reach a prototype. */
export interface ValueMap {
  [key: string]: Value;
}

/** What a rule makes of one event, and what its actions see. */
export type Row = ValueMap;

/** A float whose value is integral (4.0), which JavaScript's number could not tell from the integer 4. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The float of a finite number. */
export function toFloat(number: number): number | Float {
  return Number.isInteger(number) ? new Float(number) : number;
}

/** The integer of a bigint, in its smaller form where there is one. */
export function toInteger(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

export function isInteger(value: Value): value is number | bigint {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

export function isFloat(value: Value): value is number | Float {
  return typeof value === 'number' ? !Number.isInteger(value) : value instanceof Float;
}

export function isNumber(value: Value): value is number | bigint | Float {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
}

export function isText(value: Value): value is string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Float) &&
    !Buffer.isBuffer(value)
  );
}

/** V8 keeps the keys of its instances as fast as those of classes, and not those of `Object.create(null)`. */
const BareMap = function BareMap() {} as unknown as new () => ValueMap;
BareMap.prototype = Object.freeze(Object.create(null));

/** An empty map, or a copy of one. */
export function newMap(from?: ValueMap): ValueMap {
  const map = new BareMap();
  return from === undefined ? map : Object.assign(map, from);
}

/** Bytes as text: a string where they are UTF-8, themselves where not. */
export function textOfBytes(bytes: Buffer): string | Buffer {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

/** The number of a number value as JavaScript's, for float arithmetic and comparison. */
export function numberOf(value: number | bigint | Float): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : value.value;
}

/** The kind of a value in words, for error messages. */
export function kindOf(value: Value): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'a boolean';
  if (isInteger(value)) return 'an integer';
  if (isFloat(value)) return 'a float';
  if (isText(value)) return 'text';
  return isList(value) ? 'a list' : 'a map';
}
