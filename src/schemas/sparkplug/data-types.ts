/** Data types of Sparkplug B by their numbers (3.0, chapter 6.4.16). */
export const INTEGER_BITS: Readonly<Record<number, { readonly bits: number; readonly member: string }>> = {
  1: { bits: 8, member: 'int_value' },
  2: { bits: 16, member: 'int_value' },
  3: { bits: 32, member: 'int_value' },
  4: { bits: 64, member: 'long_value' },
};

interface ElementType {
  readonly bytes: number;
  readonly read: (bytes: Buffer, at: number) => number | bigint;
  readonly write: (bytes: Buffer, at: number, value: number | bigint) => void;
  readonly float?: boolean;
}

/** The elements of the array types that lie side by side in `bytes_value`, little-endian. */
export const ARRAY_ELEMENTS: Readonly<Record<number, ElementType>> = {
  22: element(
    1,
    (b, at) => b.readInt8(at),
    (b, at, v) => b.writeInt8(Number(v), at),
  ),
  23: element(
    2,
    (b, at) => b.readInt16LE(at),
    (b, at, v) => b.writeInt16LE(Number(v), at),
  ),
  24: element(
    4,
    (b, at) => b.readInt32LE(at),
    (b, at, v) => b.writeInt32LE(Number(v), at),
  ),
  25: element(
    8,
    (b, at) => b.readBigInt64LE(at),
    (b, at, v) => b.writeBigInt64LE(BigInt(v), at),
  ),
  26: element(
    1,
    (b, at) => b.readUInt8(at),
    (b, at, v) => b.writeUInt8(Number(v), at),
  ),
  27: element(
    2,
    (b, at) => b.readUInt16LE(at),
    (b, at, v) => b.writeUInt16LE(Number(v), at),
  ),
  28: element(
    4,
    (b, at) => b.readUInt32LE(at),
    (b, at, v) => b.writeUInt32LE(Number(v), at),
  ),
  29: element(
    8,
    (b, at) => b.readBigUInt64LE(at),
    (b, at, v) => b.writeBigUInt64LE(BigInt(v), at),
  ),
  30: {
    ...element(
      4,
      (b, at) => b.readFloatLE(at),
      (b, at, v) => b.writeFloatLE(Number(v), at),
    ),
    float: true,
  },
  31: {
    ...element(
      8,
      (b, at) => b.readDoubleLE(at),
      (b, at, v) => b.writeDoubleLE(Number(v), at),
    ),
    float: true,
  },
  34: element(
    8,
    (b, at) => b.readBigUInt64LE(at),
    (b, at, v) => b.writeBigUInt64LE(BigInt(v), at),
  ),
};

export const BOOLEAN_ARRAY = 32;
export const STRING_ARRAY = 33;

function element(bytes: number, read: ElementType['read'], write: ElementType['write']): ElementType {
  return { bytes, read, write };
}
