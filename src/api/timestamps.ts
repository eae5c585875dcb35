/** A moment as the API writes it: RFC 3339 with milliseconds and the server's zone, `2024-01-01T12:34:56.789+08:00`. */
export function toTimestamp(unixMilliseconds: number): string {
  return withZone(unixMilliseconds, 23);
}

/** The same without milliseconds, for API keys. */
export function toTimestampOfSeconds(unixMilliseconds: number): string {
  return withZone(unixMilliseconds, 19);
}

/** null for what is not known. */
export function momentOrNull(unixMilliseconds: number | undefined): string | null {
  return unixMilliseconds === undefined ? null : toTimestamp(unixMilliseconds);
}

function withZone(unixMilliseconds: number, length: number): string {
  const minutes = -new Date(unixMilliseconds).getTimezoneOffset();
  const local = new Date(unixMilliseconds + minutes * 60_000).toISOString().slice(0, length);
  const sign = minutes < 0 ? '-' : '+';
  return `${local}${sign}${twoDigits(Math.floor(Math.abs(minutes) / 60))}:${twoDigits(Math.abs(minutes) % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
