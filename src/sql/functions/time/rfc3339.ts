import { SqlRuntimeError } from '../../sql-error.ts';
import { compileDateFormat } from './date-format.ts';
import { type Moment, secondOf, type Unit } from './moment.ts';
import { localOffset, parseOffset, zoneOffset } from './zone-offset.ts';

const formats: Readonly<Record<Unit, ReturnType<typeof compileDateFormat>>> = {
  second: compileDateFormat('%Y-%m-%dT%H:%M:%S%:z'),
  millisecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%3N%:z'),
  microsecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%6N%:z'),
  nanosecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%N%:z'),
};

/** In the zone of the process, with the digits of the unit. */
export function printRfc3339(moment: Moment, unit: Unit): string {
  return formats[unit](moment, localOffset);
}

const printUtc = compileDateFormat('%Y-%m-%dT%H:%M:%S.%3NZ');

/** In UTC, to the millisecond. */
export function printIsoDate(moment: Moment): string {
  return printUtc(moment, zoneOffset('Z'));
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** @throws SqlRuntimeError when the text is no RFC 3339 date and time with a zone */
export function parseRfc3339(text: string): Moment {
  const [, year, month, day, hour, minute, second, fraction = '', zone = ''] = rfc3339.exec(text) ?? [];
  const offset = parseOffset(zone);
  if (offset === undefined) {
    throw new SqlRuntimeError(
      `expected a date such as '2025-08-29T18:59:14+08:00', got '${text.slice(0, 40)}'`,
    );
  }
  const local = secondOf(
    [year, month, day, hour, minute, second].map(Number) as unknown as Parameters<typeof secondOf>[0],
  );
  return { second: local - offset, nanosecond: Number(fraction.slice(0, 9).padEnd(9, '0')) };
}
