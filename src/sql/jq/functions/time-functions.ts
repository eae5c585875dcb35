import type { Native } from '../interpreter.ts';
import { JqError } from '../jq-error.ts';
import { isArray, type JqValue, shown } from '../jq-values.ts';
import { ofValues } from './native.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const LONGEST_FORMAT = 1000;

/** Year, month from 0, day, hour, minute, second, day of the week, day of the year: jq's "broken down time". */
type Moment = readonly [number, number, number, number, number, number, number, number];

function momentOf(seconds: number, fraction: number): Moment {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()))
    throw new JqError('error converting number of seconds since epoch to datetime');
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + fraction,
    date.getUTCDay(),
    Math.floor((date.getTime() - start) / 86_400_000),
  ];
}

function gmtime(input: JqValue): JqValue {
  if (typeof input !== 'number') throw new JqError('gmtime() requires a number');
  const whole = Math.floor(input);
  return momentOf(whole, input - whole);
}

function partsOf(input: JqValue, name: string): number[] {
  const parts = isArray(input) ? input.slice(0, 6) : [];
  if (parts.length < 6 || !parts.every((part) => typeof part === 'number')) {
    throw new JqError(`${name} requires array of 6 numbers`);
  }
  return parts;
}

function mktime(input: JqValue): number {
  const [year = 1970, month = 0, day = 1, hour = 0, minute = 0, second = 0] = partsOf(input, 'mktime');
  return Date.UTC(Math.floor(year), month, day, hour, minute, Math.floor(second)) / 1000;
}

const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');

const directives: Readonly<Record<string, (moment: Moment) => string>> = {
  Y: ([year]) => String(year),
  C: ([year]) => two(year / 100),
  y: ([year]) => two(year % 100),
  m: ([, month]) => two(month + 1),
  d: ([, , day]) => two(day),
  e: ([, , day]) => String(day).padStart(2),
  H: ([, , , hour]) => two(hour),
  I: ([, , , hour]) => two(hour % 12 || 12),
  M: ([, , , , minute]) => two(minute),
  S: ([, , , , , second]) => two(second),
  p: ([, , , hour]) => (hour < 12 ? 'AM' : 'PM'),
  j: (moment) => String(moment[7] + 1).padStart(3, '0'),
  a: (moment) => (DAYS[moment[6]] ?? '').slice(0, 3),
  A: (moment) => DAYS[moment[6]] ?? '',
  b: ([, month]) => (MONTHS[month] ?? '').slice(0, 3),
  h: ([, month]) => (MONTHS[month] ?? '').slice(0, 3),
  B: ([, month]) => MONTHS[month] ?? '',
  w: (moment) => String(moment[6]),
  u: (moment) => String(moment[6] || 7),
  s: (moment) => String(mktime(moment)),
  Z: () => 'UTC',
  z: () => '+0000',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};

const compound: Readonly<Record<string, string>> = {
  T: '%H:%M:%S',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  c: '%a %b %e %H:%M:%S %Y',
};

function spelledOut(format: JqValue | undefined, name: string): string {
  if (typeof format !== 'string') throw new JqError(`${name} requires a string format`);
  if (format.length > LONGEST_FORMAT)
    throw new JqError(`${name}: the format is longer than ${LONGEST_FORMAT} characters`);
  return format.replace(/%([TDFRc])/g, (_all, letter: string) => compound[letter] ?? '');
}

function strftime(input: JqValue, format: JqValue | undefined, name: string): string {
  const value = typeof input === 'number' ? gmtime(input) : input;
  if (!isArray(value)) throw new JqError(`${name} requires parsed datetime inputs`);
  const moment = gmtime(mktime(value)) as unknown as Moment;
  return spelledOut(format, name).replace(/%(.)/gs, (all, letter: string) =>
    Object.hasOwn(directives, letter) ? (directives[letter]?.(moment) ?? all) : all,
  );
}

/** What a directive reads, and where it goes. */
const readers: Readonly<
  Record<string, readonly [pattern: RegExp, set: (at: number[], text: string) => void]>
> = {
  Y: [/[+-]?\d{1,4}/y, (at, text) => (at[0] = Number(text))],
  m: [/\d{1,2}/y, (at, text) => (at[1] = Number(text) - 1)],
  d: [/ ?\d{1,2}/y, (at, text) => (at[2] = Number(text))],
  e: [/ ?\d{1,2}/y, (at, text) => (at[2] = Number(text))],
  H: [/\d{1,2}/y, (at, text) => (at[3] = Number(text))],
  M: [/\d{1,2}/y, (at, text) => (at[4] = Number(text))],
  S: [/\d{1,2}/y, (at, text) => (at[5] = Number(text))],
  j: [/\d{1,3}/y, () => undefined],
  Z: [/[A-Za-z]+/y, () => undefined],
  z: [/[+-]\d{2}:?\d{2}|Z/y, () => undefined],
  a: [/[A-Za-z]+/y, () => undefined],
  A: [/[A-Za-z]+/y, () => undefined],
  b: [/[A-Za-z]+/y, setMonth],
  B: [/[A-Za-z]+/y, setMonth],
  h: [/[A-Za-z]+/y, setMonth],
  s: [/\d+/y, (at, text) => at.splice(0, 6, ...(gmtime(Number(text)) as number[]).slice(0, 6))],
};

function setMonth(at: number[], text: string): void {
  at[1] = MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
}

function strptime(input: JqValue, format: JqValue | undefined): JqValue {
  if (typeof input !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  const spelled = spelledOut(format, 'strptime/1');
  const refusal = new JqError(`date "${input.slice(0, 100)}" does not match format "${spelled}"`);
  const read = [1900, 0, 1, 0, 0, 0];
  let at = 0;
  for (const [part = '', letter] of spelled.matchAll(/%(.)|[^%]/gs)) {
    const reader = letter === undefined || !Object.hasOwn(readers, letter) ? undefined : readers[letter];
    if (reader) {
      const [pattern, set] = reader;
      pattern.lastIndex = at;
      const found = pattern.exec(input)?.[0];
      if (found === undefined) throw refusal;
      set(read, found);
      at += found.length;
    } else if (/\s/.test(part)) {
      while (/\s/.test(input.charAt(at))) at += 1;
    } else {
      if (!input.startsWith(part, at)) throw refusal;
      at += part.length;
    }
  }
  if (at !== input.length || (read[1] ?? -1) < 0) throw refusal;
  return gmtime(mktime(read));
}

export const timeFunctions: Readonly<Record<string, Native>> = {
  'now/0': ofValues((run) => run.now() / 1000),
  'gmtime/0': ofValues((_run, input) => gmtime(input)),
  'localtime/0': ofValues((_run, input) => gmtime(input)),
  'mktime/0': ofValues((_run, input) => {
    if (!isArray(input)) throw new JqError('mktime requires array of 6 numbers');
    return mktime(input);
  }),
  'strftime/1': ofValues((_run, input, format) => strftime(input, format, 'strftime/1')),
  'strflocaltime/1': ofValues((_run, input, format) => strftime(input, format, 'strflocaltime/1')),
  'strptime/1': ofValues((_run, input, format) => strptime(input, format)),
  'todate/0': ofValues((_run, input) => {
    if (typeof input !== 'number')
      throw new JqError(`strftime/1 requires parsed datetime inputs, not ${shown(input)}`);
    return strftime(Math.floor(input), '%Y-%m-%dT%H:%M:%SZ', 'strftime/1');
  }),
  'fromdateiso8601/0': ofValues((_run, input) => mktime(strptime(input, '%Y-%m-%dT%H:%M:%SZ'))),
};
