const DAY = 86_400_000;

/** `2026-08-20` in a zone. @param zone an IANA name; undefined: the browser's */
export function dayOf(at: number, zone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', {
    dateStyle: 'short',
    ...(zone !== undefined && { timeZone: zone }),
  }).format(at);
}

/** Days in a row, the last one at the end. @param last `2026-08-20` */
export function daysUntil(last: string, count: number): string[] {
  const end = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(end - (count - 1 - index) * DAY).toISOString().slice(0, 10),
  );
}

/** Unix milliseconds at which a day begins in a zone; undefined: it is no day. */
export function startOfDay(day: string, zone: string | undefined): number | undefined {
  const utc = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(utc)) return undefined;
  // The offset may be another one at the moment that the first guess gives: once more is enough.
  let start = utc;
  for (let round = 0; round < 2; round++) start = utc - offsetAt(start, zone);
  return start;
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function offsetAt(at: number, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...(zone !== undefined && { timeZone: zone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(at / 1000) * 1000;
}
