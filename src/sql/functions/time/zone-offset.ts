import { SqlRuntimeError } from '../../sql-error.ts';
import { toTemplateText } from '../../text.ts';
import { isNumber, isText, kindOf, type Value } from '../../values.ts';

/** Seconds east of Greenwich at a moment, given in Unix seconds. */
export type ZoneOffset = (second: number) => number;

/** A day; no zone is farther from UTC. */
const LARGEST = 86_400;

/**
 * `+08:00`, `+08:00:00`, `+0800`, `Z`, `local`, or seconds; undefined is UTC.
 * @throws SqlRuntimeError for anything else, names of zones included
 */
export function zoneOffset(value: Value): ZoneOffset {
  if (value === undefined) return () => 0;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST) return () => value;
  if (!isText(value)) {
    const given = isNumber(value) ? toTemplateText(value) : kindOf(value);
    throw new SqlRuntimeError({ code: 'expectedOffset', given });
  }
  const text = value.toString();
  if (text === 'local') return localOffset;
  const seconds = parseOffset(text);
  if (seconds === undefined) {
    throw new SqlRuntimeError({ code: 'expectedOffset', given: `'${text.slice(0, 40)}'` });
  }
  return () => seconds;
}

/** Of the process, at that moment: summer time comes and goes. */
export const localOffset: ZoneOffset = (second) => -60 * new Date(second * 1000).getTimezoneOffset();

/** Seconds; undefined when the text is no offset. */
export function parseOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const found = /^([+-])(\d\d)(?::(\d\d)(?::(\d\d))?|(\d\d))$/.exec(text);
  if (!found) return undefined;
  const [, sign, hours, minutes, seconds, shortMinutes] = found;
  const total = Number(hours) * 3600 + Number(minutes ?? shortMinutes) * 60 + Number(seconds ?? 0);
  return sign === '-' ? 0 - total : total;
}

/** `+08:00` with the given separator, and with seconds if asked for. */
export function printOffset(offset: number, separator: '' | ':', withSeconds = false): string {
  const total = Math.abs(offset);
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, ...(withSeconds ? [total % 60] : [])];
  return (offset < 0 ? '-' : '+') + parts.map((part) => String(part).padStart(2, '0')).join(separator);
}
