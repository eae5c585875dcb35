import type { Native } from '../interpreter.ts';
import { JqError } from '../jq-error.ts';
import { type JqValue, shown } from '../jq-values.ts';
import { ofValues } from './native.ts';

const unary: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  round: (x) => Math.sign(x) * Math.round(Math.abs(x)),
  nearbyint: rint,
  rint,
  fabs: Math.abs,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  exp10: (x) => 10 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  significand: (x) => (x === 0 || !Number.isFinite(x) ? x : x / 2 ** Math.floor(Math.log2(Math.abs(x)))),
  logb: (x) => Math.floor(Math.log2(Math.abs(x))),
};

const binary: Readonly<Record<string, (x: number, y: number) => number>> = {
  pow: (x, y) => x ** y,
  atan2: Math.atan2,
  fmod: (x, y) => x % y,
  fmin: Math.min,
  fmax: Math.max,
  hypot: Math.hypot,
  ldexp: (x, y) => x * 2 ** y,
  scalb: (x, y) => x * 2 ** y,
  copysign: (x, y) => (Object.is(Math.sign(y), -0) || y < 0 ? -Math.abs(x) : Math.abs(x)),
};

/** Halves go to the even side. */
function rint(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

function number(value: JqValue): number {
  if (typeof value === 'number') return value;
  throw new JqError(`${shown(value)} number required`);
}

const ofUnary = Object.entries(unary).map(([name, call]): readonly [string, Native] => [
  `${name}/0`,
  ofValues((_run, input) => call(number(input))),
]);

const ofBinary = Object.entries(binary).map(([name, call]): readonly [string, Native] => [
  `${name}/2`,
  ofValues((_run, _input, x, y) => call(number(x as JqValue), number(y as JqValue))),
]);

export const mathFunctions: Readonly<Record<string, Native>> = {
  ...Object.fromEntries([...ofUnary, ...ofBinary]),
  'infinite/0': ofValues(() => Number.POSITIVE_INFINITY),
  'nan/0': ofValues(() => Number.NaN),
  'isinfinite/0': ofValues((_run, input) => Math.abs(number(input)) === Number.POSITIVE_INFINITY),
  'isnan/0': ofValues((_run, input) => Number.isNaN(number(input))),
  'isnormal/0': ofValues(
    (_run, input) => Number.isFinite(number(input)) && Math.abs(number(input)) >= 2 ** -1022,
  ),
};
