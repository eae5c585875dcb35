import { matchesColumns } from '../event-filter.ts';
import type { EventCounts, HistogramQuestion } from '../event-query.ts';
import { segmentsOf } from './block-segments.ts';
import { firstKeyAt, idOf } from './event-key.ts';
import { conditionOf, kindsOf, maskOf, rangeOf } from './event-search.ts';
import type { JournalDatabase } from './journal-database.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds, of which people know how long they are. */
const STEPS = [
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
];

/**
 * Counts events by time and kind, the newest first, until all are counted or its time is over. What fits whole into a
 * bucket is counted by what its block says; only where a filter looks into the events are they read.
 */
export function countEvents(
  database: JournalDatabase,
  question: HistogramQuestion,
  elapsed: () => number = () => performance.now(),
): EventCounts {
  const { to, clientIds, username, text, columns } = question;
  const oldest = database.prepare('SELECT min(first) >> 20 AS at FROM blocks').get()?.at;
  const from = Math.max(question.from, typeof oldest === 'number' ? oldest : to);
  const step = stepFor(to - from, question.buckets);
  const kinds = question.events && kindsOf(database, question.events);
  const names = kindsOf(database, undefined);
  const counts = new Map<number, Record<string, number>>();
  const answer = (countedFrom: number): EventCounts => ({
    from,
    to,
    step,
    countedFrom,
    buckets: [...counts].sort(([a], [b]) => a - b).map(([at, byKind]) => ({ at, counts: byKind })),
  });
  const range = rangeOf({ from, to, order: 'desc' });
  if (range.first > range.last || kinds?.size === 0) return answer(from);

  const add = (at: number, kind: number, count: number): void => {
    const name = names.get(kind);
    if (name === undefined || (kinds && !kinds.has(kind))) return;
    const bucket = Math.floor(at / step) * step;
    const byKind = counts.get(bucket) ?? {};
    counts.set(bucket, byKind);
    byKind[name] = (byKind[name] ?? 0) + count;
  };
  const looksInto = text !== undefined || (columns?.length ?? 0) > 0;
  const countsWhole = !looksInto && clientIds === undefined && username === undefined;
  const { condition, values } = conditionOf(question, kinds);
  const rows = database.prepare(
    `SELECT id >> 20 AS at, kind${looksInto ? ', columns' : ''} FROM events WHERE id BETWEEN ? AND ?${condition}`,
  );
  const deadline = elapsed() + question.patience;
  for (const segment of segmentsOf(database, { range, isAscending: false, clientIds, mask: maskOf(kinds) })) {
    const { first, last, mayMatch, counts: whole } = segment;
    const [firstAt, lastAt] = [idOf(first).at, idOf(last).at];
    if (!mayMatch) continue;
    if (countsWhole && whole !== undefined && Math.floor(firstAt / step) === Math.floor(lastAt / step)) {
      for (const [kind, count] of Object.entries(JSON.parse(whole) as Record<string, number>))
        add(firstAt, Number(kind), count);
    } else {
      for (const row of rows.iterate(first, last, ...values)) {
        if (!looksInto || matchesColumns(String(row.columns), question))
          add(Number(row.at), Number(row.kind), 1);
      }
    }
    if (elapsed() >= deadline && first > firstKeyAt(from)) return answer(firstAt);
  }
  return answer(from);
}

function stepFor(length: number, buckets: number): number {
  return (
    STEPS.find((step) => length / step <= buckets) ?? Math.ceil(length / buckets / (24 * HOUR)) * 24 * HOUR
  );
}
