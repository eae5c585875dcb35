import { parseByteSize } from './byte-size.ts';
import { parseDuration } from './duration.ts';

/** So much in a period, as EMQX writes it: `1000/s`, `10MB/s`, `500/10s`, or `infinity` for no bound. */
export interface RateLimit {
  /** What may come at once, and again in each period. */
  readonly count: number;
  /** Milliseconds. */
  readonly period: number;
}

export const UNLIMITED: RateLimit = { count: Number.POSITIVE_INFINITY, period: 1000 };

/** Undefined for anything that is not such a rate; nothing at all (`0/s`) is none. */
export function parseRateLimit(text: string): RateLimit | undefined {
  if (text.toLowerCase() === 'infinity') return UNLIMITED;
  const [, amount = '', length = '', unit = ''] = /^([\d.]+[a-z]*)\/(\d*)([a-z]+)$/i.exec(text) ?? [];
  const count = parseByteSize(amount);
  const period = parseDuration(`${length || '1'}${unit}`);
  if (!count || !period || !Number.isFinite(period)) return undefined;
  return { count, period };
}

export function perSecond({ count, period }: RateLimit): number {
  return (count * 1000) / period;
}
