import type { Enum, Field, Type } from 'protobufjs';
import { isInteger, isList, isMap, SqlRuntimeError, type Value } from '../../sql/door.ts';
import { isText, kindOf } from '../../sql/values.ts';
import { booleanOf, bytesOfText, floatOf, integerOf } from '../integers.ts';
import { keyTypeOf, protobuf } from './proto-source.ts';

const DEEPEST = 64;

type Plain = Record<string, unknown>;

/** A map as the package's message, with everything checked that the package would bend. @throws SqlRuntimeError */
export function messageOfValue(type: Type, value: Value, where = '', depth = 0): Plain {
  if (depth > DEEPEST) throw new SqlRuntimeError(`the value is nested deeper than ${DEEPEST} levels`);
  if (!isMap(value)) throw mismatch(where || 'the value', `a map, since it is a ${type.name}`, value);
  const message: Plain = {};
  for (const [key, item] of Object.entries(value)) {
    const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
    if (!field) throw new SqlRuntimeError(`${type.name} has no field ${key}`);
    if (item === undefined || item === null) continue;
    message[key] = fieldOfValue(field, item, where === '' ? key : `${where}.${key}`, depth);
  }
  checkWhole(type, message);
  return message;
}

function checkWhole(type: Type, message: Plain): void {
  const missing = type.fieldsArray.find(({ name, required }) => required && message[name] === undefined);
  if (missing) throw new SqlRuntimeError(`${type.name} needs the field ${missing.name}`);
  for (const oneof of type.oneofsArray) {
    const given = oneof.fieldsArray.filter(({ name }) => message[name] !== undefined);
    if (given.length < 2) continue;
    const names = given.map(({ name }) => name).join(' and ');
    throw new SqlRuntimeError(`${type.name} takes only one of ${names}`);
  }
}

function fieldOfValue(field: Field, value: Value, where: string, depth: number): unknown {
  if (field.map) {
    if (!isMap(value)) throw mismatch(where, 'a map', value);
    const entries = Object.entries(value).map(([key, item]) => [
      keyOf(keyTypeOf(field), key, where),
      itemOfValue(field, item, `${where}.${key}`, depth),
    ]);
    return Object.fromEntries(entries) as Plain;
  }
  if (!field.repeated) return itemOfValue(field, value, where, depth);
  if (!isList(value)) throw mismatch(where, 'a list', value);
  return value.map((item, i) => itemOfValue(field, item, `${where}[${i + 1}]`, depth));
}

/** The package takes the keys of maps as texts; an empty one is false. */
function keyOf(keyType: string, key: string, where: string): string {
  if (keyType === 'string') return key;
  if (keyType === 'bool') return key === 'true' ? key : '';
  if (/^-?\d+$/.test(key)) return key;
  throw new SqlRuntimeError(`${where} has keys that are integers, not ${key.slice(0, 40)}`);
}

function itemOfValue({ type, resolvedType }: Field, value: Value, where: string, depth: number): unknown {
  if (resolvedType instanceof protobuf().Type) return messageOfValue(resolvedType, value, where, depth + 1);
  if (resolvedType) return enumOfValue(resolvedType, value, where);
  switch (type) {
    case 'float':
    case 'double':
      return floatOf(value, where);
    case 'bytes':
      return bytesOfText(value, where);
    case 'string':
      return bytesOfText(value, where).toString();
    case 'bool':
      return booleanOf(value, where);
    default:
      return integerOfValue(type, value, where);
  }
}

function integerOfValue(type: string, value: Value, where: string): unknown {
  const unsigned = /^(?:u|fixed)/.test(type);
  if (!type.endsWith('64')) return Number(integerOf(value, 32, !unsigned, where));
  const integer = integerOf(value, 64, !unsigned, where);
  // The package writes whatever has the two halves.
  return {
    low: Number(BigInt.asIntN(32, integer)),
    high: Number(BigInt.asIntN(32, integer >> 32n)),
    unsigned,
  };
}

function enumOfValue({ name: enumName, values }: Enum, value: Value, where: string): number {
  if (isInteger(value)) return Number(integerOf(value, 32, true, where));
  const name = isText(value) ? value.toString() : '';
  const found = Object.hasOwn(values, name) ? values[name] : undefined;
  if (found !== undefined) return found;
  throw mismatch(where, `one of ${enumName}: ${Object.keys(values).join(', ').slice(0, 200)}`, value);
}

function mismatch(where: string, wanted: string, value: Value): SqlRuntimeError {
  const given = isText(value) ? `'${value.toString().slice(0, 40)}'` : kindOf(value);
  return new SqlRuntimeError(`${where} must be ${wanted}, not ${given}`);
}
