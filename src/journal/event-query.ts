import type { EventFilter } from './event-filter.ts';
import type { EventId, RecordedEvent } from './recorded-event.ts';

/** What to look for, and where. */
export interface EventSearch extends EventFilter {
  /** Unix milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** From the newest to the oldest, or the other way round. */
  readonly order: 'asc' | 'desc';
  /** Goes on after this one, in the order of the search. */
  readonly after?: EventId | undefined;
  readonly limit: number;
  /** Milliseconds after which it answers with what it has. */
  readonly patience: number;
}

export interface FoundEvents {
  readonly records: readonly RecordedEvent[];
  /** After which the search goes on; undefined at its end. */
  readonly next: EventId | undefined;
}
