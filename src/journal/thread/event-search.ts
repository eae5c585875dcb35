import type { StatementSync } from 'node:sqlite';
import { inJson, matchesColumns, textOf } from '../event-filter.ts';
import type { EventSearch, FoundEvents } from '../event-query.ts';
import type { RecordedEvent } from '../recorded-event.ts';
import { ClientSketch } from './client-sketch.ts';
import { firstKeyAt, idOf, keyOf } from './event-key.ts';
import { kindBit } from './event-writer.ts';
import type { JournalDatabase } from './journal-database.ts';

/** Characters of columns in one answer. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** A range of keys, and whether something in it may match. */
interface Segment {
  first: bigint;
  last: bigint;
  mayMatch: boolean;
}

interface BlockRow {
  readonly first: bigint;
  readonly last: bigint;
  readonly kinds: bigint;
  readonly clients: Uint8Array;
}

type SqlValue = string | number;

/** Looks for events from one end of a range of time to the other, block by block, until it has enough or has looked long enough. */
export class EventSearcher {
  readonly #database: JournalDatabase;
  readonly #elapsed: () => number;

  /** @param elapsed milliseconds, from whenever on */
  constructor(database: JournalDatabase, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#elapsed = elapsed;
  }

  search(search: EventSearch): FoundEvents {
    const isAscending = search.order === 'asc';
    const range = rangeOf(search);
    const kinds = this.#kinds(search.events);
    if (range.first > range.last || kinds?.size === 0) return { records: [], next: undefined };
    const names = new Map([...this.#kinds(undefined).entries()]);
    const { condition, values } = conditionOf(search, kinds);
    const rows =
      this.#database.prepare(`SELECT id >> 20 AS at, id & 1048575 AS n, kind, clientid, username, columns
      FROM events WHERE id BETWEEN ? AND ?${condition} ORDER BY id ${isAscending ? 'ASC' : 'DESC'}`);
    const deadline = this.#elapsed() + search.patience;
    const records: RecordedEvent[] = [];
    let size = 0;
    for (const { first, last, mayMatch } of this.#segments(range, isAscending, search, kinds)) {
      if (mayMatch) {
        for (const row of readRows(rows, first, last, values)) {
          const record = recordOf(row, names);
          if (!matchesColumns(record.columns, search)) continue;
          const isFull =
            records.length === search.limit || (size > 0 && size + record.columns.length > LARGEST_ANSWER);
          if (isFull) return { records, next: records.at(-1) };
          records.push(record);
          size += record.columns.length;
        }
      }
      if (this.#elapsed() >= deadline) return { records, next: idOf(isAscending ? last : first) };
    }
    return { records, next: undefined };
  }

  get(id: { at: number; n: number }): RecordedEvent | undefined {
    const row = this.#database
      .prepare(
        `SELECT id >> 20 AS at, id & 1048575 AS n, kind, clientid, username, columns FROM events WHERE id = ?`,
      )
      .get(keyOf(id));
    return row && recordOf(row, this.#kinds(undefined));
  }

  /** Names by number: all, or those of them that are asked for. */
  #kinds(only: readonly string[]): Map<number, string>;
  #kinds(only: readonly string[] | undefined): Map<number, string>;
  #kinds(only: readonly string[] | undefined): Map<number, string> {
    const all = this.#database.prepare('SELECT id, name FROM kinds').all() as Array<{
      id: number;
      name: string;
    }>;
    return new Map(
      all.filter(({ name }) => only === undefined || only.includes(name)).map(({ id, name }) => [id, name]),
    );
  }

  /** The blocks of a range, in order. Blocks overlap where the clock was set back: these are one segment. */
  *#segments(
    range: { first: bigint; last: bigint },
    isAscending: boolean,
    { clientIds }: EventSearch,
    kinds: ReadonlyMap<number, string> | undefined,
  ): Generator<Segment> {
    const blocks = this.#database.prepare(
      `SELECT first, last, kinds, clients FROM blocks WHERE last >= ? AND first <= ?
        ORDER BY ${isAscending ? 'first ASC' : 'last DESC'}`,
    );
    blocks.setReadBigInts(true);
    const mask = kinds && [...kinds.keys()].reduce((bits, kind) => bits | kindBit(kind), 0);
    let segment: Segment | undefined;
    for (const row of blocks.iterate(range.first, range.last)) {
      const block = row as unknown as BlockRow;
      const sketch = new ClientSketch(block.clients);
      const mayMatch =
        (mask === undefined || (Number(block.kinds) & mask) !== 0) &&
        (clientIds === undefined || clientIds.some((id) => sketch.mayHold(id)));
      if (segment && block.first <= segment.last && block.last >= segment.first) {
        segment.first = lesser(segment.first, block.first);
        segment.last = greater(segment.last, block.last);
        segment.mayMatch ||= mayMatch;
        continue;
      }
      if (segment) yield clipped(segment, range);
      segment = { first: block.first, last: block.last, mayMatch };
    }
    if (segment) yield clipped(segment, range);
  }
}

function readRows(statement: StatementSync, first: bigint, last: bigint, values: readonly SqlValue[]) {
  return statement.iterate(first, last, ...values);
}

function recordOf(row: Record<string, unknown>, names: ReadonlyMap<number, string>): RecordedEvent {
  return {
    at: row.at as number,
    n: row.n as number,
    event: names.get(row.kind as number) ?? '',
    clientId: (row.clientid as string | null) ?? undefined,
    username: (row.username as string | null) ?? undefined,
    columns: row.columns as string,
  };
}

function rangeOf({ from, to, after, order }: EventSearch): { first: bigint; last: bigint } {
  let first = firstKeyAt(from);
  let last = to === Number.POSITIVE_INFINITY ? 2n ** 63n - 1n : firstKeyAt(Math.floor(to) + 1) - 1n;
  if (after && order === 'asc') first = greater(first, keyOf(after) + 1n);
  else if (after) last = lesser(last, keyOf(after) - 1n);
  return { first, last };
}

/** What SQLite can rule out without reading JSON. */
function conditionOf(
  { clientIds, username, text, columns = [] }: EventSearch,
  kinds: ReadonlyMap<number, string> | undefined,
): { condition: string; values: SqlValue[] } {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (condition: string, ...more: SqlValue[]) => {
    conditions.push(` AND ${condition}`);
    values.push(...more);
  };
  const oneOf = (count: number) => `(${Array(count).fill('?').join(', ')})`;
  if (kinds) add(`kind IN ${oneOf(kinds.size)}`, ...kinds.keys());
  if (clientIds) add(`clientid IN ${oneOf(clientIds.length)}`, ...clientIds);
  if (username !== undefined) add('username = ?', username);
  for (const text of columns.map(textOf)) if (text !== '') add('instr(columns, ?) > 0', text);
  // LIKE knows upper and lower case of ASCII alone: other text is left to what comes after.
  if (text !== undefined && /^[\x20-\x7e]*$/.test(text)) {
    add(`columns LIKE ? ESCAPE '^'`, `%${inJson(text).replace(/[%_^]/g, '^$&')}%`);
  }
  return { condition: conditions.join(''), values };
}

function clipped(segment: Segment, range: { first: bigint; last: bigint }): Segment {
  return {
    ...segment,
    first: greater(segment.first, range.first),
    last: lesser(segment.last, range.last),
  };
}

function greater(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
