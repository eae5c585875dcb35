import type { Steps } from './steps.ts';

/** Rows that are put in order in a step. */
const AT_ONCE = 1024;

/** Sorts in steps: 100,000 names at once would take half a second. */
export function* inOrder<Row>(rows: readonly Row[], compare: (a: Row, b: Row) => number): Steps<Row[]> {
  let runs: Row[][] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    runs.push(rows.slice(from, from + AT_ONCE).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Row[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at] as Row[], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<Row>(
  a: readonly Row[],
  b: readonly Row[],
  compare: (a: Row, b: Row) => number,
): Steps<Row[]> {
  const merged: Row[] = [];
  let [inA, inB] = [0, 0];
  while (inA < a.length || inB < b.length) {
    if (merged.length % AT_ONCE === AT_ONCE - 1) yield;
    const takesA = inB >= b.length || (inA < a.length && compare(a[inA] as Row, b[inB] as Row) <= 0);
    merged.push((takesA ? a[inA++] : b[inB++]) as Row);
  }
  return merged;
}
