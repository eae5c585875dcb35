/** Which part of a list is wanted. */
export interface PageRequest {
  readonly skip: number;
  readonly take: number;
}

export interface PageOf<Row> {
  readonly rows: Row[];
  /** All rows that match, on this page and elsewhere; undefined when they were not counted. */
  readonly count: number | undefined;
  readonly hasMore: boolean;
}

interface Selection<Row> extends PageRequest {
  readonly accepts: (row: Row) => boolean;
  /** All rows, in the order in which they are quickest to reach. */
  readonly rows: Iterable<Row>;
  /** The same rows in the order of the list; walked as far as the page needs. */
  readonly inOrder: () => Iterable<Row>;
  readonly compare: (a: Row, b: Row) => number;
}

/** Matches that are sorted rather than looked for a second time, in order. */
const FEW = 4096;

/**
 * One page of the rows that match. Rows that were made one after the other lie side by side in memory: to look at
 * 100,000 of them in the order of their names takes twenty times as long.
 */
export function pageOfMatching<Row>(selection: Selection<Row>): PageOf<Row> {
  const { accepts, rows, inOrder, compare, skip, take } = selection;
  const few: Row[] = [];
  let count = 0;
  for (const row of rows) {
    if (!accepts(row)) continue;
    count++;
    if (count <= FEW) few.push(row);
  }
  const wanted = { skip, take: Math.max(0, Math.min(take, count - skip)) };
  const page =
    count <= FEW ? few.sort(compare).slice(skip, skip + take) : takeMatching(inOrder(), accepts, wanted);
  return { rows: page, count, hasMore: count > skip + take };
}

/** One page from the front of what is in order already. */
export function pageOfSorted<Row>(
  rows: Iterable<Row>,
  { skip, take }: PageRequest,
  count?: number | undefined,
): PageOf<Row> {
  const taken = takeMatching(rows, () => true, { skip, take: take + 1 });
  return { rows: taken.slice(0, take), count, hasMore: taken.length > take };
}

/** Looks no further than it must. */
function takeMatching<Row>(
  rows: Iterable<Row>,
  accepts: (row: Row) => boolean,
  { skip, take }: PageRequest,
): Row[] {
  const taken: Row[] = [];
  if (take <= 0) return taken;
  let left = skip;
  for (const row of rows) {
    if (!accepts(row)) continue;
    if (left-- > 0) continue;
    taken.push(row);
    if (taken.length === take) break;
  }
  return taken;
}
