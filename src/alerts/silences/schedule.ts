import { z } from 'zod';
import { clockChangeOnDay, offsetAt } from '../../lib/zone-clock.ts';
import { readZone, type Zone } from '../../lib/zoned-time.ts';
import { readScheduleText, WEEKDAYS } from './schedule-text.ts';

const LONGEST_TEXT = 1000;

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time of the day as 09:00, up to 24:00');

/** The name of a time zone. */
const timeZone = z
  .string()
  .max(64)
  .superRefine((name, context) => {
    const zone = readZone(name);
    if (typeof zone === 'string') return;
    const meant = zone.suggestion === undefined ? '' : ` (did you mean ${zone.suggestion}?)`;
    context.addIssue({
      code: 'custom',
      message: `write a time zone as Asia/Shanghai, UTC, +08:00 or local${meant}`,
    });
  });

const scheduleObject = z.strictObject({
  time_zone: timeZone.default('local'),
  windows: z
    .array(
      z.strictObject({
        days: z
          .array(z.enum(WEEKDAYS))
          .min(1)
          .default([...WEEKDAYS]),
        from: clockTime,
        to: clockTime,
      }),
    )
    .min(1)
    .max(50),
});

/** Hours of the week in a time zone. A window whose end is not after its beginning goes on into the next day. */
export const scheduleSchema = z
  .preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    const written = value.length > LONGEST_TEXT ? value : readScheduleText(value);
    if (typeof written !== 'string') return written;
    context.issues.push({
      code: 'custom',
      input: value,
      message: `cannot read ${JSON.stringify(written.slice(0, 64))}: write hours as "mon-fri 09:00-18:00 Asia/Shanghai"`,
    });
    return z.NEVER;
  }, scheduleObject)
  .meta({
    id: 'Schedule',
    description: 'Hours of the week in a time zone; as a text: mon-fri 09:00-18:00 Asia/Shanghai',
  });

export type Schedule = z.output<typeof scheduleObject>;

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const WEEK = 7 * DAY_MINUTES * MINUTE;
const UTC_DAY = DAY_MINUTES * MINUTE;

/** 1970 began on a Thursday, a week here on a Monday. */
const FIRST_MONDAY = 4 * UTC_DAY;

/** A window that lies in a change of the clocks may be left out once: two weeks say whether there is any other. */
const DAYS_AHEAD = 15;

interface Hours {
  readonly zone: Zone;
  /** Beginnings and ends by turns, in milliseconds since Monday 00:00 on the clock; they neither touch nor overlap. */
  readonly edges: readonly number[];
}

const known = new WeakMap<Schedule, Hours>();

/**
 * Whether a moment lies within the hours. What the clock on the wall shows decides: an hour that is left out in spring is
 * not there, one that comes twice in autumn counts twice.
 */
export function isWithin(schedule: Schedule, at: number): boolean {
  const { zone, edges } = hoursOf(schedule);
  return edgesUntil(edges, placeInWeek(at + offsetAt(zone, at))) % 2 === 1;
}

/** When the hours begin or end next, after a moment; undefined when they never do. */
export function nextChange(schedule: Schedule, at: number): number | undefined {
  const { zone, edges } = hoursOf(schedule);
  const now = isWithin(schedule, at);
  let from = at;
  for (let day = 0; day < DAYS_AHEAD; day++) {
    const end = clockChangeOnDay(zone, from) ?? (Math.floor(from / UTC_DAY) + 1) * UTC_DAY;
    // Up to the end the clocks run on.
    const place = placeInWeek(from + offsetAt(zone, from));
    for (const edge of edgesAfter(edges, place)) {
      const moment = from + edge - place;
      if (moment >= end) break;
      if (isWithin(schedule, moment) !== now) return moment;
    }
    if (isWithin(schedule, end) !== now) return end;
    from = end;
  }
  return undefined;
}

/** Into the next week. */
function* edgesAfter(edges: readonly number[], place: number): Generator<number> {
  yield* edges.slice(edgesUntil(edges, place));
  for (const edge of edges) yield edge + WEEK;
}

/** How many of the edges lie at or before a place in the week. */
function edgesUntil(edges: readonly number[], place: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeInWeek(shown: number): number {
  const place = (shown - FIRST_MONDAY) % WEEK;
  return place < 0 ? place + WEEK : place;
}

function hoursOf(schedule: Schedule): Hours {
  let hours = known.get(schedule);
  if (!hours) {
    const zone = readZone(schedule.time_zone);
    hours = { zone: typeof zone === 'string' ? zone : 'UTC', edges: edgesOf(schedule) };
    known.set(schedule, hours);
  }
  return hours;
}

function edgesOf({ windows }: Schedule): number[] {
  const spans = windows.flatMap(({ days, from, to }) => {
    const begin = minutesOf(from);
    const end = minutesOf(to) + (minutesOf(to) > begin ? 0 : DAY_MINUTES);
    return days.flatMap((day) => {
      const start = (WEEKDAYS.indexOf(day) * DAY_MINUTES + begin) * MINUTE;
      return withinWeek(start, start + (end - begin) * MINUTE);
    });
  });
  const edges: number[] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = edges.at(-1);
    if (last === undefined || start > last) edges.push(start, end);
    else edges[edges.length - 1] = Math.max(last, end);
  }
  return edges;
}

/** What goes on into Monday is two spans. */
function withinWeek(start: number, end: number): [start: number, end: number][] {
  if (start >= WEEK) return [[start - WEEK, end - WEEK]];
  if (end <= WEEK) return [[start, end]];
  return [
    [start, WEEK],
    [0, end - WEEK],
  ];
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
