import { writeTime, type Zone } from '../../lib/zoned-time.ts';

/** Later than this nobody wants to read it: it was off, or the process was down. */
const LATEST_HOURS = 4;

export interface ReportTime {
  /** Time of the day: `08:30`. */
  readonly at: string;
  readonly zone: Zone;
}

/** The day of a moment in a zone: `2026-08-20`. */
export function dayOf(now: number, zone: Zone): string {
  return writeTime(now, zone).slice(0, 10);
}

/** Whether the time of the report has come on this day, by the clocks of the zone: also when they jumped over it. */
export function hasCome(now: number, { at, zone }: ReportTime): boolean {
  return clockOf(now, zone) >= at;
}

/**
 * Whether the report of this day is to be sent now. A day has one, however often clocks show its time, and after a restart
 * it is made up for as long as it is the morning.
 * @param lastDay of the last report; undefined when there was none
 */
export function isDue(now: number, time: ReportTime, lastDay: string | undefined): boolean {
  if (dayOf(now, time.zone) === lastDay || !hasCome(now, time)) return false;
  return minutesOf(clockOf(now, time.zone)) - minutesOf(time.at) <= LATEST_HOURS * 60;
}

/** `14:03` */
function clockOf(now: number, zone: Zone): string {
  return writeTime(now, zone).slice(11, 16);
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}
