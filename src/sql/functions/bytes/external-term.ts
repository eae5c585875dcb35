import { DEEPEST_JSON, LONGEST_TEXT, MOST_DIGITS, MOST_JSON_VALUES } from '../../limits.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { bytesOf } from '../../text.ts';
import {
  type Float,
  isFloat,
  isInteger,
  isList,
  isMap,
  isText,
  newMap,
  numberOf,
  textOfBytes,
  toFloat,
  toInteger,
  type Value,
} from '../../values.ts';

/** The tags of Erlang's external term format that values of this language have. */
const tag = {
  float: 70,
  smallInteger: 97,
  integer: 98,
  atom: 100,
  nil: 106,
  string: 107,
  list: 108,
  binary: 109,
  smallBig: 110,
  largeBig: 111,
  smallAtom: 115,
  map: 116,
  atomUtf8: 118,
  smallAtomUtf8: 119,
} as const;

const VERSION = 131;

/** The value as `term_to_binary` writes it. @throws SqlRuntimeError when it is nested too deep or too long */
export function encodeTerm(value: Value): Buffer {
  const writer = new TermWriter();
  writer.write(value, 0);
  return Buffer.concat([Buffer.of(VERSION), ...writer.parts]);
}

class TermWriter {
  readonly parts: Buffer[] = [];
  #length = 0;

  write(value: Value, depth: number): void {
    if (isInteger(value)) this.#add(integerTerm(value));
    else if (isFloat(value)) this.#add(floatTerm(numberOf(value)));
    else if (isText(value)) this.#writeBinary(value);
    else if (isList(value)) this.#writeList(value, depth);
    else if (isMap(value)) this.#writeMap(Object.entries(value), depth);
    else this.#add(atomTerm(String(value)));
  }

  #writeBinary(text: string | Buffer): void {
    const bytes = bytesOf(text);
    this.#add(sized(tag.binary, bytes.length));
    this.#add(bytes);
  }

  /** Erlang takes a list of bytes for a string. */
  #writeList(list: readonly Value[], depth: number): void {
    this.#checkDepth(depth);
    if (list.length > 0 && list.length <= 0xffff && list.every(isByte)) {
      this.#add(Buffer.of(tag.string, list.length >> 8, list.length & 0xff));
      this.#add(Buffer.from(list as number[]));
      return;
    }
    if (list.length > 0) this.#add(sized(tag.list, list.length));
    for (const item of list) this.write(item, depth + 1);
    this.#add(Buffer.of(tag.nil));
  }

  #writeMap(entries: readonly [string, Value][], depth: number): void {
    this.#checkDepth(depth);
    this.#add(sized(tag.map, entries.length));
    for (const [key, item] of entries) {
      this.#writeBinary(key);
      this.write(item, depth + 1);
    }
  }

  #checkDepth(depth: number): void {
    if (depth >= DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    const isTooLong = this.#length > LONGEST_TEXT || this.parts.length > 2 * MOST_JSON_VALUES;
    if (isTooLong) throw new SqlRuntimeError({ code: 'textTooLong', limit: LONGEST_TEXT });
    this.parts.push(part);
  }
}

function isByte(value: Value): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function sized(type: number, length: number): Buffer {
  const head = Buffer.alloc(5);
  head[0] = type;
  head.writeUInt32BE(length, 1);
  return head;
}

function integerTerm(value: number | bigint): Buffer {
  if (value >= 0 && value <= 255) return Buffer.of(tag.smallInteger, Number(value));
  if (value >= -0x80000000 && value <= 0x7fffffff) return sized(tag.integer, Number(value) >>> 0);
  const magnitude = (value < 0 ? -BigInt(value) : BigInt(value)).toString(16);
  const bytes = Buffer.from(magnitude.length % 2 === 0 ? magnitude : `0${magnitude}`, 'hex').reverse();
  const sign = Buffer.of(value < 0 ? 1 : 0);
  const head =
    bytes.length <= 255 ? Buffer.of(tag.smallBig, bytes.length) : sized(tag.largeBig, bytes.length);
  return Buffer.concat([head, sign, bytes]);
}

function floatTerm(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = tag.float;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function atomTerm(name: string): Buffer {
  return Buffer.concat([Buffer.of(tag.smallAtomUtf8, name.length), Buffer.from(name)]);
}

/**
 * The value of bytes that `term_to_binary` wrote; atoms other than true, false, null and undefined become text.
 * @throws SqlRuntimeError for other bytes, and for terms that this language has no values for
 */
export function decodeTerm(bytes: Buffer): Value {
  return new TermReader(bytes).readWhole();
}

class TermReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  readWhole(): Value {
    if (this.#take(1)[0] !== VERSION) throw malformed();
    const value = this.#read(0);
    if (this.#offset !== this.#bytes.length) throw malformed();
    return value;
  }

  #read(depth: number): Value {
    const type = this.#take(1)[0];
    switch (type) {
      case tag.smallInteger:
        return this.#take(1)[0];
      case tag.integer:
        return this.#take(4).readInt32BE();
      case tag.smallBig:
        return this.#readBig(this.#take(1).readUInt8());
      case tag.largeBig:
        return this.#readBig(this.#take(4).readUInt32BE());
      case tag.float:
        return this.#readFloat();
      case tag.smallAtomUtf8:
      case tag.smallAtom:
        return atomValue(this.#take(this.#take(1).readUInt8()));
      case tag.atom:
      case tag.atomUtf8:
        return atomValue(this.#take(this.#take(2).readUInt16BE()));
      case tag.binary:
        return textOfBytes(Buffer.from(this.#take(this.#take(4).readUInt32BE())));
      case tag.nil:
        return [];
      case tag.string:
        return [...this.#take(this.#take(2).readUInt16BE())];
      case tag.list:
        return this.#readList(depth);
      case tag.map:
        return this.#readMap(depth);
      default:
        throw new SqlRuntimeError({ code: 'unknownTerm', type: type ?? 0 });
    }
  }

  #readBig(length: number): Value {
    const isNegative = this.#take(1)[0] !== 0;
    if (length > MOST_DIGITS / 2.4) throw new SqlRuntimeError({ code: 'integerTooLong', limit: MOST_DIGITS });
    const magnitude = BigInt(`0x0${Buffer.from(this.#take(length)).reverse().toString('hex')}`);
    return toInteger(isNegative ? -magnitude : magnitude);
  }

  #readFloat(): number | Float {
    const value = this.#take(8).readDoubleBE();
    if (!Number.isFinite(value)) throw malformed();
    return toFloat(value);
  }

  #readList(depth: number): Value {
    const length = this.#countParts(depth);
    const list = Array.from({ length }, () => this.#read(depth + 1));
    if (this.#take(1)[0] !== tag.nil) throw malformed();
    return list;
  }

  #readMap(depth: number): Value {
    const length = this.#countParts(depth);
    const map = newMap();
    for (let i = 0; i < length; i++) {
      const key = this.#read(depth + 1);
      if (typeof key !== 'string') throw new SqlRuntimeError({ code: 'keyNotText' });
      map[key] = this.#read(depth + 1);
    }
    return map;
  }

  /** Each part takes a byte at least, so that a count alone reserves no memory. */
  #countParts(depth: number): number {
    if (depth >= DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
    const length = this.#take(4).readUInt32BE();
    if (length > this.#bytes.length - this.#offset) throw malformed();
    return length;
  }

  #take(length: number): Buffer {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw malformed();
    const part = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return part;
  }
}

function atomValue(name: Buffer): Value {
  const text = name.toString('utf8');
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return text === 'undefined' ? undefined : text;
}

function malformed(): SqlRuntimeError {
  return new SqlRuntimeError({ code: 'notTerm' });
}
