const LONGEST_RETRY_AFTER = 3_600_000;

/** Seconds or a date (RFC 9110 §10.2.3); milliseconds, at most an hour. */
export function parseRetryAfter(header: string | string[] | undefined, now = Date.now()): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(delay) ? undefined : Math.min(Math.max(0, delay), LONGEST_RETRY_AFTER);
}
