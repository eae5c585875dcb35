import type { Outcome } from '../outcome.ts';

/** What came of an attempt to write rows all or none: undefined when they are written. */
export interface RowsFailure {
  readonly outcome: Exclude<Outcome, { kind: 'delivered' }>;
  /** Which of them was refused, when the other side says so. */
  readonly row?: number | undefined;
}

/**
 * Writes rows so that one that is refused does not take the others with it: as many at a time as go well, fewer around
 * those that do not, in their order.
 * @param attempt writes the rows from `start` to before `end`, all or none; never rejects
 * @returns an outcome for each; `undefined` for those that are written
 */
export async function settleRows(
  count: number,
  attempt: (start: number, end: number) => Promise<RowsFailure | undefined>,
): Promise<(RowsFailure['outcome'] | undefined)[]> {
  const outcomes = new Array<RowsFailure['outcome'] | undefined>(count).fill(undefined);
  let start = 0;
  let size = count;
  let refused: { row: number; outcome: RowsFailure['outcome'] } | undefined;
  while (start < count) {
    if (refused?.row === start) {
      outcomes[start] = refused.outcome;
      refused = undefined;
      start++;
      continue;
    }
    const end = Math.min(refused?.row ?? start + size, count);
    const failure = await attempt(start, end);
    if (!failure) {
      start = end;
      size *= 2;
      continue;
    }
    const { outcome, row = end - start === 1 ? 0 : undefined } = failure;
    if (concernsAll(outcome)) return outcomes.fill(outcome, start);
    size = Math.ceil((end - start) / 2);
    refused = row === undefined ? undefined : { row: start + row, outcome };
  }
  return outcomes;
}

/** Nobody is there, or nothing is let in: other rows would fare no better. */
function concernsAll(outcome: RowsFailure['outcome']): boolean {
  return outcome.kind === 'unavailable' || outcome.cause === 'config';
}
