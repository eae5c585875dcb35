import { parseDuration } from '../../lib/duration.ts';
import { UsageError } from './client-run.ts';

/**
 * A moment as people write it: `1h` ago, `14:00` of today, or RFC 3339.
 * @returns Unix milliseconds @throws UsageError
 */
export function momentOf(text: string, complain: (given: string) => string): number {
  const length = parseDuration(text);
  if (length !== undefined && Number.isFinite(length)) return Date.now() - length;
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const isClock = hours !== undefined && Number(hours) < 24 && Number(minutes) < 60;
  const at = isClock ? new Date().setHours(Number(hours), Number(minutes), 0, 0) : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError(complain(text));
  return at;
}
