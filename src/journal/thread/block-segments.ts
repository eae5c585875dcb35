import { ClientSketch } from './client-sketch.ts';
import type { JournalDatabase } from './journal-database.ts';

/** A range of keys, and whether something in it may match. */
export interface Segment {
  first: bigint;
  last: bigint;
  mayMatch: boolean;
  /** How many events it has of each kind, by the number of the kind; undefined when it is only a part of what was counted. */
  counts: string | undefined;
}

export interface KeyRange {
  readonly first: bigint;
  readonly last: bigint;
}

interface BlockRow {
  readonly first: bigint;
  readonly last: bigint;
  readonly kinds: bigint;
  readonly counts: string;
  readonly clients: Uint8Array;
}

interface Wanted {
  readonly range: KeyRange;
  readonly isAscending: boolean;
  readonly clientIds: readonly string[] | undefined;
  /** Bits of kinds; undefined for all. */
  readonly mask: number | undefined;
}

/** The blocks of a range, in order. Blocks overlap where the clock was set back: these are one segment. */
export function* segmentsOf(
  database: JournalDatabase,
  { range, isAscending, clientIds, mask }: Wanted,
): Generator<Segment> {
  const blocks = database.prepare(
    `SELECT first, last, kinds, counts, clients FROM blocks WHERE last >= ? AND first <= ?
      ORDER BY ${isAscending ? 'first ASC' : 'last DESC'}`,
  );
  blocks.setReadBigInts(true);
  let segment: Segment | undefined;
  for (const row of blocks.iterate(range.first, range.last)) {
    const block = row as unknown as BlockRow;
    const sketch = new ClientSketch(block.clients);
    const mayMatch =
      (mask === undefined || (Number(block.kinds) & mask) !== 0) &&
      (clientIds === undefined || clientIds.some((id) => sketch.mayHold(id)));
    if (segment && block.first <= segment.last && block.last >= segment.first) {
      segment.first = lesser(segment.first, block.first);
      segment.last = greater(segment.last, block.last);
      segment.mayMatch ||= mayMatch;
      segment.counts = undefined;
      continue;
    }
    if (segment) yield clipped(segment, range);
    segment = { first: block.first, last: block.last, mayMatch, counts: block.counts };
  }
  if (segment) yield clipped(segment, range);
}

function clipped(segment: Segment, range: KeyRange): Segment {
  const first = greater(segment.first, range.first);
  const last = lesser(segment.last, range.last);
  const isWhole = first === segment.first && last === segment.last;
  return { ...segment, first, last, counts: isWhole ? segment.counts : undefined };
}

export function greater(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

export function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
