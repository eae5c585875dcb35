import { median } from '../../bench/statistics.ts';

const MEBIBYTE = 2 ** 20;
/** What a plateau may still rise by: garbage is collected when there is need of it, and the allocator keeps pages. */
const SLACK_BYTES = 16 * MEBIBYTE;
const SLACK_SHARE = 0.08;

export interface Plateau {
  /** Medians of resident memory, in bytes: of the second third of the time, and of the last one. */
  readonly middle: number;
  readonly end: number;
  readonly isFlat: boolean;
}

/** Whether memory has stopped to grow. The first third is not looked at: there caches fill and code is compiled. */
export function plateauOf(samples: readonly number[]): Plateau {
  const third = Math.floor(samples.length / 3);
  if (third === 0) throw new Error('three samples at least are needed');
  const middle = median(samples.slice(third, 2 * third));
  const end = median(samples.slice(2 * third));
  return { middle, end, isFlat: end - middle <= SLACK_BYTES + SLACK_SHARE * middle };
}
