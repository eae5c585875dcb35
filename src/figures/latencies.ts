/**
 * Milliseconds, counted in classes each a tenth wider than the one before: what is told of them is exact to 5 %, and
 * they can be added up. The key is the number of the class.
 */
export type Latencies = Readonly<Record<string, number>>;

const GROWTH = Math.log(1.1);

export function classOf(milliseconds: number): number {
  return milliseconds <= 1 ? 0 : Math.round(Math.log(milliseconds) / GROWTH);
}

export function addLatencies(one: Latencies, other: Latencies): Latencies {
  const sum: Record<string, number> = { ...one };
  for (const [key, count] of Object.entries(other)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

export function countOf(latencies: Latencies): number {
  return Object.values(latencies).reduce((sum, count) => sum + count, 0);
}

/** What so large a part of them is not above: 0.95 for most of them. Undefined when there are none. */
export function quantile(latencies: Latencies, part: number): number | undefined {
  const classes = Object.keys(latencies).map(Number);
  let rest = Math.ceil(countOf(latencies) * part);
  for (const number of classes.sort((a, b) => a - b)) {
    rest -= latencies[number] ?? 0;
    if (rest <= 0) return Math.round(Math.exp(number * GROWTH));
  }
  return undefined;
}
