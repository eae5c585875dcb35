import { firstKeyAt } from './event-key.ts';
import type { JournalDatabase } from './journal-database.ts';

/** Which events are counted: those of a time in Unix milliseconds, both included, and of some kinds or all. */
export interface EstimatedRange {
  readonly from: number;
  readonly to: number;
  readonly events?: readonly string[] | undefined;
}

/** About how many events there are: of a block that lies in the time with a part of it, that part of its events. */
export function estimateEvents(database: JournalDatabase, { from, to, events }: EstimatedRange): number {
  const kinds = database.prepare('SELECT id, name FROM kinds').all();
  const wanted = kinds.flatMap(({ id, name }) =>
    events === undefined || events.includes(String(name)) ? String(id) : [],
  );
  const begin = Number(firstKeyAt(from));
  const end = Number(firstKeyAt(to + 1));
  const blocks = database.prepare(
    'SELECT CAST(first AS REAL) AS first, CAST(last AS REAL) AS last, counts FROM blocks WHERE last >= ? AND first < ?',
  );
  let estimate = 0;
  for (const row of blocks.iterate(begin, end)) {
    const { first, last, counts } = row as { first: number; last: number; counts: string };
    const byKind = JSON.parse(counts) as Record<string, number>;
    const count = wanted.reduce((sum, kind) => sum + (byKind[kind] ?? 0), 0);
    const part = (Math.min(last, end) - Math.max(first, begin)) / (last - first);
    estimate += first >= begin && last < end ? count : count * Math.min(1, Math.max(0, part));
  }
  return Math.round(estimate);
}
