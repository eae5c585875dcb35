import { SqlRuntimeError } from '../../sql-error.ts';
import { compileDateFormat } from './date-format.ts';
import { type Moment, secondOf, type Unit } from './moment.ts';
import { localOffset, parseOffset, type ZoneOffset, zoneOffset } from './zone-offset.ts';

const formats: Readonly<Record<Unit, ReturnType<typeof compileDateFormat>>> = {
  second: compileDateFormat('%Y-%m-%dT%H:%M:%S%:z'),
  millisecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%3N%:z'),
  microsecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%6N%:z'),
  nanosecond: compileDateFormat('%Y-%m-%dT%H:%M:%S.%N%:z'),
};

/** With the digits of the unit, and in the zone of the process unless another is given. */
export function printRfc3339(moment: Moment, unit: Unit, zone: ZoneOffset = localOffset): string {
  return formats[unit](moment, zone);
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
    throw new SqlRuntimeError({ code: 'expectedDate', given: text.slice(0, 40) });
  }
  const local = secondOf(
    [year, month, day, hour, minute, second].map(Number) as unknown as Parameters<typeof secondOf>[0],
  );
  return { second: local - offset, nanosecond: Number(fraction.slice(0, 9).padEnd(9, '0')) };
}
