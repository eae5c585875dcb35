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

/** What to count, and how finely. */
export interface HistogramQuestion extends EventFilter {
  /** Unix milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** So many at most, of a length that people know. */
  readonly buckets: number;
  /** Milliseconds after which it answers with what it has. */
  readonly patience: number;
}

export interface EventCounts {
  /** Unix milliseconds: from the oldest event on, when that is later than what was asked for. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds. */
  readonly step: number;
  /** What is older was not counted; `from` when all was. */
  readonly countedFrom: number;
  /** By time, those without events left out; `at` is a multiple of `step`. */
  readonly buckets: readonly { readonly at: number; readonly counts: Readonly<Record<string, number>> }[];
}
