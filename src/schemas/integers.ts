import { isInteger, SqlRuntimeError, type Value } from '../sql/door.ts';
import { Float, isNumber, isText, kindOf, numberOf } from '../sql/values.ts';

/** The integer, which must be one of so many bits. @param where what it is for, in an error */
export function integerOf(value: Value, bits: 32 | 64, signed: boolean, where: string): bigint {
  if (!isInteger(value)) throw new SqlRuntimeError(`${where} must be an integer, not ${kindOf(value)}`);
  const integer = BigInt(value);
  const fits = signed ? BigInt.asIntN(bits, integer) : BigInt.asUintN(bits, integer);
  if (fits === integer) return integer;
  throw new SqlRuntimeError(
    `${where} cannot be ${value}, which is no ${signed ? '' : 'unsigned '}integer of ${bits} bits`,
  );
}

const NAMED: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
};

export function floatOf(value: Value, where: string): number {
  if (isNumber(value)) return numberOf(value);
  const named = isText(value) ? NAMED[value.toString()] : undefined;
  if (named !== undefined) return named;
  throw new SqlRuntimeError(`${where} must be a number, not ${kindOf(value)}`);
}

export function isFloatValue(value: Value): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

export function bytesOfText(value: Value, where: string): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  if (Buffer.isBuffer(value)) return value;
  throw new SqlRuntimeError(`${where} must be text, not ${kindOf(value)}`);
}

export function booleanOf(value: Value, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new SqlRuntimeError(`${where} must be true or false, not ${kindOf(value)}`);
}
