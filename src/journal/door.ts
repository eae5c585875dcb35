/** What the floors above may use of the journal. */
export {
  BROKER_STOPPED,
  type ClientRecord,
  type ClientRecordSearch,
  type LostClient,
  type Span,
} from './client-record.ts';
export { DROPS_WITHIN, dropsWithin, isDrop } from './clients/drops.ts';
export { type RememberedClient, RememberedClients } from './clients/remembered-clients.ts';
export type { ColumnFilter, EventFilter } from './event-filter.ts';
export type { EventCounts, FoundEvents } from './event-query.ts';
export { Journal, type Search } from './journal.ts';
export type { JournalFigures, JournalParts } from './journal-parts.ts';
export type { JournalSettings } from './journal-settings.ts';
export { JOURNALED_KINDS, type JournaledKind, RECORDED_NAMES, USUAL_KINDS } from './journaled-kinds.ts';
export type { Follower } from './live-events.ts';
export { type EventId, formatEventId, GAP, parseEventId, type RecordedEvent } from './recorded-event.ts';
export { JournalError } from './thread/journal-thread.ts';
