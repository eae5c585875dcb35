/** What the clocks of a zone show, as if it were UTC. @param timeZone an IANA name; undefined: the zone of the browser */
export function wallTime(time: number, timeZone: string | undefined): number {
  return time + offsetAt(time, timeZone);
}

/** When the clocks of the zone show it. An hour that summer time leaves out is the one after it. */
export function momentOfWall(wall: number, timeZone: string | undefined): number {
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

/** Milliseconds that the clocks of the zone are ahead of UTC. */
function offsetAt(time: number, timeZone: string | undefined): number {
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
