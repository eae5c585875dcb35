import type { Formats } from './format.ts';

const SIZES: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as settings write it (`60s`), for people; what is none stays as it is. */
export function durationWords(written: string, formats: Pick<Formats, 'duration'>): string {
  const [, count, unit = ''] = /^(\d+)(ms|[smhd])$/.exec(written) ?? [];
  const size = SIZES[unit];
  return size === undefined ? written : formats.duration(Number(count) * size);
}
