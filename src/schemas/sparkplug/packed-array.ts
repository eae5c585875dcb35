import { isInteger, SqlRuntimeError, type Value } from '../../sql/door.ts';
import { isText, numberOf, textOfBytes, toInteger } from '../../sql/values.ts';
import { floatValue } from '../avro/avro-reader.ts';
import { floatOf } from '../integers.ts';
import { ARRAY_ELEMENTS, BOOLEAN_ARRAY, STRING_ARRAY } from './data-types.ts';

/** The list that the bytes of an array type hold; undefined when they are of another type, or no whole list. */
export function unpackArray(datatype: number, bytes: Buffer): Value[] | undefined {
  if (datatype === BOOLEAN_ARRAY) return unpackBooleans(bytes);
  if (datatype === STRING_ARRAY) return unpackStrings(bytes);
  const element = ARRAY_ELEMENTS[datatype];
  if (!element || bytes.length % element.bytes !== 0) return undefined;
  return Array.from({ length: bytes.length / element.bytes }, (_, i) => {
    const read = element.read(bytes, i * element.bytes);
    return element.float ? floatValue(Number(read)) : toInteger(BigInt(read));
  });
}

/** @throws SqlRuntimeError */
export function packArray(datatype: number, list: readonly Value[]): Buffer {
  if (datatype === BOOLEAN_ARRAY) return packBooleans(list);
  if (datatype === STRING_ARRAY) {
    return Buffer.concat(list.flatMap((item) => [Buffer.from(textOf(item)), Buffer.of(0)]));
  }
  const element = ARRAY_ELEMENTS[datatype];
  if (!element) throw new SqlRuntimeError(`bytes_value cannot be a list with the datatype ${datatype}`);
  const bytes = Buffer.alloc(list.length * element.bytes);
  for (const [i, item] of list.entries()) {
    const number = element.float ? floatOf(item, 'an element of bytes_value') : integer(item);
    try {
      element.write(bytes, i * element.bytes, number);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new SqlRuntimeError(`bytes_value cannot hold ${String(number)} with the datatype ${datatype}`);
    }
  }
  return bytes;
}

/** A count in four bytes, then a bit each, the first one highest. */
function unpackBooleans(bytes: Buffer): boolean[] | undefined {
  if (bytes.length < 4) return undefined;
  const count = bytes.readUInt32LE();
  if (count > (bytes.length - 4) * 8) return undefined;
  return Array.from({ length: count }, (_, i) => (((bytes[4 + (i >> 3)] ?? 0) >> (7 - (i & 7))) & 1) === 1);
}

function packBooleans(list: readonly Value[]): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(list.length / 8));
  bytes.writeUInt32LE(list.length);
  for (const [i, item] of list.entries()) {
    const at = 4 + (i >> 3);
    if (item === true) bytes[at] = (bytes[at] ?? 0) | (0x80 >> (i & 7));
  }
  return bytes;
}

/** Each one ends with a zero. */
function unpackStrings(bytes: Buffer): (string | Buffer)[] | undefined {
  const list: (string | Buffer)[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    if (end === -1) return undefined;
    list.push(textOfBytes(Buffer.from(bytes.subarray(start, end))));
    start = end + 1;
  }
  return list;
}

function integer(value: Value): number | bigint {
  if (isInteger(value)) return typeof value === 'bigint' ? value : numberOf(value);
  throw new SqlRuntimeError('the elements of bytes_value must be integers');
}

function textOf(value: Value): string {
  if (isText(value)) return value.toString();
  throw new SqlRuntimeError('the elements of bytes_value must be texts');
}
