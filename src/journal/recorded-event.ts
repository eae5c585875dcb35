/**
 * Where an event stands among the others: the moment at which it was recorded (Unix milliseconds) and a number that
 * tells those of one millisecond apart. Written `1795822438123-7`.
 */
export interface EventId {
  readonly at: number;
  readonly n: number;
}

/** One event as it is kept. */
export interface RecordedEvent extends EventId {
  /** `client.disconnected`; `journal.gap` where events were not recorded. */
  readonly event: string;
  /** Whom it is about: of a delivery the receiver, of a message its publisher. */
  readonly clientId: string | undefined;
  readonly username: string | undefined;
  /** A JSON object: all columns as rules see them, in the notation of the function that made it. */
  readonly columns: string;
}

/** The kind of the records that say how many events are missing at this place, and why. */
export const GAP = 'journal.gap';

/** Bits of `n` below the milliseconds of `at` in the key by which events are stored. */
export const NUMBER_BITS = 20;
export const MOST_NUMBERS = 2 ** NUMBER_BITS;

const ID = /^(\d{1,15})-(\d{1,7})$/;

export function formatEventId({ at, n }: EventId): string {
  return `${at}-${n}`;
}

/** Undefined for a text that is no id. */
export function parseEventId(text: string): EventId | undefined {
  const [, at, n] = ID.exec(text) ?? [];
  if (at === undefined || n === undefined || Number(n) >= MOST_NUMBERS) return undefined;
  return { at: Number(at), n: Number(n) };
}

export function comesAfter(one: EventId, other: EventId): boolean {
  return one.at > other.at || (one.at === other.at && one.n > other.n);
}
