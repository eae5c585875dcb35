import type { EventCounts, EventFilter, RecordedEvent } from '../journal/door.ts';
import { formatEventId } from '../journal/door.ts';
import type { EventHistogram, EventStreamQuery } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

/** The JSON of a recorded event. Its columns are text already, and hold numbers that JavaScript would change. */
export function eventJson(record: RecordedEvent, rules?: readonly string[]): string {
  const { at, event, clientId, username, columns } = record;
  const head = JSON.stringify({
    id: formatEventId(record),
    at: toTimestamp(at),
    event,
    clientid: clientId ?? null,
    username: username ?? null,
  });
  const hits = rules === undefined ? '' : `,"rules":${JSON.stringify(rules)}`;
  return `${head.slice(0, -1)}${hits},"columns":${columns}}`;
}

/** What a query asks for, in the words of the journal. */
export function filterOf({ event, clientid, username, text, column }: EventStreamQuery): EventFilter {
  return { events: event, clientIds: clientid, username, text, columns: column };
}

export function histogramJson({ buckets, from, to, step, countedFrom }: EventCounts): EventHistogram {
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const data = buckets.map(({ at, counts }) => ({
    at: toTimestamp(at),
    count: sum(counts),
    counts: { ...counts },
  }));
  return {
    data,
    meta: {
      from: toTimestamp(from),
      to: toTimestamp(to),
      step,
      count: data.reduce((total, { count }) => total + count, 0),
      ...(countedFrom > from && { counted_from: toTimestamp(countedFrom) }),
    },
  };
}
