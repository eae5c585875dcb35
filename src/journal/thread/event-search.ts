import type { StatementSync } from 'node:sqlite';
import { type EventFilter, inJson, matchesColumns, textOf } from '../event-filter.ts';
import type { EventSearch, FoundEvents } from '../event-query.ts';
import type { RecordedEvent } from '../recorded-event.ts';
import { greater, type KeyRange, lesser, segmentsOf } from './block-segments.ts';
import { firstKeyAt, idOf, keyOf } from './event-key.ts';
import { kindBit } from './event-writer.ts';
import type { JournalDatabase } from './journal-database.ts';

/** Characters of columns in one answer. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

export type SqlValue = string | number;

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
    const kinds = search.events && kindsOf(this.#database, search.events);
    if (range.first > range.last || kinds?.size === 0) return { records: [], next: undefined };
    const names = kindsOf(this.#database, undefined);
    const { condition, values } = conditionOf(search, kinds);
    const rows =
      this.#database.prepare(`SELECT id >> 20 AS at, id & 1048575 AS n, kind, clientid, username, columns
      FROM events WHERE id BETWEEN ? AND ?${condition} ORDER BY id ${isAscending ? 'ASC' : 'DESC'}`);
    const deadline = this.#elapsed() + search.patience;
    const wanted = { range, isAscending, clientIds: search.clientIds, mask: maskOf(kinds) };
    const records: RecordedEvent[] = [];
    let size = 0;
    for (const { first, last, mayMatch } of segmentsOf(this.#database, wanted)) {
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
    return row && recordOf(row, kindsOf(this.#database, undefined));
  }
}

/** Names of kinds by number: all, or those of them that are asked for. */
export function kindsOf(database: JournalDatabase, only: readonly string[] | undefined): Map<number, string> {
  const all = database.prepare('SELECT id, name FROM kinds').all() as Array<{ id: number; name: string }>;
  return new Map(
    all.filter(({ name }) => only === undefined || only.includes(name)).map(({ id, name }) => [id, name]),
  );
}

/** The bits of kinds in the mask of a block; undefined for all of them. */
export function maskOf(kinds: ReadonlyMap<number, string> | undefined): number | undefined {
  return kinds && [...kinds.keys()].reduce((bits, kind) => bits | kindBit(kind), 0);
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

export function rangeOf({
  from,
  to,
  after,
  order,
}: Pick<EventSearch, 'from' | 'to' | 'after' | 'order'>): KeyRange {
  let first = firstKeyAt(from);
  let last = to === Number.POSITIVE_INFINITY ? 2n ** 63n - 1n : firstKeyAt(Math.floor(to) + 1) - 1n;
  if (after && order === 'asc') first = greater(first, keyOf(after) + 1n);
  else if (after) last = lesser(last, keyOf(after) - 1n);
  return { first, last };
}

/** What SQLite can rule out without reading JSON. */
export function conditionOf(
  { clientIds, username, text, columns = [] }: EventFilter,
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
