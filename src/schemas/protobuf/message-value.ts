import type { Field, Message, Type } from 'protobufjs';
import type { Value } from '../../sql/door.ts';
import { newMap, textOfBytes, toInteger } from '../../sql/values.ts';
import { floatValue } from '../avro/avro-reader.ts';
import { keyTypeOf, protobuf } from './proto-source.ts';

/** What the package makes of 64 bits. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/**
 * A message as a map, as EMQX gives it: enums by name, bytes as text. A field that was not sent is left out, unless the
 * language says that it then has a value: a repeated one is empty, a plain one of proto3 zero, false or ''.
 */
export function valueOfMessage(type: Type, message: Message | Readonly<Record<string, unknown>>): Value {
  const map = newMap();
  const sent = message as Readonly<Record<string, unknown>>;
  for (const field of type.fieldsArray) {
    const given = Object.hasOwn(sent, field.name) ? sent[field.name] : undefined;
    const value = valueOfField(field, given);
    if (value !== undefined) map[field.name] = value;
  }
  return map;
}

function valueOfField(field: Field, given: unknown): Value {
  if (field.map) return valueOfMap(field, (given ?? {}) as Readonly<Record<string, unknown>>);
  if (field.repeated) return ((given ?? []) as unknown[]).map((item) => valueOfItem(field, item));
  if (given !== undefined && given !== null) return valueOfItem(field, given);
  const isMessage = field.resolvedType instanceof protobuf().Type;
  return field.hasPresence || isMessage ? undefined : valueOfItem(field, field.typeDefault);
}

function valueOfMap(field: Field, given: Readonly<Record<string, unknown>>): Value {
  const map = newMap();
  const { longFromHash } = protobuf().util;
  const keyType = keyTypeOf(field);
  const isLong = keyType.endsWith('64');
  const unsigned = /^(?:u|fixed)/.test(keyType);
  for (const [key, item] of Object.entries(given)) {
    const name = isLong ? String(integerOfLong(longFromHash(key, unsigned) as Long)) : key;
    map[name] = valueOfItem(field, item);
  }
  return map;
}

function valueOfItem({ type, resolvedType }: Field, item: unknown): Value {
  if (resolvedType instanceof protobuf().Type) return valueOfMessage(resolvedType, item as Message);
  if (resolvedType) return resolvedType.valuesById[Number(item)] ?? Number(item);
  switch (type) {
    case 'float':
    case 'double':
      return floatValue(Number(item));
    case 'bytes':
      return textOfBytes(Buffer.from(item as Uint8Array));
    case 'string':
      return String(item);
    case 'bool':
      return item === true;
    default:
      return typeof item === 'number' ? item + 0 : integerOfLong(item as Long);
  }
}

function integerOfLong({ low, high, unsigned }: Long): number | bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return toInteger(unsigned ? bits : BigInt.asIntN(64, bits));
}
