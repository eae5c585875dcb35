import { isInteger, isList, isMap, SqlRuntimeError, type Value } from '../../sql/door.ts';
import { isNumber, isText, kindOf } from '../../sql/values.ts';
import { booleanOf, bytesOfText, floatOf, integerOf, isFloatValue } from '../integers.ts';
import { type AvroRecord, type AvroScalar, type AvroType, branchName } from './avro-type.ts';

const DEEPEST = 64;

/** Writes Avro's binary encoding. */
export class AvroWriter {
  readonly #parts: Buffer[] = [];

  /** @throws SqlRuntimeError that names the place */
  static bytesOf(value: Value, type: AvroType): Buffer {
    const writer = new AvroWriter();
    writer.#write(value, type, 'the value', 0);
    return Buffer.concat(writer.#parts);
  }

  #write(value: Value, type: AvroType, where: string, depth: number): void {
    if (depth > DEEPEST) throw new SqlRuntimeError(`the value is nested deeper than ${DEEPEST} levels`);
    switch (type.kind) {
      case 'array':
        this.#array(value, type.items, where, depth);
        break;
      case 'map':
        this.#map(value, type.values, where, depth);
        break;
      case 'union': {
        const [index, inner] = branchFor(value, type.branches, where);
        this.#long(BigInt(index));
        this.#write(inner, type.branches[index] as AvroType, where, depth + 1);
        break;
      }
      case 'record':
        this.#record(value, type, where, depth);
        break;
      default:
        this.#scalar(value, type, where);
    }
  }

  #scalar(value: Value, type: AvroScalar, where: string): void {
    switch (type.kind) {
      case 'null':
        if (value !== null && value !== undefined) throw mismatch(where, 'null', value);
        break;
      case 'boolean':
        this.#parts.push(Buffer.of(booleanOf(value, where) ? 1 : 0));
        break;
      case 'int':
        this.#long(integerOf(value, 32, true, where));
        break;
      case 'long':
        this.#long(integerOf(value, 64, true, where));
        break;
      case 'float':
      case 'double':
        this.#parts.push(floatBytes(floatOf(value, where), type.kind));
        break;
      case 'bytes':
      case 'string':
        this.#sized(bytesOfText(value, where));
        break;
      case 'fixed': {
        const bytes = bytesOfText(value, where);
        if (bytes.length !== type.size) throw mismatch(where, `${type.size} bytes`, value);
        this.#parts.push(bytes);
        break;
      }
      case 'enum': {
        const index = isText(value) ? type.symbols.indexOf(value.toString()) : -1;
        if (index === -1) throw mismatch(where, `one of ${type.symbols.join(', ').slice(0, 200)}`, value);
        this.#long(BigInt(index));
      }
    }
  }

  #array(value: Value, items: AvroType, where: string, depth: number): void {
    if (!isList(value)) throw mismatch(where, 'a list', value);
    this.#block(value, (item, i) => this.#write(item, items, `${where}[${i + 1}]`, depth + 1));
  }

  #map(value: Value, values: AvroType, where: string, depth: number): void {
    if (!isMap(value)) throw mismatch(where, 'a map', value);
    this.#block(Object.entries(value), ([key, item]) => {
      this.#sized(Buffer.from(key));
      this.#write(item, values, `${where}.${key}`, depth + 1);
    });
  }

  #record(value: Value, { name, fields }: AvroRecord, where: string, depth: number): void {
    if (!isMap(value)) throw mismatch(where, `a map, since it is a ${name}`, value);
    for (const field of fields) {
      const given = value[field.name];
      if (given === undefined && field.byDefault) this.#parts.push(field.byDefault);
      else
        this.#write(
          given,
          field.type,
          where === 'the value' ? field.name : `${where}.${field.name}`,
          depth + 1,
        );
    }
  }

  #block<Item>(items: readonly Item[], write: (item: Item, index: number) => void): void {
    if (items.length > 0) {
      this.#long(BigInt(items.length));
      for (const [i, item] of items.entries()) write(item, i);
    }
    this.#long(0n);
  }

  #sized(bytes: Buffer): void {
    this.#long(BigInt(bytes.length));
    this.#parts.push(bytes);
  }

  #long(value: bigint): void {
    let bits = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    const bytes: number[] = [];
    while (bits > 0x7fn) {
      bytes.push(Number(bits & 0x7fn) | 0x80);
      bits >>= 7n;
    }
    bytes.push(Number(bits));
    this.#parts.push(Buffer.from(bytes));
  }
}

function floatBytes(number: number, kind: 'float' | 'double'): Buffer {
  const bytes = Buffer.alloc(kind === 'float' ? 4 : 8);
  if (kind === 'float') bytes.writeFloatLE(number);
  else bytes.writeDoubleLE(number);
  return bytes;
}

/** The first branch of the value's very kind, else one that can hold it, else the one that a map of one key names. */
function branchFor(
  value: Value,
  branches: readonly AvroType[],
  where: string,
): [index: number, inner: Value] {
  for (const fits of [isExactly, canHold]) {
    const index = branches.findIndex((branch) => fits(branch, value));
    if (index !== -1) return [index, value];
  }
  if (isMap(value)) {
    const [[name, inner] = []] = Object.entries(value);
    const index = branches.findIndex((branch) => branchName(branch) === name);
    if (index !== -1 && Object.keys(value).length === 1) return [index, inner];
  }
  throw mismatch(where, branches.map(branchName).join(' or '), value);
}

function isExactly(type: AvroType, value: Value): boolean {
  switch (type.kind) {
    case 'null':
      return value === null || value === undefined;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && (value | 0) === value;
    case 'long':
      return isInteger(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
    case 'float':
    case 'double':
      return isFloatValue(value);
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return Buffer.isBuffer(value);
    case 'fixed':
      return isText(value) && Buffer.byteLength(value) === type.size;
    case 'enum':
      return isText(value) && type.symbols.includes(value.toString());
    case 'array':
      return isList(value);
    case 'map':
      return isMap(value);
    case 'union':
      return false;
    case 'record':
      return isMap(value) && isOf(type, value);
  }
}

/** Nothing that the record must have is missing, and nothing is there that it does not know. */
function isOf({ fields }: AvroRecord, map: Readonly<Record<string, Value>>): boolean {
  const names = new Set(fields.map(({ name }) => name));
  return (
    fields.every(({ name, byDefault }) => name in map || byDefault !== undefined) &&
    Object.keys(map).every((key) => names.has(key))
  );
}

function canHold(type: AvroType, value: Value): boolean {
  if (type.kind === 'float' || type.kind === 'double') return isNumber(value);
  return (type.kind === 'string' || type.kind === 'bytes') && isText(value);
}

function mismatch(where: string, wanted: string, value: Value): SqlRuntimeError {
  return new SqlRuntimeError(`${where} must be ${wanted}, not ${kindOf(value)}`);
}
