import type { SqlHost } from '../../row-source.ts';
import { stringOf } from '../../text.ts';
import type { Value } from '../../values.ts';
import { type FunctionEntry, pure, rememberLast } from '../function-entry.ts';
import { compileDateFormat, compileDateParser } from './date-format.ts';
import { momentOf, momentOfClock, timestampOf, type Unit, unitOf, units } from './moment.ts';
import { parseRfc3339, printIsoDate, printRfc3339 } from './rfc3339.ts';
import { localOffset, type ZoneOffset, zoneOffset } from './zone-offset.ts';

const group = 'date and time';
const UNIT = units.map((unit) => `'${unit}'`).join(' | ');

/** Units are 'second', 'millisecond', 'microsecond' and 'nanosecond'. */
export const dateAndTime: readonly FunctionEntry[] = [
  {
    name: 'now_timestamp',
    group,
    forms: ['', `unit: ${UNIT}`],
    gives: 'integer',
    meaning: { en: 'the Unix time now, in seconds or in the unit', zh: '当前的 Unix 时间，以秒或指定单位计' },
    examples: [
      ['is_int(now_timestamp())', 'true'],
      ["now_timestamp('millisecond') > 1700000000000", 'true'],
    ],
    bind: (host) => (unit) => timestampOf(momentOfClock(host.now()), optionalUnit(unit)),
  },
  {
    name: 'now_rfc3339',
    group,
    forms: ['', `unit: ${UNIT}`, `unit: ${UNIT}, offset: text | integer`],
    gives: 'text',
    meaning: {
      en: "now, as RFC 3339 in the zone, or in the server's",
      zh: '当前时间的 RFC 3339 文本，使用指定的时区或服务器时区',
    },
    examples: [
      ['strlen(now_rfc3339())', '25'],
      ["strlen(now_rfc3339('millisecond'))", '29'],
      ["substr(now_rfc3339('second', '+08:00'), 19)", '"+08:00"'],
    ],
    constants: { 1: zoneOffset },
    bind:
      (host) =>
      (...args) =>
        printRfc3339(momentOfClock(host.now()), optionalUnit(args[0]), zoneOfArgument(args, 1)),
  },
  {
    name: 'unix_ts_to_rfc3339',
    group,
    forms: [
      'ts: integer',
      `ts: integer, unit: ${UNIT}`,
      `ts: integer, unit: ${UNIT}, offset: text | integer`,
    ],
    gives: 'text',
    meaning: {
      en: "a timestamp as RFC 3339 in the zone, or in the server's",
      zh: '时间戳的 RFC 3339 文本，使用指定的时区或服务器时区',
    },
    examples: [
      ['unix_ts_to_rfc3339(1756465154)', '"2025-08-29T10:59:14+00:00"'],
      ["unix_ts_to_rfc3339(1756465154714, 'millisecond')", '"2025-08-29T10:59:14.714+00:00"'],
      ["unix_ts_to_rfc3339(1756465154, 'second', '+08:00')", '"2025-08-29T18:59:14+08:00"'],
    ],
    constants: { 2: zoneOffset },
    bind: pure((...args) => {
      const unit = optionalUnit(args[1]);
      return printRfc3339(momentOf(args[0], unit), unit, zoneOfArgument(args, 2));
    }),
  },
  {
    name: 'rfc3339_to_unix_ts',
    group,
    forms: ['s: text', `s: text, unit: ${UNIT}`],
    gives: 'integer',
    meaning: { en: 'the timestamp of a date in RFC 3339', zh: 'RFC 3339 日期的时间戳' },
    examples: [
      ["rfc3339_to_unix_ts('2025-08-29T18:59:14+08:00')", '1756465154'],
      ["rfc3339_to_unix_ts('2025-08-29T10:59:14.714Z', 'millisecond')", '1756465154714'],
      ["rfc3339_to_unix_ts('2025-08-29 10:59:14.999Z')", '1756465154'],
    ],
    bind: pure((text, unit) => timestampOf(parseRfc3339(stringOf(text)), optionalUnit(unit))),
  },
  {
    name: 'format_date',
    group,
    forms: [
      `unit: ${UNIT}, offset: text | integer, format: text`,
      `unit: ${UNIT}, offset: text | integer, format: text, ts: integer`,
    ],
    gives: 'text',
    meaning: {
      en: 'now, or a timestamp in the unit, in the zone and the format (%Y %m %d %H %M %S %N %3N %6N %z %:z %::z)',
      zh: '当前时间或指定单位的时间戳，按时区和格式（%Y %m %d %H %M %S %N %3N %6N %z %:z %::z）写出',
    },
    examples: [
      ["strlen(format_date('second', 'Z', '%Y%m%d'))", '8'],
      [
        "format_date('millisecond', '+05:30', '%d/%m/%Y %H:%M:%S.%3N %z', 1756465154714)",
        '"29/08/2025 16:29:14.714 +0530"',
      ],
      ["format_date('second', 'Z', '%H:%M:%S %z %j %%', 1756465154)", '"10:59:14 +0000 %j %%"'],
      ["format_date('nanosecond', -12600, '%Y %N %::z', 1756465154714000001)", '"2025 714000001 -03:30:00"'],
    ],
    constants: { 1: zoneOffset },
    bind: formatDate,
  },
  {
    name: 'date_to_unix_ts',
    group,
    forms: [
      `unit: ${UNIT}, format: text, s: text`,
      `unit: ${UNIT}, offset: text | integer, format: text, s: text`,
    ],
    gives: 'integer',
    meaning: {
      en: 'the timestamp of a date in the format, in the zone that the text has, or else in the one given, or UTC',
      zh: '按格式读出的日期的时间戳；时区取自文本，否则取给出的时区，再否则为 UTC',
    },
    examples: [
      ["date_to_unix_ts('second', '%Y-%m-%d %H:%M:%S %:z', '2025-08-29 18:59:14 +08:00')", '1756465154'],
      [
        "date_to_unix_ts('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', '2025-08-29 18:59:14')",
        '1756465154000',
      ],
      ["date_to_unix_ts('millisecond', '%Y%m%d%H%M%S.%6N', '20250829105914.714999')", '1756465154714'],
    ],
    constants: { [-2]: (format) => compileDateParser(stringOf(format)) },
    bind: () => {
      const parser = rememberLast(compileDateParser);
      return (unit, ...rest) => {
        const [text, format, offset] = rest.reverse();
        return timestampOf(parser(stringOf(format))(stringOf(text), zoneOffset(offset)), unitOf(unit));
      };
    },
  },
  {
    name: 'timezone_to_offset_seconds',
    group,
    forms: ['offset: text | integer'],
    gives: 'integer',
    meaning: { en: 'the seconds of a zone offset', zh: '时区偏移的秒数' },
    examples: [
      ["timezone_to_offset_seconds('-03:30')", '-12600'],
      ["timezone_to_offset_seconds('Z')", '0'],
    ],
    constants: { 0: zoneOffset },
    bind: offsetSeconds,
  },
  {
    name: 'timezone_to_second',
    group,
    forms: ['offset: text | integer'],
    gives: 'integer',
    meaning: {
      en: 'an older name of timezone_to_offset_seconds()',
      zh: 'timezone_to_offset_seconds() 的旧名',
    },
    examples: [["timezone_to_second('+01:30')", '5400']],
    constants: { 0: zoneOffset },
    bind: offsetSeconds,
  },
  {
    name: 'mongo_date',
    group,
    forms: ['', 'ts: integer', `ts: integer, unit: ${UNIT}`],
    gives: 'text',
    meaning: {
      en: 'now, or a timestamp in milliseconds or the unit, as a date of MongoDB',
      zh: '当前时间，或毫秒（或指定单位）时间戳，写成 MongoDB 的日期',
    },
    examples: [
      ['mongo_date(1756465154714)', '"ISODate(2025-08-29T10:59:14.714Z)"'],
      ["mongo_date(1756465154, 'second')", '"ISODate(2025-08-29T10:59:14.000Z)"'],
    ],
    bind:
      (host) =>
      (timestamp, unit = 'millisecond') => {
        const moment =
          timestamp === undefined ? momentOfClock(host.now()) : momentOf(timestamp, unitOf(unit));
        return `ISODate(${printIsoDate(moment)})`;
      },
  },
];

function optionalUnit(unit: Value): Unit {
  return unit === undefined ? 'second' : unitOf(unit);
}

function formatDate(host: SqlHost): (...args: Value[]) => Value {
  const compiled = rememberLast(compileDateFormat);
  const zone = rememberLast((offset: Value) => zoneOffset(offset));
  return function format(...args) {
    const [name, offset, format, timestamp] = args;
    const unit = unitOf(name);
    const moment = args.length === 4 ? momentOf(timestamp, unit) : momentOfClock(host.now());
    return compiled(stringOf(format))(moment, zone(offset));
  };
}

function offsetSeconds(host: SqlHost): (...args: Value[]) => Value {
  return function secondsOfOffset(offset) {
    return offset === 'local' ? localOffset(host.now() / 1000) : zoneOffset(offset)(0);
  };
}

/** The server's when the call does not have the argument; a missing value is UTC, as in the other functions. */
function zoneOfArgument(args: readonly Value[], index: number): ZoneOffset {
  return args.length > index ? zoneOffset(args[index]) : localOffset;
}
