import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { DeliveryFilter } from './delivery-filter.ts';
import type { DeliveryStatus } from './delivery-record.ts';

/** Rows that are looked at in a step: a millisecond or two, whatever is looked for. */
const STEP = 1000;
/** Rows that are only counted in a step. */
const HOP = 4000;

/** Sorts behind every id. */
const AFTER_ALL = '~';

/** `statusOf` of `delivery-record.ts`, and with the rest `fits` of `delivery-filter.ts`. */
const STATUS = `CASE iif(told_in IS NULL, state, 'digested') WHEN 'dead' THEN 'failed' WHEN 'waiting' THEN 'retrying'
  WHEN 'sending' THEN iif(attempts = 0, 'queued', 'retrying')
  WHEN 'digested' THEN 'digested' ELSE state END`;

const oneOf = (column: string, parameter: string): string =>
  `(:${parameter} IS NULL OR ${column} IN (SELECT value FROM json_each(:${parameter})))`;

const MATCHING = `SELECT id FROM deliveries WHERE id < :before AND id >= :from
  AND ${oneOf('connector', 'connector')} AND ${oneOf('action', 'action')} AND ${oneOf('rule', 'rule')}
  AND ${oneOf('alert', 'alert')} AND ${oneOf('last_code', 'vendorCode')} AND ${oneOf(STATUS, 'status')}
  AND (:since IS NULL OR created_at >= :since) AND (:until IS NULL OR created_at <= :until)
  AND (:text IS NULL OR last_error LIKE :text ESCAPE '\\' OR last_answer LIKE :text ESCAPE '\\')
  ORDER BY id DESC`;

const COUNTS = `SELECT connector, ${STATUS} AS status, COUNT(*) AS count, MIN(created_at) AS oldest FROM deliveries
  WHERE id < ? AND id >= ? GROUP BY 1, 2`;

const BOUNDARY = 'SELECT id FROM deliveries WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT 1 OFFSET ?';

const COUNT_REST = 'SELECT COUNT(*) AS count FROM deliveries WHERE id < ? AND id >= ?';

const NEXT_IDS = 'SELECT id FROM deliveries WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?';

export interface DeliveryCount {
  connector: string;
  status: DeliveryStatus;
  count: number;
  /** When the oldest of them was queued: Unix milliseconds. */
  oldest: number;
}

/** Looks through the log from the newest to the oldest, in steps, so that 100,000 rows hold nobody up. */
export class DeliverySearch {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The ids of one page, with all that match counted. */
  page(filter: DeliveryFilter, request: PageRequest): Steps<PageOf<string>> {
    return isEmpty(filter) ? this.#pageOfAll(request) : this.#pageOfMatching(filter, request);
  }

  /** The ids that match, newest first, a step at a time; a step may have none. */
  *walk(filter: DeliveryFilter): Generator<readonly string[], void, undefined> {
    const parameters = parametersOf(filter);
    const floor = lowestId(filter.since);
    const matching = this.#store.prepare(MATCHING);
    for (let before: string | undefined = AFTER_ALL; before !== undefined; ) {
      const boundary: string | undefined = this.#boundary(before, floor, STEP);
      const rows = matching.all({ ...parameters, before, from: boundary ?? floor });
      before = boundary;
      yield rows.map(({ id }) => String(id));
    }
  }

  /** How many there are of each connector and status, of those created since a time. */
  *counts(since: number | undefined): Steps<readonly DeliveryCount[]> {
    const counts = new Map<string, DeliveryCount>();
    const floor = lowestId(since);
    for (let before: string | undefined = AFTER_ALL; before !== undefined; ) {
      const boundary: string | undefined = this.#boundary(before, floor, STEP);
      const rows = this.#store.prepare(COUNTS).all(before, boundary ?? floor) as unknown as DeliveryCount[];
      for (const row of rows) {
        const key = `${row.connector} ${row.status}`;
        const { count = 0, oldest = row.oldest } = counts.get(key) ?? {};
        counts.set(key, { ...row, count: count + row.count, oldest: Math.min(oldest, row.oldest) });
      }
      before = boundary;
      yield;
    }
    return [...counts.values()];
  }

  *#pageOfMatching(filter: DeliveryFilter, { skip, take }: PageRequest): Steps<PageOf<string>> {
    const rows: string[] = [];
    let count = 0;
    for (const found of this.walk(filter)) {
      const start = Math.max(0, skip - count);
      if (rows.length < take) rows.push(...found.slice(start, start + take - rows.length));
      count += found.length;
      yield;
    }
    return { rows, count, hasMore: count > skip + take };
  }

  /** What is skipped is only counted: an index does that without looking at a row. */
  *#pageOfAll({ skip, take }: PageRequest): Steps<PageOf<string>> {
    let before = AFTER_ALL;
    let count = 0;
    for (let left = skip; left > 0; ) {
      const hop = Math.min(left, HOP);
      const boundary = this.#boundary(before, '', hop);
      if (boundary === undefined) {
        return { rows: [], count: count + this.#countRest(before), hasMore: false };
      }
      before = boundary;
      count += hop;
      left -= hop;
      yield;
    }
    const ids = this.#store.prepare(NEXT_IDS).all(before, '', take);
    const rows = ids.map(({ id }) => String(id));
    count += rows.length;
    before = rows.at(-1) ?? before;
    for (;;) {
      yield;
      const boundary = this.#boundary(before, '', HOP);
      if (boundary === undefined) break;
      before = boundary;
      count += HOP;
    }
    count += this.#countRest(before);
    return { rows, count, hasMore: count > skip + rows.length };
  }

  /** The id of the so-many-th row before this one; undefined when there are fewer. */
  #boundary(before: string, floor: string, rows: number): string | undefined {
    const id = this.#store.prepare(BOUNDARY).get(before, floor, rows - 1)?.id;
    return id === undefined ? undefined : String(id);
  }

  #countRest(before: string): number {
    return Number(this.#store.prepare(COUNT_REST).get(before, '')?.count);
  }
}

function isEmpty(filter: DeliveryFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}

function parametersOf(filter: DeliveryFilter) {
  const { status, connector, action, rule, alert, vendorCode, since, until, text } = filter;
  const list = (values: readonly string[] | undefined): string | null =>
    values === undefined ? null : JSON.stringify(values);
  return {
    status: list(status),
    connector: list(connector),
    action: list(action),
    rule: list(rule),
    alert: list(alert),
    vendorCode: list(vendorCode),
    since: since ?? null,
    until: until ?? null,
    text: text === undefined ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
  };
}

/**
 * Ids begin with the time, which is never before `created_at`: what was created since a moment has no lower id. It may
 * have a higher one than its time, when the clock was set back: so there is no highest id of a moment.
 */
function lowestId(since: number | undefined): string {
  if (since === undefined || since <= 0) return '';
  const time = Math.min(since, 0xffffffffffff).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
