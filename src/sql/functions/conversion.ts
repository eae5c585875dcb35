import { parseNumber } from '../compare.ts';
import { decodeInner } from '../json.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { floatText, stringOf, toText } from '../text.ts';
import {
  isFloat,
  isInteger,
  isMap,
  isNumber,
  isText,
  kindOf,
  numberOf,
  textOfBytes,
  toFloat,
  toInteger,
  type Value,
} from '../values.ts';
import { countOf } from './arguments.ts';
import { type FunctionEntry, pure } from './function-entry.ts';

/** JavaScript rounds to no more. */
const MOST_DECIMALS = 100;

const group = 'conversion';

export const conversion: readonly FunctionEntry[] = [
  {
    name: 'str',
    group,
    forms: ['x'],
    meaning: 'the text of anything: floats with at most 10 decimals, maps and lists as JSON',
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
    forms: ['x'],
    meaning: 'like str(), and an error for bytes that are not UTF-8',
    examples: [["str_utf8('温度')", '"温度"']],
    bind: pure((value) => stringOf(toText(value))),
  },
  {
    name: 'str_utf16_le',
    group,
    forms: ['x'],
    meaning: 'the bytes of the text in UTF-16, little-endian',
    examples: [["strlen(str_utf16_le('Hi'))", '4']],
    bind: pure((value) => textOfBytes(Buffer.from(stringOf(toText(value)), 'utf16le'))),
  },
  {
    name: 'bool',
    group,
    forms: ['x'],
    meaning: "true or false, from booleans, 1 and 0, 'true' and 'false'",
    examples: [
      ["bool('true')", 'true'],
      ['bool(0)', 'false'],
    ],
    bind: pure(toBoolean),
  },
  {
    name: 'int',
    group,
    forms: ['x'],
    meaning: 'the integer: floats go down, numeric text is read, booleans become 1 and 0',
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
    forms: ['x', 'x, decimals'],
    meaning: 'the float of a number or a numeric text, rounded if decimals are given',
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
    forms: ['x, decimals'],
    meaning: 'the text of a float with at most so many decimals, without trailing zeros',
    examples: [
      ['float2str(2.71828, 3)', '"2.718"'],
      ['float2str(2.5, 4)', '"2.5"'],
    ],
    bind: pure((value, decimals) => {
      if (!isFloat(value)) throw new SqlRuntimeError(`expected a float, got ${kindOf(value)}`);
      return floatText(numberOf(value), decimalsOf(decimals));
    }),
  },
  {
    name: 'map',
    group,
    forms: ['x'],
    meaning: 'the map itself, or the map of a JSON text',
    examples: [['map(\'{"k":[1]}\')', '{"k":[1]}']],
    bind: pure((value) => {
      const map = isText(value) ? decodeInner(value) : value;
      if (!isMap(map)) throw new SqlRuntimeError(`expected a map or its JSON text, got ${kindOf(value)}`);
      return map;
    }),
  },
];

function toBoolean(value: Value): Value {
  const text = isText(value) ? stringOf(value) : value;
  if (text === true || text === 1 || text === 'true') return true;
  if (text === false || text === 0 || text === 'false') return false;
  throw new SqlRuntimeError(`expected a boolean, 1, 0, 'true' or 'false', got ${kindOf(value)}`);
}

function toWhole(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = readNumeric(value);
  return isInteger(number) ? number : toInteger(BigInt(Math.floor(numberOf(number))));
}

function readNumeric(value: Value) {
  const number = isText(value) ? parseNumber(stringOf(value)) : value;
  if (isNumber(number)) return number;
  throw new SqlRuntimeError(`expected a number or its text, got ${kindOf(value)}`);
}

function decimalsOf(value: Value): number {
  const decimals = countOf(value);
  if (decimals > MOST_DECIMALS)
    throw new SqlRuntimeError(`at most ${MOST_DECIMALS} decimals, got ${decimals}`);
  return decimals;
}
