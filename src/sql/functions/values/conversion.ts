import { parseNumber } from '../../compare.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { floatText, stringOf, toText } from '../../text.ts';
import {
  isFloat,
  isInteger,
  isNumber,
  isText,
  kindOf,
  numberOf,
  textOfBytes,
  toFloat,
  toInteger,
  type Value,
} from '../../values.ts';
import { countOf, mapOf, unusable } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';

/** JavaScript rounds to no more. */
const MOST_DECIMALS = 100;

const group = 'conversion';

export const conversion: readonly FunctionEntry[] = [
  {
    name: 'str',
    group,
    forms: ['x: any'],
    gives: 'text',
    meaning: {
      en: 'the text of anything: floats with at most 10 decimals, maps and lists as JSON',
      zh: '任意值的文本：浮点数最多保留 10 位小数，映射和列表写成 JSON',
    },
    examples: [
      ['str(12.50)', '"12.5"'],
      ['str(6 / 2)', '"3.0"'],
      ['str(payload.o)', '"{\\"k\\":\\"v\\"}"'],
      ['str(nosuch)', '"undefined"'],
      ['str(payload.n)', '"null"'],
      ['str(true)', '"true"'],
    ],
    bind: pure(toText),
  },
  {
    name: 'str_utf8',
    group,
    forms: ['x: any'],
    gives: 'text',
    meaning: {
      en: 'like str(), and an error for bytes that are not UTF-8',
      zh: '同 str()，但不是 UTF-8 的字节会报错',
    },
    examples: [["str_utf8('温度')", '"温度"']],
    bind: pure((value) => stringOf(toText(value))),
  },
  {
    name: 'str_utf16_le',
    group,
    forms: ['x: any'],
    gives: 'bytes',
    meaning: { en: 'the bytes of the text in UTF-16, little-endian', zh: '文本按 UTF-16 小端编码的字节' },
    examples: [["strlen(str_utf16_le('Hi'))", '4']],
    bind: pure((value) => textOfBytes(Buffer.from(stringOf(toText(value)), 'utf16le'))),
  },
  {
    name: 'bool',
    group,
    forms: ['x: boolean | integer | text'],
    gives: 'boolean',
    meaning: {
      en: "true or false, from booleans, 1 and 0, 'true' and 'false'",
      zh: "布尔值，取自布尔值、1 和 0、'true' 和 'false'",
    },
    examples: [
      ["bool('true')", 'true'],
      ['bool(0)', 'false'],
    ],
    bind: pure(toBoolean),
  },
  {
    name: 'int',
    group,
    forms: ['x: number | text | boolean'],
    gives: 'integer',
    meaning: {
      en: 'the integer: floats go down, numeric text is read, booleans become 1 and 0',
      zh: '整数：浮点数向下取整，数字文本会被读取，布尔值变为 1 和 0',
    },
    examples: [
      ["int('42')", '42'],
      ['int(-2.2)', '-3'],
      ['int(-3.14)', '-4'],
      ["int('7.9')", '7'],
      ['int(true)', '1'],
    ],
    bind: pure(toWhole),
  },
  {
    name: 'float',
    group,
    forms: ['x: number | text', 'x: number | text, decimals: integer'],
    gives: 'float',
    meaning: {
      en: 'the float of a number or a numeric text, rounded if decimals are given',
      zh: '数字或数字文本的浮点数；给出小数位数时四舍五入',
    },
    examples: [
      ["float('7')", '7.0'],
      ['float(3)', '3.0'],
      ['float(2.71828, 3)', '2.718'],
    ],
    bind: pure((value, decimals) => {
      const number = numberOf(readNumeric(value));
      return toFloat(decimals === undefined ? number : Number(number.toFixed(decimalsOf(decimals))));
    }),
  },
  {
    name: 'float2str',
    group,
    forms: ['x: float, decimals: integer'],
    gives: 'text',
    meaning: {
      en: 'the text of a float with at most so many decimals, without trailing zeros',
      zh: '浮点数的文本，最多保留这么多位小数，去掉末尾的零',
    },
    examples: [
      ['float2str(2.71828, 3)', '"2.718"'],
      ['float2str(2.5, 4)', '"2.5"'],
    ],
    bind: pure((value, decimals) => {
      if (!isFloat(value))
        throw new SqlRuntimeError({ code: 'expectedValue', expected: 'a float', kind: kindOf(value) });
      return floatText(numberOf(value), decimalsOf(decimals));
    }),
  },
  {
    name: 'map',
    group,
    forms: ['x: map | text'],
    gives: 'map',
    meaning: { en: 'the map itself, or the map of a JSON text', zh: '映射本身，或 JSON 文本所表示的映射' },
    examples: [['map(\'{"k":[1]}\')', '{"k":[1]}']],
    bind: pure(mapOf),
  },
];

function toBoolean(value: Value): Value {
  const text = isText(value) ? stringOf(value) : value;
  if (text === true || text === 1 || text === 'true') return true;
  if (text === false || text === 0 || text === 'false') return false;
  throw unusable("a boolean, 1, 0, 'true' or 'false'", value);
}

function toWhole(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = readNumeric(value);
  return isInteger(number) ? number : toInteger(BigInt(Math.floor(numberOf(number))));
}

function readNumeric(value: Value) {
  const number = isText(value) ? parseNumber(stringOf(value)) : value;
  if (isNumber(number)) return number;
  throw unusable('a number or its text', value);
}

function decimalsOf(value: Value): number {
  const decimals = countOf(value);
  if (decimals > MOST_DECIMALS)
    throw new SqlRuntimeError({ code: 'tooManyDecimals', limit: MOST_DECIMALS, decimals });
  return decimals;
}
