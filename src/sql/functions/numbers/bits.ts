import { boundedInteger, MOST_BITS } from '../../arithmetic.ts';
import { toInteger, type Value } from '../../values.ts';
import { bytesArgument, countOf, integerOf, oneOf } from '../arguments.ts';
import { type FunctionEntry, type FunctionExample, pure, type Wording } from '../function-entry.ts';
import { BitReader, endians, numberTypes, signs } from './bit-reader.ts';

const group = 'bits';

function ofIntegers(
  name: string,
  meaning: Wording,
  calculate: (a: bigint, b: bigint) => bigint,
  example: FunctionExample,
): FunctionEntry {
  return {
    name,
    group,
    forms: ['a: integer, b: integer'],
    gives: 'integer',
    meaning,
    examples: [example],
    bind: pure((a, b) => toInteger(calculate(BigInt(integerOf(a)), BigInt(integerOf(b))))),
  };
}

/** To the left, or to the right when negative. More places than any integer has bits do the same as just as many. */
function shift(i: Value, places: bigint): Value {
  const farthest = BigInt(2 * MOST_BITS);
  const clipped = places > farthest ? farthest : places < -farthest ? -farthest : places;
  return boundedInteger(BigInt(integerOf(i)) << clipped);
}

const typeOf = oneOf(numberTypes);
const signOf = oneOf(signs);
const endianOf = oneOf(endians);

function words(list: readonly string[]): string {
  return list.map((word) => `'${word}'`).join(' | ');
}

const PART = 'b: bytes, start: integer, length: integer';
const TYPED = `${PART}, type: ${words(numberTypes)}`;
const SIGNED = `${TYPED}, sign: ${words(signs)}`;

export const bits: readonly FunctionEntry[] = [
  ofIntegers('bitand', { en: 'the bits that both have', zh: '按位与' }, (a, b) => a & b, [
    'bitand(12, 10)',
    '8',
  ]),
  ofIntegers('bitor', { en: 'the bits that either has', zh: '按位或' }, (a, b) => a | b, [
    'bitor(12, 10)',
    '14',
  ]),
  ofIntegers('bitxor', { en: 'the bits that one of them has', zh: '按位异或' }, (a, b) => a ^ b, [
    'bitxor(12, 10)',
    '6',
  ]),
  {
    name: 'bitnot',
    group,
    forms: ['i: integer'],
    gives: 'integer',
    meaning: { en: 'the integer with all bits turned over (two’s complement)', zh: '按位取反（补码）' },
    examples: [['bitnot(12)', '-13']],
    bind: pure((i) => toInteger(~BigInt(integerOf(i)))),
  },
  {
    name: 'bitsl',
    group,
    forms: ['i: integer, n: integer'],
    gives: 'integer',
    meaning: { en: 'the integer shifted left by n bits', zh: '左移 n 位' },
    examples: [
      ['bitsl(5, 3)', '40'],
      ['bitsl(1, 64)', '18446744073709551616'],
    ],
    bind: pure((i, n) => shift(i, BigInt(integerOf(n)))),
  },
  {
    name: 'bitsr',
    group,
    forms: ['i: integer, n: integer'],
    gives: 'integer',
    meaning: { en: 'the integer shifted right by n bits; the sign stays', zh: '右移 n 位，保留符号' },
    examples: [['bitsr(-20, 2)', '-5']],
    bind: pure((i, n) => shift(i, -BigInt(integerOf(n)))),
  },
  {
    name: 'bitsize',
    group,
    forms: ['b: bytes'],
    gives: 'integer',
    meaning: { en: 'how many bits the text has', zh: '文本的位数' },
    examples: [["bitsize('héllo')", '48']],
    bind: pure((b) => 8 * bytesArgument(b).length),
  },
  {
    name: 'bytesize',
    group,
    forms: ['b: bytes'],
    gives: 'integer',
    meaning: { en: 'how many bytes the text has', zh: '文本的字节数' },
    examples: [["bytesize('héllo')", '6']],
    bind: pure((b) => bytesArgument(b).length),
  },
  {
    name: 'subbits',
    group,
    forms: ['b: bytes, length: integer', PART, TYPED, SIGNED, `${SIGNED}, endian: ${words(endians)}`],
    gives: 'any',
    meaning: {
      en: "so many bits from a start, counted from 1, as an unsigned big-endian integer unless told otherwise; a float has 32 or 64 bits, 'bits' gives bytes; undefined past the end",
      zh: "从起始位（从 1 计数）起的若干位，默认读作无符号大端整数；浮点数为 32 或 64 位，'bits' 得到字节；超出末尾为 undefined",
    },
    examples: [
      ["subbits('Zq', 4)", '5'],
      ["subbits('Zq', 5, 8)", '167'],
      ["subbits(hexstr2bin('41480000'), 1, 32, 'float')", '12.5'],
      ["subbits('hello', 9, 16, 'bits')", '"el"'],
      ["subbits(hexstr2bin('FE01'), 1, 8, 'integer', 'signed')", '-2'],
      ["subbits(hexstr2bin('1027'), 1, 16, 'integer', 'unsigned', 'little')", '10000'],
      ["subbits('Zq', 9, 16)", 'undefined'],
    ],
    bind: pure((b, ...args) => {
      const [start, length, type = 'integer', sign = 'unsigned', endian = 'big'] =
        args.length === 1 ? [1, args[0]] : args;
      const part = {
        start: countOf(start),
        length: countOf(length),
        sign: signOf(sign),
        endian: endianOf(endian),
      };
      return new BitReader(bytesArgument(b), part).read(typeOf(type));
    }),
  },
];
