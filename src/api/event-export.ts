import type { EventId, RecordedEvent } from '../journal/door.ts';
import { formatEventId } from '../journal/door.ts';
import { csvLine } from './csv.ts';
import { eventJson } from './event-view.ts';
import { toTimestamp } from './timestamps.ts';

/** Events that are read from the journal together. */
export const EXPORTED_AT_ONCE = 1000;

interface FoundPart {
  readonly records: readonly RecordedEvent[];
  readonly next: EventId | undefined;
}

const HEADER = ['id', 'at', 'event', 'clientid', 'username', 'columns'];

/**
 * All that a search finds as lines of text, a part at a time: as fast as it is read, for no part is asked for before the
 * one before it was taken.
 * @param first the first part, which is there already @param more the next one
 */
export async function* exportedEvents(
  first: FoundPart,
  more: (after: EventId) => Promise<FoundPart>,
  format: 'ndjson' | 'csv',
): AsyncGenerator<string, void, undefined> {
  if (format === 'csv') yield csvLine(HEADER);
  const write = format === 'csv' ? lineOf : (record: RecordedEvent) => `${eventJson(record)}\n`;
  let part = first;
  for (;;) {
    if (part.records.length > 0) yield part.records.map(write).join('');
    if (part.next === undefined) return;
    try {
      part = await more(part.next);
    } catch (error) {
      // The status was sent long ago: without this line a file that ends early would look whole.
      const reason = error instanceof Error ? error.message : String(error);
      yield format === 'csv'
        ? csvLine(['', '', 'export.incomplete', '', '', reason])
        : `${JSON.stringify({ event: 'export.incomplete', reason })}\n`;
      return;
    }
  }
}

function lineOf(record: RecordedEvent): string {
  const { at, event, clientId, username, columns } = record;
  return csvLine([formatEventId(record), toTimestamp(at), event, clientId, username, columns]);
}
