import { type EventFilter, matchesFilter } from './event-filter.ts';
import { comesAfter, type EventId, type RecordedEvent } from './recorded-event.ts';

/** Who follows what is recorded. */
export interface Follower {
  onEvent(record: RecordedEvent): void;
  /** Events that match, or may match, were left out: so many, or an unknown number. */
  onSkipped(count: number | undefined): void;
}

/** Reads recorded events in ascending order, after one of them; `next` where there are more. */
export type ReadOn = (
  after: EventId,
) => Promise<{ readonly records: readonly RecordedEvent[]; readonly next: EventId | undefined }>;

/** Live events that wait while a follower is brought up to date. */
const MOST_HELD = 10_000;
/** Answers of a search that bring it up to date; whoever is further behind is told. */
const MOST_READ = 20;

interface Following {
  readonly filter: EventFilter;
  readonly follower: Follower;
  /** Live events, while older ones are read. */
  held: RecordedEvent[] | undefined;
  skipped: number;
}

/** Hands each event to those who follow, as it is recorded. */
export class LiveEvents {
  readonly #followings = new Set<Following>();

  get count(): number {
    return this.#followings.size;
  }

  publish(records: readonly RecordedEvent[]): void {
    for (const following of this.#followings) {
      for (const record of records) if (matchesFilter(record, following.filter)) hand(following, record);
    }
  }

  /**
   * From now on; with a place to go on from, what was recorded since then comes first, each event once.
   * @returns the end of it
   */
  follow(filter: EventFilter, follower: Follower, after?: EventId, readOn?: ReadOn): () => void {
    const isBehind = after !== undefined && readOn !== undefined;
    const following: Following = { filter, follower, held: isBehind ? [] : undefined, skipped: 0 };
    this.#followings.add(following);
    if (isBehind) void this.#catchUp(following, after, readOn);
    return () => this.#followings.delete(following);
  }

  async #catchUp(following: Following, after: EventId, readOn: ReadOn): Promise<void> {
    const { follower } = following;
    let last = after;
    let next: EventId | undefined = after;
    try {
      for (let read = 0; next && read < MOST_READ && this.#followings.has(following); read++) {
        const answer = await readOn(next);
        if (!this.#followings.has(following)) return;
        for (const record of answer.records) follower.onEvent(record);
        last = answer.records.at(-1) ?? last;
        next = answer.next;
      }
      if (next) follower.onSkipped(undefined);
    } catch {
      follower.onSkipped(undefined);
    }
    const { held = [], skipped } = following;
    following.held = undefined;
    for (const record of held) if (comesAfter(record, last)) follower.onEvent(record);
    if (skipped > 0) follower.onSkipped(skipped);
  }
}

function hand(following: Following, record: RecordedEvent): void {
  const { held, follower } = following;
  if (!held) follower.onEvent(record);
  else if (held.length < MOST_HELD) held.push(record);
  else following.skipped++;
}
