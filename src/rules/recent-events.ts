import { isList, isMap, type Row, toJsonText, type Value } from '../sql/door.ts';
import { newMap } from '../sql/values.ts';
import { EventSource, type SourceContext } from './event-source.ts';
import { eventColumn, type RuleEvent } from './rule-event.ts';

/** What a rule made of an event. */
export type RecentOutcome = 'passed' | 'no_result' | 'exception';

/** Events of each kind, matches and misses, that a rule remembers: many misses leave the matches where they are. */
const MOST_OF_A_KIND = 20;
/** Bytes that the events of one rule may hold on to: more than as many blocks as it has events. */
const MOST_OF_A_RULE = 1024 * 1024;
/** A small payload lies in a block with others, all of which stays while it stays. */
const BLOCK = 16 * 1024;
const LARGEST_IN_BLOCK = BLOCK / 4;
/** Rows of one event that are remembered. */
const MOST_ROWS = 10;

/** What all rules together may hold on to. */
export class RecentBudget {
  readonly #limit: number;
  #taken = 0;

  constructor(limit = 64 * 1024 * 1024) {
    this.#limit = limit;
  }

  /** False, and nothing is taken, when there is not so much. Fewer than none are given back. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#limit) return false;
    this.#taken += bytes;
    return true;
  }
}

/** One remembered event. Slots are used again, so that remembering makes no object. */
interface Slot {
  /** Counts up over both kinds; 0 while the slot is empty. */
  order: number;
  at: number;
  outcome: RecentOutcome;
  /** Undefined when there was no room for it. */
  event: RuleEvent | undefined;
  rows: readonly Row[];
  reason: string | undefined;
  name: string;
  bytes: number;
}

/**
 * The last events of a rule with what it made of them, for people who ask why it did or did not act. An event is kept
 * as it is, and its columns are made when somebody asks.
 */
export class RecentEvents {
  readonly #budget: RecentBudget;
  readonly #matches = new Ring();
  readonly #misses = new Ring();
  #bytes = 0;
  #order = 0;
  /** The latest millisecond with misses, and how many of it are remembered. */
  #missedAt = 0;
  #missedThen = 0;

  constructor(budget: RecentBudget) {
    this.#budget = budget;
  }

  /**
   * @param size bytes of the event's payload and properties
   * @param isSelection the rows hold nothing but the event's own values
   */
  passed(event: RuleEvent, size: number, rows: readonly Row[], isSelection: boolean): void {
    const kept = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS) : rows;
    let bytes = isSelection ? size * 2 : 0;
    if (!isSelection) for (const row of kept) bytes += sizeOfRow(row, size);
    this.#remember(this.#matches, 'passed', event, size, bytes, kept, undefined);
  }

  missed(event: RuleEvent, size: number): void {
    // Of very many in one millisecond the first are remembered: a rule that misses most of what it hears pays nothing.
    if (event.at !== this.#missedAt) {
      this.#missedAt = event.at;
      this.#missedThen = 0;
    } else if (this.#missedThen === MOST_OF_A_KIND) return;
    this.#missedThen++;
    this.#remember(this.#misses, 'no_result', event, size, 0, noRows, undefined);
  }

  failed(event: RuleEvent, size: number, reason: string): void {
    this.#remember(this.#misses, 'exception', event, size, 0, noRows, reason.slice(0, 1000));
  }

  clear(): void {
    for (const ring of [this.#matches, this.#misses]) {
      for (const slot of ring.slots) this.#empty(slot);
    }
    this.#missedThen = 0;
  }

  /**
   * JSON text of a list, the latest event first. Columns and rows are left out where there was no room to keep them.
   * @param format of Unix milliseconds
   */
  read(ruleId: string, context: SourceContext, format: (time: number) => string): string {
    const filled = [...this.#matches.slots, ...this.#misses.slots].filter(({ order }) => order > 0);
    const latest = filled.sort((a, b) => b.order - a.order);
    return `[${latest.map((slot) => entryText(slot, ruleId, context, format)).join(',')}]`;
  }

  #remember(
    ring: Ring,
    outcome: RecentOutcome,
    event: RuleEvent,
    size: number,
    ofRows: number,
    rows: readonly Row[],
    reason: string | undefined,
  ): void {
    const bytes = (size <= LARGEST_IN_BLOCK ? BLOCK : size) + ofRows;
    const slot = ring.next();
    const fits = this.#exchange(slot.bytes, bytes) || this.#makeRoom(slot, bytes);
    slot.order = ++this.#order;
    slot.at = event.at;
    slot.outcome = outcome;
    slot.reason = reason;
    slot.name = event.name === 'source.message' ? eventColumn(event) : event.name;
    slot.event = fits ? event : undefined;
    slot.rows = fits ? rows : noRows;
    slot.bytes = fits ? bytes : 0;
  }

  /** Puts so many bytes in the place of others, if there is room for them. */
  #exchange(former: number, bytes: number): boolean {
    const more = bytes - former;
    if (this.#bytes + more > MOST_OF_A_RULE || (more !== 0 && !this.#budget.take(more))) return false;
    this.#bytes += more;
    return true;
  }

  #makeRoom(slot: Slot, bytes: number): boolean {
    this.#empty(slot);
    for (;;) {
      if (this.#exchange(0, bytes)) return true;
      const oldest = this.#oldest();
      if (!oldest) return false;
      this.#empty(oldest);
    }
  }

  /** Of the slots that hold on to something. */
  #oldest(): Slot | undefined {
    let oldest: Slot | undefined;
    for (const { slots } of [this.#matches, this.#misses]) {
      for (const slot of slots) {
        if (slot.bytes > 0 && (oldest === undefined || slot.order < oldest.order)) oldest = slot;
      }
    }
    return oldest;
  }

  #empty(slot: Slot): void {
    this.#exchange(slot.bytes, 0);
    slot.order = 0;
    slot.bytes = 0;
    slot.event = undefined;
    slot.rows = noRows;
    slot.reason = undefined;
  }
}

const noRows: readonly Row[] = [];

class Ring {
  readonly slots: Slot[] = [];
  #next = 0;

  /** The slot that was filled longest ago, or a new one while there are few. */
  next(): Slot {
    const at = this.#next;
    this.#next = at + 1 === MOST_OF_A_KIND ? 0 : at + 1;
    let slot = this.slots[at];
    if (!slot) {
      slot = {
        order: 0,
        at: 0,
        outcome: 'passed',
        event: undefined,
        rows: noRows,
        reason: undefined,
        name: '',
        bytes: 0,
      };
      this.slots.push(slot);
    }
    return slot;
  }
}

/** Roughly: what lies deeper is the event's own, or made of it. */
function sizeOfRow(row: Row, ofEvent: number): number {
  let bytes = 0;
  for (const key in row) {
    const value = row[key];
    if (typeof value === 'string') bytes += value.length * 2;
    else if (Buffer.isBuffer(value)) bytes += value.length;
    else bytes += isMap(value) || isList(value) ? ofEvent * 2 : 16;
  }
  return bytes;
}

function entryText(
  { at, name, outcome, reason, event, rows }: Slot,
  ruleId: string,
  context: SourceContext,
  format: (time: number) => string,
): string {
  const entry = newMap();
  entry.at = format(at);
  entry.event = name;
  entry.outcome = outcome;
  if (reason !== undefined) entry.reason = reason;
  const short = toJsonText(entry);
  if (event) entry.columns = columnsOf(new EventSource(event, ruleId, context));
  if (rows.length > 0) entry.row = rows.length === 1 ? rows[0] : rows;
  try {
    return toJsonText(entry);
  } catch {
    return short; // its values fold into a text beyond all bounds
  }
}

/** Without those that this event does not have. */
function columnsOf(source: EventSource): Value {
  const columns = newMap();
  for (const name of source.columnNames()) {
    const value = source.column(name);
    if (value !== undefined) columns[name] = value;
  }
  return columns;
}
