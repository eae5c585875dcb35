import { suggest } from './suggest.ts';

/** A time zone by its IANA name, or as an offset. */
export type Zone = string;

const LOCAL = 'local';

/** The zone that a name means; else what was probably meant. `local` is that of the process. */
export function readZone(name: string): Zone | { suggestion: string | undefined } {
  if (name === LOCAL) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  const bare = name === 'Z' ? 'UTC' : name;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: bare }).resolvedOptions().timeZone;
  } catch {
    return { suggestion: nearestZone(bare) };
  }
}

/** `Shanghai` and `asia/shangai` both mean `Asia/Shanghai`. */
function nearestZone(name: string): string | undefined {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  const city = name.replaceAll(' ', '_').toLowerCase();
  return zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? suggest(name, zones);
}

/** Digits of Unix milliseconds from 1973 to 5138; fewer are seconds, more are micro- and nanoseconds. */
const SMALLEST_MILLISECONDS = 1e11;

/** The last moment that a `Date` can hold. */
const LATEST = 8.64e15;

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?$/i;

/** Unix milliseconds of what is written as seconds to nanoseconds since 1970, or as ISO 8601; undefined: no time. */
export function timeOf(text: string): number | undefined {
  const bare = text.trim();
  if (/^-?\d{1,19}(?:\.\d{1,9})?$/.test(bare)) {
    let number = Number(bare);
    if (Math.abs(number) < SMALLEST_MILLISECONDS) number *= 1000;
    while (Math.abs(number) >= SMALLEST_MILLISECONDS * 1000) number /= 1000;
    return Math.abs(number) <= LATEST ? number : undefined;
  }
  if (!ISO.test(bare)) return undefined;
  // Without an offset it is UTC: what a device writes does not depend on where this process runs.
  const whole = bare
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/ (?=[Z+-])/i, '');
  const time = Date.parse(
    /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(whole) || !whole.includes('T') ? whole : `${whole}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}

const formats = new Map<Zone, Intl.DateTimeFormat>();

/** `2026-08-20 14:03:07 +08:00`: never without its offset. */
export function writeTime(time: number, zone: Zone): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = of('timeZoneName').replace(/^(?:GMT|UTC)/, '') || '+00:00';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')} ${offset}`;
}
