import type { Steps } from './steps.ts';

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

/** A list of which rows may come and go between two steps. */
interface OrderedRows<Row> {
  /** The rows in the order of the list, those after this one; walked as far as the page needs, within one step. */
  readonly inOrder: (after: Row | undefined) => Iterable<Row>;
}

interface Selection<Row> extends PageRequest, OrderedRows<Row> {
  readonly accepts: (row: Row) => boolean;
  /** All rows, in the order in which they are quickest to reach. */
  readonly rows: Iterable<Row>;
  readonly compare: (a: Row, b: Row) => number;
}

/** Matches that are sorted rather than looked for a second time, in order. */
const FEW = 4096;

/** Rows that are looked at in a step; in order they lie anywhere in memory, which takes a microsecond each. */
const STEP = 256;

/**
 * One page of the rows that match. Rows that were made one after the other lie side by side in memory: to look at
 * 100,000 of them in the order of their names takes twenty times as long.
 */
export function* pageOfMatching<Row>(selection: Selection<Row>): Steps<PageOf<Row>> {
  const { accepts, rows, compare, skip, take } = selection;
  const few: Row[] = [];
  let count = 0;
  let looked = 0;
  for (const row of rows) {
    if (++looked % STEP === 0) yield;
    if (!accepts(row)) continue;
    count++;
    if (count <= FEW) few.push(row);
  }
  const wanted = { skip, take: Math.max(0, Math.min(take, count - skip)) };
  const page =
    count <= FEW
      ? few.sort(compare).slice(skip, skip + take)
      : yield* takeMatching(selection, accepts, wanted);
  return { rows: page, count, hasMore: count > skip + take };
}

/** One page of all rows, when it is known how many there are. */
export function* pageInOrder<Row>(
  list: OrderedRows<Row>,
  { skip, take }: PageRequest,
  count: number,
): Steps<PageOf<Row>> {
  const taken = yield* takeMatching(list, () => true, { skip, take: take + 1 });
  return { rows: taken.slice(0, take), count, hasMore: taken.length > take };
}

/** One page from the front of what is in order already. */
export function pageOfSorted<Row>(
  rows: Iterable<Row>,
  { skip, take }: PageRequest,
  count?: number | undefined,
): PageOf<Row> {
  const taken: Row[] = [];
  let left = skip;
  for (const row of rows) {
    if (left-- > 0) continue;
    taken.push(row);
    // One more says that more follow.
    if (taken.length > take) break;
  }
  return { rows: taken.slice(0, take), count, hasMore: taken.length > take };
}

/** The same in steps, of rows of which some are not there: each `undefined` ends a step. @param count asked at the end */
export function* pageOfWalk<Row extends NonNullable<unknown>>(
  rows: Iterable<Row | undefined>,
  { skip, take }: PageRequest,
  count?: () => number,
): Steps<PageOf<Row>> {
  const taken: Row[] = [];
  let left = skip;
  let looked = 0;
  for (const row of rows) {
    if (row === undefined || ++looked % STEP === 0) yield;
    if (row === undefined || left-- > 0) continue;
    taken.push(row);
    if (taken.length > take) break;
  }
  return { rows: taken.slice(0, take), count: count?.(), hasMore: taken.length > take };
}

/** Looks no further than it must. */
function* takeMatching<Row>(
  { inOrder }: OrderedRows<Row>,
  accepts: (row: Row) => boolean,
  { skip, take }: PageRequest,
): Steps<Row[]> {
  const taken: Row[] = [];
  if (take <= 0) return taken;
  let left = skip;
  let last: Row | undefined;
  for (let hasMore = true; hasMore; ) {
    hasMore = false;
    let looked = 0;
    for (const row of inOrder(last)) {
      last = row;
      if (accepts(row) && left-- <= 0) taken.push(row);
      if (taken.length === take) return taken;
      if (++looked < STEP) continue;
      hasMore = true;
      break;
    }
    // Rows may come and go here: the next step looks for its place anew.
    if (hasMore) yield;
  }
  return taken;
}
