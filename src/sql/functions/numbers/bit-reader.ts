import { MOST_BITS } from '../../arithmetic.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { textOfBytes, toFloat, toInteger, type Value } from '../../values.ts';

export const numberTypes = ['integer', 'float', 'bits'] as const;
export const signs = ['unsigned', 'signed'] as const;
export const endians = ['big', 'little'] as const;

interface BitRange {
  /** Counted from 1. */
  readonly start: number;
  readonly length: number;
  readonly sign: (typeof signs)[number];
  readonly endian: (typeof endians)[number];
}

/** Some bits out of bytes, the highest bit of the first byte being the first. */
export class BitReader {
  readonly #bytes: Buffer;
  readonly #range: BitRange;

  constructor(bytes: Buffer, range: BitRange) {
    this.#bytes = bytes;
    this.#range = range;
  }

  /** Undefined when the bits are not all there. @throws SqlRuntimeError for a length that the type cannot have */
  read(type: (typeof numberTypes)[number]): Value {
    const { start, length } = this.#range;
    if (start === 0) throw new SqlRuntimeError({ code: 'countedFromOne' });
    if (type === 'float' && length !== 32 && length !== 64)
      throw new SqlRuntimeError({ code: 'floatBits', length });
    if (type === 'bits' && length % 8 !== 0) throw new SqlRuntimeError({ code: 'wholeBytes', length });
    if (type === 'integer' && length > MOST_BITS)
      throw new SqlRuntimeError({ code: 'tooManyBits', limit: MOST_BITS });
    if (start > 8 * this.#bytes.length || start - 1 + length > 8 * this.#bytes.length) return undefined;
    if (type === 'integer') return this.#readInteger();
    const bytes = this.#wholeBytes();
    return type === 'bits' ? textOfBytes(bytes) : this.#readFloat(bytes);
  }

  /** The bits in bytes from their beginning; a last byte that is not full holds what is left in its low bits. */
  #wholeBytes(): Buffer {
    const { start, length } = this.#range;
    const first = Math.floor((start - 1) / 8);
    const skipped = (start - 1) % 8;
    if (skipped === 0 && length % 8 === 0) return this.#bytes.subarray(first, first + length / 8);
    const bytes = Buffer.alloc(Math.ceil(length / 8));
    for (let i = 0; i < bytes.length; i++) {
      const pair = ((this.#bytes[first + i] ?? 0) << 8) | (this.#bytes[first + i + 1] ?? 0);
      bytes[i] = (pair >> (8 - skipped)) & 0xff;
    }
    const missing = 8 * bytes.length - length;
    if (missing > 0) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) >> missing;
    return bytes;
  }

  #readInteger(): Value {
    const { length, sign, endian } = this.#range;
    const bytes = this.#wholeBytes();
    const lastBits = length % 8 || 8;
    let value = 0n;
    if (endian === 'little') {
      for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
    } else {
      for (const [i, byte] of bytes.entries()) {
        value = (value << BigInt(i === bytes.length - 1 ? lastBits : 8)) | BigInt(byte);
      }
    }
    return toInteger(sign === 'signed' ? BigInt.asIntN(length, value) : value);
  }

  #readFloat(bytes: Buffer): Value {
    const { length, endian } = this.#range;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const isLittle = endian === 'little';
    const value = length === 32 ? view.getFloat32(0, isLittle) : view.getFloat64(0, isLittle);
    if (!Number.isFinite(value)) throw new SqlRuntimeError({ code: 'notFinite' });
    return toFloat(value);
  }
}
