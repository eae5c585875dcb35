import type { Zone } from './zoned-time.ts';

const DAY = 86_400_000;

/** Days that are remembered of a zone: more than a year, which is as far as anybody looks ahead. */
const MOST_DAYS = 800;

/** How far the clocks of a zone are ahead of UTC on one day of UTC, which sees one change at most. Milliseconds. */
interface Day {
  readonly before: number;
  /** When they are changed; Infinity on most days. */
  readonly changeAt: number;
  readonly after: number;
}

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, Day>;
}

const clocks = new Map<Zone, ZoneClock>();

/** Milliseconds that the clocks of a zone are ahead of UTC at a moment. @param zone as `readZone` gives it */
export function offsetAt(zone: Zone, at: number): number {
  const day = dayOf(zone, Math.floor(at / DAY));
  return at < day.changeAt ? day.before : day.after;
}

/** When the clocks of a zone are changed next, on the day of UTC in which a moment lies and after it. */
export function clockChangeOnDay(zone: Zone, after: number): number | undefined {
  const { changeAt } = dayOf(zone, Math.floor(after / DAY));
  return changeAt > after && changeAt < Infinity ? changeAt : undefined;
}

function dayOf(zone: Zone, number: number): Day {
  let clock = clocks.get(zone);
  if (!clock) {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    clock = { format, days: new Map() };
    clocks.set(zone, clock);
  }
  let day = clock.days.get(number);
  if (!day) {
    day = lookAt(clock.format, number);
    if (clock.days.size >= MOST_DAYS) clock.days.clear();
    clock.days.set(number, day);
  }
  return day;
}

function lookAt(format: Intl.DateTimeFormat, number: number): Day {
  const before = askOffset(format, number * DAY);
  const after = askOffset(format, (number + 1) * DAY - 1);
  if (before === after) return { before, changeAt: Infinity, after };
  let low = number * DAY;
  let high = (number + 1) * DAY - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(format, middle) === before) low = middle;
    else high = middle;
  }
  return { before, changeAt: high, after };
}

function askOffset(format: Intl.DateTimeFormat, at: number): number {
  const [, sign, hours, minutes, seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(at)) ?? [];
  if (sign === undefined) return 0;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}
