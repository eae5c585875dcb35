import { arithmetic, finite, requireNumber } from '../../arithmetic.ts';
import { isEqual } from '../../compare.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { isInteger, numberOf, toFloat, toInteger, type Value } from '../../values.ts';
import { integerOf } from '../arguments.ts';
import { type FunctionEntry, type FunctionExample, pure, type Wording } from '../function-entry.ts';

const group = 'math';

/** A function of one number that gives a float, and is not defined for every number. */
function ofFloat(
  name: string,
  meaning: Wording,
  calculate: (x: number) => number,
  ...examples: readonly FunctionExample[]
): FunctionEntry {
  return {
    name,
    group,
    forms: ['n: number'],
    gives: 'float',
    meaning,
    examples,
    bind: pure((n) => float(calculate(numberOf(requireNumber(n))))),
  };
}

/** A function that rounds to an integer; integers stay as they are. */
function rounding(
  name: string,
  meaning: Wording,
  round: (x: number) => number,
  ...examples: readonly FunctionExample[]
): FunctionEntry {
  return {
    name,
    group,
    forms: ['n: number'],
    gives: 'integer',
    meaning,
    examples,
    bind: pure((n) => {
      const number = requireNumber(n);
      return isInteger(number) ? number : toInteger(BigInt(round(numberOf(number))));
    }),
  };
}

/** JavaScript answers NaN and Infinity where a function has no value. */
function float(result: number): Value {
  if (Number.isNaN(result)) throw new SqlRuntimeError({ code: 'outsideDomain' });
  return finite(result);
}

/** At the edge of the domain JavaScript answers an infinity, which is no overflow. */
function positive(x: number): number {
  return x > 0 ? x : Number.NaN;
}

function awayFromZero(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}

export const math: readonly FunctionEntry[] = [
  {
    name: 'abs',
    group,
    forms: ['n: integer'],
    gives: 'integer',
    meaning: {
      en: 'the absolute value of an integer; a float is an error',
      zh: '整数的绝对值；浮点数会报错',
    },
    examples: [
      ['abs(-41)', '41'],
      ['abs(-12345678901234567890)', '12345678901234567890'],
    ],
    bind: pure((n) => {
      const integer = integerOf(n);
      return integer < 0 ? toInteger(-BigInt(integer)) : integer;
    }),
  },
  rounding(
    'ceil',
    { en: 'the smallest integer that is not less', zh: '不小于该数的最小整数' },
    Math.ceil,
    ['ceil(2.1)', '3'],
    ['ceil(-2.9)', '-2'],
  ),
  rounding(
    'floor',
    { en: 'the largest integer that is not greater', zh: '不大于该数的最大整数' },
    Math.floor,
    ['floor(-2.1)', '-3'],
    ['floor(7)', '7'],
  ),
  rounding(
    'round',
    { en: 'the nearest integer; halves go away from zero', zh: '最接近的整数；一半时远离零' },
    awayFromZero,
    ['round(-6.5)', '-7'],
    ['round(2.5)', '3'],
    ['round(2.4)', '2'],
  ),
  ofFloat(
    'sqrt',
    { en: 'the square root; a negative number is an error', zh: '平方根；负数会报错' },
    Math.sqrt,
    ['sqrt(144)', '12.0'],
  ),
  ofFloat('exp', { en: 'e to the power of n', zh: 'e 的 n 次方' }, Math.exp, ['exp(2)', '7.38905609893065']),
  {
    name: 'power',
    group,
    forms: ['a: number, b: number'],
    gives: 'float',
    meaning: { en: 'a to the power of b, as a float', zh: 'a 的 b 次方，结果为浮点数' },
    examples: [
      ['power(3, 4)', '81.0'],
      ['power(2, -1)', '0.5'],
    ],
    bind: pure((a, b) => float(numberOf(requireNumber(a)) ** numberOf(requireNumber(b)))),
  },
  ofFloat(
    'log',
    { en: 'the natural logarithm; n must be above 0', zh: '自然对数；n 须大于 0' },
    (x) => Math.log(positive(x)),
    ['log(20)', '2.995732273553991'],
  ),
  ofFloat('log2', { en: 'the logarithm to base 2', zh: '以 2 为底的对数' }, (x) => Math.log2(positive(x)), [
    'log2(32)',
    '5.0',
  ]),
  ofFloat(
    'log10',
    { en: 'the logarithm to base 10', zh: '以 10 为底的对数' },
    (x) => Math.log10(positive(x)),
    ['log10(5000)', '3.6989700043360187'],
  ),
  {
    name: 'fmod',
    group,
    forms: ['a: number, b: number'],
    gives: 'float',
    meaning: {
      en: 'the remainder of a / b as a float, with the sign of a',
      zh: 'a / b 的浮点余数，符号与 a 相同',
    },
    examples: [['fmod(-7.5, 2)', '-1.5']],
    bind: pure((a, b) => {
      const divisor = numberOf(requireNumber(b));
      if (divisor === 0) throw new SqlRuntimeError({ code: 'divisionByZero' });
      return float(numberOf(requireNumber(a)) % divisor);
    }),
  },
  ofFloat('sin', { en: 'the sine of an angle in radians', zh: '弧度的正弦' }, Math.sin, [
    'sin(2)',
    '0.9092974268256817',
  ]),
  ofFloat('cos', { en: 'the cosine', zh: '余弦' }, Math.cos, ['cos(2)', '-0.4161468365471424']),
  ofFloat('tan', { en: 'the tangent', zh: '正切' }, Math.tan, ['tan(2)', '-2.185039863261519']),
  ofFloat(
    'asin',
    { en: 'the inverse sine, in radians; n is from -1 to 1', zh: '反正弦（弧度）；n 在 -1 到 1 之间' },
    Math.asin,
    ['asin(0.25)', '0.25268025514207865'],
  ),
  ofFloat(
    'acos',
    { en: 'the inverse cosine; n is from -1 to 1', zh: '反余弦；n 在 -1 到 1 之间' },
    Math.acos,
    ['acos(0.25)', '1.318116071652818'],
  ),
  ofFloat('atan', { en: 'the inverse tangent', zh: '反正切' }, Math.atan, ['atan(2)', '1.1071487177940904']),
  ofFloat('sinh', { en: 'the hyperbolic sine', zh: '双曲正弦' }, Math.sinh, ['sinh(2)', '3.626860407847019']),
  ofFloat('cosh', { en: 'the hyperbolic cosine', zh: '双曲余弦' }, Math.cosh, [
    'cosh(2)',
    '3.7621956910836314',
  ]),
  ofFloat('tanh', { en: 'the hyperbolic tangent', zh: '双曲正切' }, Math.tanh, [
    'tanh(2)',
    '0.9640275800758169',
  ]),
  ofFloat('asinh', { en: 'the inverse hyperbolic sine', zh: '反双曲正弦' }, Math.asinh, [
    'asinh(2)',
    '1.4436354751788103',
  ]),
  ofFloat(
    'acosh',
    { en: 'the inverse hyperbolic cosine; n is at least 1', zh: '反双曲余弦；n 不小于 1' },
    Math.acosh,
    ['acosh(2)', '1.3169578969248166'],
  ),
  ofFloat(
    'atanh',
    {
      en: 'the inverse hyperbolic tangent; n is between -1 and 1',
      zh: '反双曲正切；n 在 -1 与 1 之间（不含）',
    },
    (x) => (Math.abs(x) < 1 ? Math.atanh(x) : Number.NaN),
    ['atanh(0.25)', '0.25541281188299536'],
  ),
  {
    name: 'random',
    group,
    forms: [''],
    gives: 'float',
    meaning: { en: 'a random float from 0 to below 1', zh: '0 到 1（不含 1）的随机浮点数' },
    examples: [['random() < 1', 'true']],
    bind:
      ({ random }) =>
      () =>
        toFloat(random()),
  },
  {
    name: 'eq',
    group,
    forms: ['a: any, b: any'],
    gives: 'boolean',
    meaning: {
      en: 'whether both are equal, without reading text as a number',
      zh: '两者是否相等，不把文本当作数字',
    },
    examples: [
      ['eq(3, 3.0)', 'true'],
      ["eq('3', 3)", 'false'],
      ['eq(payload.arr, [10, 20, 30])', 'true'],
    ],
    bind: pure(isEqual),
  },
  {
    name: 'div',
    group,
    forms: ['a: integer, b: integer'],
    gives: 'integer',
    meaning: {
      en: 'the quotient of two integers, cut toward zero; also a div b',
      zh: '两个整数的商，向零取整；也可写作 a div b',
    },
    examples: [
      ['div(-17, 5)', '-3'],
      ['-17 div 5', '-3'],
    ],
    bind: pure((a, b) => arithmetic.div(integerOf(a), integerOf(b))),
  },
  {
    name: 'mod',
    group,
    forms: ['a: integer, b: integer'],
    gives: 'integer',
    meaning: {
      en: 'the remainder of that, with the sign of a; also a mod b',
      zh: '上述除法的余数，符号与 a 相同；也可写作 a mod b',
    },
    examples: [
      ['mod(-17, 5)', '-2'],
      ['-17 mod 5', '-2'],
    ],
    bind: pure((a, b) => arithmetic.mod(integerOf(a), integerOf(b))),
  },
];
