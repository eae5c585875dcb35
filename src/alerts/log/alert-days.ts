import type { Steps } from '../../lib/steps.ts';
import { SEVERITIES, type Severity } from '../alert.ts';
import type { AlertFilter } from './alert-filter.ts';
import type { AlertSearch } from './alert-search.ts';

/** What began on a day of the calendar. */
export interface AlertDay {
  /** `2026-08-20` */
  readonly day: string;
  readonly began: Readonly<Record<Severity, number>>;
}

/** Zones differ by whole quarters of an hour: what lies in one is on one day. */
const QUARTER = 15 * 60_000;

/**
 * Days on which anything that fits began, the first one first.
 * @param zone an IANA name
 */
export function* alertDays(
  search: Pick<AlertSearch, 'beginnings'>,
  filter: AlertFilter,
  zone: string,
): Steps<AlertDay[]> {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  const names = new Map<number, string>();
  const days = new Map<string, Record<Severity, number>>();
  for (const rows of search.beginnings(filter)) {
    for (const { startsAt, severity } of rows) {
      const quarter = Math.floor(startsAt / QUARTER);
      const day = names.get(quarter) ?? format.format(quarter * QUARTER);
      names.set(quarter, day);
      const began = days.get(day) ?? none();
      days.set(day, began);
      began[severity]++;
    }
    yield;
  }
  return [...days].map(([day, began]) => ({ day, began })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

function none(): Record<Severity, number> {
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
}
