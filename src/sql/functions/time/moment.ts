import { SqlRuntimeError } from '../../sql-error.ts';
import { isInteger, kindOf, toInteger, type Value } from '../../values.ts';
import { oneOf } from '../arguments.ts';

/** A point in time: whole Unix seconds and the nanoseconds after them. */
export interface Moment {
  readonly second: number;
  readonly nanosecond: number;
}

export const units = ['second', 'millisecond', 'microsecond', 'nanosecond'] as const;
export type Unit = (typeof units)[number];
export const unitOf = oneOf(units);

const perSecond: Readonly<Record<Unit, number>> = {
  second: 1,
  millisecond: 1e3,
  microsecond: 1e6,
  nanosecond: 1e9,
};

/** Years 0 to 9999, which is what four digits hold. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799;

/** @throws SqlRuntimeError for a timestamp that is no integer, or outside the years 0 to 9999 */
export function momentOf(timestamp: Value, unit: Unit): Moment {
  if (!isInteger(timestamp)) throw new SqlRuntimeError({ code: 'timestampKind', kind: kindOf(timestamp) });
  const [second, rest] = wholeSeconds(timestamp, perSecond[unit]);
  if (!(second >= FIRST_SECOND && second <= LAST_SECOND)) {
    throw new SqlRuntimeError({ code: 'outsideYears', timestamp: String(timestamp), unit });
  }
  return { second, nanosecond: rest * (1e9 / perSecond[unit]) };
}

/** Seconds, downwards, and what is left of the timestamp. */
function wholeSeconds(timestamp: number | bigint, factor: number): [second: number, rest: number] {
  if (typeof timestamp === 'number') {
    const remainder = timestamp % factor;
    const rest = remainder < 0 ? remainder + factor : remainder;
    return [(timestamp - rest) / factor, rest];
  }
  const divisor = BigInt(factor);
  const rest = ((timestamp % divisor) + divisor) % divisor;
  return [Number((timestamp - rest) / divisor), Number(rest)];
}

/** The timestamp in the unit; a finer fraction is cut. */
export function timestampOf({ second, nanosecond }: Moment, unit: Unit): number | bigint {
  const fraction = Math.floor(nanosecond / (1e9 / perSecond[unit]));
  return toInteger(BigInt(second) * BigInt(perSecond[unit]) + BigInt(fraction));
}

/** @param milliseconds of a clock */
export function momentOfClock(milliseconds: number): Moment {
  return momentOf(Math.floor(milliseconds), 'millisecond');
}

/** Year, month, … second, as they are read off a clock that shows UTC. */
export type DateFields = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

/** The fields in a zone so many seconds east of Greenwich. */
export function fieldsOf(second: number, offset: number): DateFields {
  const date = new Date((second + offset) * 1000);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
}

/** `2025-02-30 10:59:14` */
function printFields([year, ...fields]: DateFields): string {
  const [month, day, ...time] = fields.map((field) => String(field).padStart(2, '0'));
  return `${String(year).padStart(4, '0')}-${month}-${day} ${time.join(':')}`;
}

/** Unix seconds of a clock that shows UTC. @throws SqlRuntimeError for a day or time that does not exist */
export function secondOf(fields: DateFields): number {
  const [year, month, day, hour, minute, second] = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const result = date.getTime() / 1000;
  if (fieldsOf(result, 0).some((field, i) => field !== fields[i])) {
    throw new SqlRuntimeError({ code: 'noSuchDate', date: printFields(fields) });
  }
  return result;
}
