import { type EventFilter, matchesFilter } from './event-filter.ts';
import { comesAfter, type EventId, type RecordedEvent } from './recorded-event.ts';

/** Who follows what is recorded. */
export interface Follower {
  onEvent(record: RecordedEvent): void;
  /** Events that match, or may match, were left out. */
  onSkipped(): void;
  /** Resolves when it can take more; undefined when it can. What happens at present does not wait for that. */
  room(): Promise<void> | undefined;
}

/** Reads recorded events in ascending order, after one of them; `next` where there are more. */
export type ReadOn = (
  after: EventId,
) => Promise<{ readonly records: readonly RecordedEvent[]; readonly next: EventId | undefined }>;

/** Live events, and characters of their columns, that wait while the last page is handed over. */
const MOST_HELD = 10_000;
const MOST_HELD_SIZE = 16 * 1024 * 1024;
/** Answers of a search that bring it up to date; whoever is further behind is told. */
const MOST_READ = 20;

interface Following {
  readonly filter: EventFilter;
  readonly follower: Follower;
  /** Live events, while older ones are read. */
  held: RecordedEvent[] | undefined;
  heldSize: number;
  /** Whether more happened than could be held. */
  hasMissed: boolean;
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
    const following: Following = { filter, follower, held: undefined, heldSize: 0, hasMissed: false };
    if (isBehind) hold(following);
    this.#followings.add(following);
    if (isBehind) void this.#catchUp(following, after, readOn);
    return () => this.#followings.delete(following);
  }

  async #catchUp(following: Following, after: EventId, readOn: ReadOn): Promise<void> {
    const { follower } = following;
    let last = after;
    let next: EventId | undefined = after;
    try {
      for (let read = 0; next && read < MOST_READ; read++) {
        // It finds all that has happened until now, so that only what happens meanwhile has to be held.
        hold(following);
        const answer = await readOn(next);
        for (const record of answer.records) {
          if (!this.#followings.has(following)) return;
          follower.onEvent(record);
          last = record;
          await follower.room();
        }
        next = answer.next ?? (following.hasMissed ? last : undefined);
      }
      if (next) follower.onSkipped();
    } catch {
      follower.onSkipped();
    }
    const { held = [] } = following;
    following.held = undefined;
    for (const record of held) if (comesAfter(record, last)) follower.onEvent(record);
  }
}

function hold(following: Following): void {
  following.held = [];
  following.heldSize = 0;
  following.hasMissed = false;
}

function hand(following: Following, record: RecordedEvent): void {
  const { held, follower } = following;
  if (!held) {
    follower.onEvent(record);
    return;
  }
  following.heldSize += record.columns.length;
  if (held.length < MOST_HELD && following.heldSize <= MOST_HELD_SIZE) held.push(record);
  else following.hasMissed = true;
}
