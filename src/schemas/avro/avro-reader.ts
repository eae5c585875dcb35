import { SqlRuntimeError, type Value } from '../../sql/door.ts';
import { newMap, textOfBytes, toFloat, toInteger } from '../../sql/values.ts';
import type { AvroRecord, AvroType } from './avro-type.ts';

/** Of one message; what takes no bytes, such as a null, can be announced by the billion. */
const MOST_VALUES = 1_000_000;
const DEEPEST = 64;

/**
 * Reads Avro's binary encoding. The package's own reader believes the counts that a message announces; this one reads
 * no more than there is.
 */
export class AvroReader {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** One value, and nothing after it. @throws SqlRuntimeError */
  readAll(type: AvroType): Value {
    const value = this.#read(type, 0);
    const left = this.#bytes.length - this.#at;
    if (left > 0) throw new SqlRuntimeError(`${left} bytes are left over after the value`);
    return value;
  }

  #read(type: AvroType, depth: number): Value {
    this.#values += 1;
    if (this.#values > MOST_VALUES) throw new SqlRuntimeError(`it holds more than ${MOST_VALUES} values`);
    if (depth > DEEPEST) throw new SqlRuntimeError(`it is nested deeper than ${DEEPEST} levels`);
    switch (type.kind) {
      case 'null':
        return null;
      case 'boolean':
        return this.#take(1)[0] !== 0;
      case 'int':
      case 'long':
        return this.#long();
      case 'float':
        return floatValue(this.#take(4).readFloatLE());
      case 'double':
        return floatValue(this.#take(8).readDoubleLE());
      case 'bytes':
      case 'string':
        return textOfBytes(Buffer.from(this.#take(this.#count())));
      case 'fixed':
        return textOfBytes(Buffer.from(this.#take(type.size)));
      case 'enum':
        return choose(type.symbols, this.#long(), 'symbol');
      case 'union':
        return this.#read(choose(type.branches, this.#long(), 'branch'), depth);
      case 'array': {
        const items: Value[] = [];
        this.#blocks(() => items.push(this.#read(type.items, depth + 1)));
        return items;
      }
      case 'map': {
        const map = newMap();
        this.#blocks(() => {
          const key = this.#take(this.#count()).toString();
          map[key] = this.#read(type.values, depth + 1);
        });
        return map;
      }
      case 'record':
        return this.#record(type, depth);
    }
  }

  #record({ fields }: AvroRecord, depth: number): Value {
    const map = newMap();
    for (const { name, type } of fields) map[name] = this.#read(type, depth + 1);
    return map;
  }

  /** Blocks with their counts, the last one empty; a negative count is followed by the block's bytes. */
  #blocks(readItem: () => void): void {
    for (;;) {
      const count = Number(this.#long());
      if (count === 0) return;
      if (count < 0) this.#long();
      for (let left = Math.abs(count); left > 0; left--) readItem();
    }
  }

  #count(): number {
    const count = Number(this.#long());
    if (count < 0) throw new SqlRuntimeError('a length is negative');
    return count;
  }

  /** A zigzag number of at most 64 bits. */
  #long(): number | bigint {
    let bits = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      if (shift === 0n && byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
      bits |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return toInteger(BigInt.asIntN(64, (bits >> 1n) ^ -(bits & 1n)));
    }
    throw new SqlRuntimeError('a number is longer than ten bytes');
  }

  #take(count: number): Buffer {
    const end = this.#at + count;
    if (!(end <= this.#bytes.length)) throw new SqlRuntimeError('the data ends in the middle of a value');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

function choose<Item>(items: readonly Item[], index: number | bigint, kind: string): Item {
  const item = items[Number(index)];
  if (item === undefined) throw new SqlRuntimeError(`there is no ${kind} number ${index}`);
  return item;
}

/** What is no number has a name, as in JSON there is none for it. */
export function floatValue(number: number): Value {
  if (Number.isFinite(number)) return toFloat(number);
  return Number.isNaN(number) ? 'nan' : number > 0 ? 'infinity' : '-infinity';
}
