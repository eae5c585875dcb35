import { writeTime } from '../../lib/zoned-time.ts';
import type { AlertTexts } from '../../texts/alert-texts.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `60 s`, `4 min 12 s`, `2 h 5 min`, `3 d`: two units at most, rounded down. */
export function shownDuration(milliseconds: number, texts: AlertTexts): string {
  const { seconds, minutes, hours, days, joinUnits } = texts;
  const rest = Math.max(0, milliseconds);
  if (rest < SECOND) return texts.under(seconds(1));
  // A minute and a half is easier to take in as seconds.
  if (rest < 90 * SECOND) return joinUnits([seconds(Math.floor(rest / SECOND))]);
  const [large, small] =
    rest < HOUR
      ? [unit(rest, MINUTE, minutes), unit(rest % MINUTE, SECOND, seconds)]
      : rest < DAY
        ? [unit(rest, HOUR, hours), unit(rest % HOUR, MINUTE, minutes)]
        : [unit(rest, DAY, days), unit(rest % DAY, HOUR, hours)];
  return joinUnits([...large, ...small]);
}

/** Within how long something happened: never less than a second. */
export function shownSpan(milliseconds: number, texts: AlertTexts): string {
  return shownDuration(Math.max(SECOND, Math.ceil(milliseconds / SECOND) * SECOND), texts);
}

function unit(milliseconds: number, length: number, write: (count: number) => string): string[] {
  const count = Math.floor(milliseconds / length);
  return count === 0 ? [] : [write(count)];
}

/**
 * `14:03–14:20 +08:00`; with seconds within a minute; with dates where the days differ, or when it was not on the day of the message. Both offsets are
 * written when they differ, as in the night in which clocks are changed.
 */
export function shownPeriod(from: number, to: number, zone: string, now: number): string {
  const isShort = Math.floor(from / MINUTE) === Math.floor(to / MINUTE);
  const [start, end, today] = [from, to, now].map((time) => partsOf(time, zone, isShort)) as [
    Parts,
    Parts,
    Parts,
  ];
  const isToday = start.date === end.date && end.date === today.date;
  const first = isToday ? start.clock : `${start.date} ${start.clock}`;
  const last = start.date === end.date ? end.clock : `${end.date} ${end.clock}`;
  return start.offset === end.offset
    ? `${first}–${last} ${end.offset}`
    : `${first} ${start.offset} – ${last} ${end.offset}`;
}

/** `2026-08-20 14:03:07 – 14:03:47 +08:00`, with what differs of date and offset; once when they are the same second. */
export function shownMoments(from: number, to: number, zone: string): string {
  const [first, last] = [writeTime(from, zone), writeTime(to, zone)];
  if (first === last) return first;
  const [date = '', clock = '', offset = ''] = first.split(' ');
  const [lastDate = '', lastClock = '', lastOffset = ''] = last.split(' ');
  if (offset !== lastOffset) return `${first} – ${last}`;
  return `${date} ${clock} – ${date === lastDate ? '' : `${lastDate} `}${lastClock} ${offset}`;
}

interface Parts {
  readonly date: string;
  /** Hours and minutes, seconds if they are wanted. */
  readonly clock: string;
  readonly offset: string;
}

function partsOf(time: number, zone: string, withSeconds: boolean): Parts {
  const [date = '', clock = '', offset = ''] = writeTime(time, zone).split(' ');
  return { date, clock: withSeconds ? clock : clock.slice(0, 5), offset };
}
