/** The middle value; of an even count the mean of the middle two; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * The smallest value that at least `percent` of the values do not exceed (nearest rank): always one that was
 * measured, never an interpolation. NaN of nothing.
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = ascending(values);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
