import { preferences } from '../preferences/preferences.ts';
import { momentOfWall, wallTime } from './wall-time.ts';

/**
 * A moment as a field `datetime-local` has it, in the zone in which all times are shown.
 * @param length characters of it: 16 ends with the minute, 19 with the second
 */
export function localField(at: string | number, length: 16 | 19 = 16): string {
  const wall = wallTime(new Date(at).getTime(), preferences().timeZone);
  return new Date(wall).toISOString().slice(0, length);
}

/** Unix milliseconds of what a field `datetime-local` holds; NaN for nothing. An hour that a zone leaves out is the one after it. */
export function momentOfField(text: string): number {
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? wall : momentOfWall(wall, preferences().timeZone);
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
