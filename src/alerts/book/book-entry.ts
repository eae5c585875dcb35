import type { Alert, AlertSourceId, AlertStatus } from '../alert.ts';
import type { AlertPolicy } from '../alert-book.ts';
import { type ConditionMemory, ownerOf } from '../conditions/condition-memory.ts';
import { Flapping } from '../conditions/flapping.ts';
import type { Awaited } from './deadlines.ts';
import { ShortDrops } from './short-drops.ts';

/** A place in the book: an alert that is not resolved, or whose end is not stored yet. */
export class Entry implements Awaited {
  alert: Alert;
  readonly source: Source;
  wakeAt = 0;
  place = -1;
  order = 0;
  /** As the row of the table has it; undefined when there is none. */
  storedStatus: AlertStatus | undefined = undefined;
  /** As it was handed to the database last, which may yet fail. */
  writtenStatus: AlertStatus | undefined = undefined;
  isUnsaved = false;
  /** Somebody wrote something about it. */
  hasEntries = false;
  /** Nothing is kept of it. */
  isGone = false;

  constructor(alert: Alert, source: Source) {
    this.alert = alert;
    this.source = source;
  }
}

/** Texts that are kept once. */
const MOST_GROUPS = 10_000;

/** A rule or monitor, and its alerts that are not resolved. */
export class Source {
  readonly id: AlertSourceId;
  /** By key. */
  readonly entries = new Map<string, Entry>();
  readonly drops = new ShortDrops();
  readonly flaps: Flapping;
  policy: AlertPolicy | undefined = undefined;
  /** Nobody knows it any more, and its alerts are about to end. */
  isGone = false;
  readonly #groupIds = new Map<string, string>();

  constructor(id: AlertSourceId, memory: ConditionMemory) {
    this.id = id;
    this.flaps = new Flapping(ownerOf(id), memory);
  }

  /** The same text for all that have it, however many they are. */
  groupId(text: string): string {
    const known = this.#groupIds.get(text);
    if (known !== undefined) return known;
    if (this.#groupIds.size < MOST_GROUPS) this.#groupIds.set(text, text);
    return text;
  }
}

export class Sources {
  readonly #memory: ConditionMemory;
  readonly #rules = new Map<string, Source>();
  readonly #monitors = new Map<string, Source>();

  constructor(memory: ConditionMemory) {
    this.#memory = memory;
  }

  find(id: AlertSourceId): Source | undefined {
    return id.kind === 'rule' ? this.#rules.get(id.id) : this.#monitors.get(id.name);
  }

  /** Makes what is not there yet. */
  get(id: AlertSourceId): Source {
    const known = this.find(id);
    if (known) return known;
    const source = new Source(id, this.#memory);
    if (id.kind === 'rule') this.#rules.set(id.id, source);
    else this.#monitors.set(id.name, source);
    return source;
  }

  delete(id: AlertSourceId): void {
    if (id.kind === 'rule') this.#rules.delete(id.id);
    else this.#monitors.delete(id.name);
  }

  /** May change meanwhile. */
  *all(): Generator<Source> {
    yield* [...this.#rules.values()];
    yield* [...this.#monitors.values()];
  }
}
