import { preferences } from '../preferences/preferences.ts';

/**
 * A moment as a field `datetime-local` has it, in the zone in which all times are shown.
 * @param length characters of it: 16 ends with the minute, 19 with the second
 */
export function localField(at: string | number, length: 16 | 19 = 16): string {
  const time = new Date(at).getTime();
  return new Date(time + offsetAt(time)).toISOString().slice(0, length);
}

/** Unix milliseconds of what a field `datetime-local` holds; NaN for nothing. An hour that a zone leaves out is the one after it. */
export function momentOfField(text: string): number {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return wall;
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}

/** The zone that a field is in, where it is not that of the browser: `Asia/Shanghai`. */
export function foreignZone(): string | undefined {
  const { timeZone } = preferences();
  return timeZone === ownZone() ? undefined : timeZone;
}

/** Zones that can be chosen: all that the browser knows, the own one first. */
export function timeZones(): string[] {
  return [...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Milliseconds that the clocks of the chosen zone are ahead of UTC. */
function offsetAt(time: number): number {
  const { timeZone } = preferences();
  if (timeZone === undefined) return -new Date(time).getTimezoneOffset() * 60_000;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(time / 1000) * 1000;
}
