import type { Store } from '../../store/store.ts';
import type { ClaimedDelivery, DropReason, Priority } from '../delivery.ts';
import type { Attempt, Verdict } from './retry-policy.ts';

/** Rows that one write changes at most, so that no turn of the event loop becomes long. */
export const SLICE = 500;

/** Of the requests that one look brings into memory; the last may go beyond. */
const MOST_BYTES = 4 * 1024 * 1024;

/** When a delivery is due that waits for the one before it in its order: it is called when its turn comes. */
export const FOLLOWS = 9_000_000_000_000_000;

/** The conditions of the partial indexes, word for word, or SQLite does not use them. */
const ACTIVE = `state IN ('queued', 'waiting', 'sending')`;
const OF_KEY = `connector = ?1 AND order_key = ?2 AND order_key IS NOT NULL AND ${ACTIVE}`;

/** Due now, in the order in which they were queued; also when the clock was set back meanwhile. */
const DUE_NOW = 'due_at = MIN(created_at, ?3)';

const COLUMNS = `id, rowid AS place, connector, action, rule, attempts, failures, created_at AS createdAt,
  expires_at AS expiresAt,
  max_attempts AS maxAttempts, order_key AS orderKey, priority, request, bytes`;

const INSERT = `INSERT INTO deliveries (connector, order_key, id, action, rule, alert, priority, created_at, expires_at,
    max_attempts, request, bytes, state, due_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,`;

const INSERT_QUEUED = `${INSERT} 'queued', ?8)`;

const INSERT_IN_ORDER = `${INSERT} 'queued',
  CASE WHEN EXISTS (SELECT 1 FROM deliveries WHERE ${OF_KEY}) THEN ${FOLLOWS} ELSE ?8 END)`;

/** Looks at an index only. */
const DUE_FIRST = `SELECT rowid AS place, due_at AS due FROM deliveries
  WHERE connector = ? AND action = ? AND priority = ? AND ${ACTIVE} ORDER BY due_at, rowid LIMIT ?`;

const FOLLOWERS = `SELECT rowid AS place FROM deliveries
  WHERE ${OF_KEY} AND rowid > ?3 ORDER BY rowid LIMIT ?4`;

const READ = `SELECT ${COLUMNS} FROM deliveries WHERE rowid = ?`;

const FIRST_OF_KEY = `SELECT rowid FROM deliveries WHERE ${OF_KEY} ORDER BY rowid LIMIT 1`;

/** Whose turn it is in its order. */
const CALL = `UPDATE deliveries SET ${DUE_NOW} WHERE rowid = (${FIRST_OF_KEY}) AND due_at = ${FOLLOWS}`;

const CALL_UNLESS_HELD = `UPDATE deliveries SET ${DUE_NOW} WHERE rowid = (SELECT rowid FROM deliveries
    WHERE ${OF_KEY} AND action NOT IN (SELECT value FROM json_each(?4)) ORDER BY rowid LIMIT 1)
  AND due_at = ${FOLLOWS}`;

const RELEASE = `UPDATE deliveries SET due_at = MIN(created_at, ?1) WHERE rowid IN (SELECT rowid FROM deliveries
    WHERE connector = ?2 AND action = ?3 AND priority = ?4 AND ${ACTIVE} AND due_at > ?1 AND due_at < ${FOLLOWS}
      AND state = 'waiting' LIMIT ${SLICE})`;

/** The one before it ended, and then the process, before it was called. */
const CALL_ALL = `UPDATE deliveries SET due_at = MIN(created_at, ?) WHERE due_at = ${FOLLOWS} AND rowid IN
  (SELECT MIN(rowid) FROM deliveries WHERE order_key IS NOT NULL AND ${ACTIVE} GROUP BY connector, order_key)`;

/** The last attempt leaves the row for the list of the earlier ones. */
const ARCHIVE = `INSERT OR REPLACE INTO attempts
    (delivery, number, started_at, finished_at, outcome, reason, status, excerpt, code, cause)
  SELECT id, attempts, last_started_at, last_ended_at, last_outcome, last_error, last_status, last_answer, last_code,
    last_cause FROM deliveries WHERE rowid = ? AND last_started_at IS NOT NULL`;

const ATTEMPT = `attempts = ?2, last_started_at = ?3, last_ended_at = ?4, last_outcome = ?5, last_error = ?6,
  last_status = ?7, last_answer = ?8, last_code = ?9, last_cause = ?10`;

const FINISH = `UPDATE deliveries SET ${ATTEMPT}, state = ?11, finished_at = ?4 WHERE rowid = ?1`;

/** When several of an order failed together, only the first of them is tried again by itself. */
const WAIT = `UPDATE deliveries SET ${ATTEMPT}, state = 'waiting', failures = ?11,
    due_at = CASE WHEN order_key IS NULL OR rowid = (SELECT rowid FROM deliveries other
      WHERE other.connector = deliveries.connector AND other.order_key = deliveries.order_key
        AND other.order_key IS NOT NULL AND other.state IN ('queued', 'waiting', 'sending') ORDER BY rowid LIMIT 1)
      THEN ?12 ELSE ${FOLLOWS} END
  WHERE rowid = ?1`;

/** Its size stays what it was counted as. */
const REPLACE_REQUEST = 'UPDATE deliveries SET request = ? WHERE rowid = ?';

/** What waits of its order comes behind it. */
const REQUEUE = `UPDATE deliveries SET state = 'queued', failures = 0, expires_at = ?3, finished_at = NULL, told_in = NULL,
    due_at = CASE WHEN order_key IS NULL THEN MIN(created_at, ?2) ELSE ${FOLLOWS} END
  WHERE id = ?1 AND state IN ('delivered', 'dead', 'expired') AND request <> 'null'
  RETURNING connector, action, rule, bytes`;

const KEY_OF = 'SELECT connector, order_key AS orderKey FROM deliveries WHERE id = ?';

const STEP_BACK = `UPDATE deliveries SET due_at = ${FOLLOWS} WHERE rowid = (${FIRST_OF_KEY})`;

const EXPIRE = `UPDATE deliveries SET state = 'expired', finished_at = ?,
  last_error = coalesce(last_error, 'its time was over before it could be sent') WHERE rowid = ?`;

const OLDEST = `SELECT id, rowid AS place, connector, order_key AS orderKey, rule, bytes, attempts FROM deliveries
  WHERE action = ? AND ${ACTIVE} ORDER BY id LIMIT ?`;

/** The request is forgotten, or dropping would free nothing. */
const DROP = `UPDATE deliveries SET state = 'dead', finished_at = ?, last_error = ?, last_started_at = NULL,
  request = 'null', bytes = 0 WHERE rowid = ?`;

const QUEUES = `SELECT connector, action, COUNT(*) AS count, SUM(bytes) AS bytes FROM deliveries
  WHERE ${ACTIVE} GROUP BY connector, action`;

export interface NewRow {
  id: string;
  connector: string;
  action: string;
  rule: string | undefined;
  alert: string | undefined;
  orderKey: string | undefined;
  priority: Priority;
  expiresAt: number | undefined;
  maxAttempts: number | undefined;
  /** JSON text */
  request: string;
  bytes: number;
}

interface RequeuedRow {
  connector: string;
  action: string;
  rule: string | null;
  bytes: number;
}

export interface OldRow {
  id: string;
  place: number;
  connector: string;
  orderKey: string | null;
  rule: string | null;
  bytes: number;
  attempts: number;
}

export interface ActionQueue {
  connector: string;
  action: string;
  count: number;
  bytes: number;
}

/** As they lie in the table. */
export const RANKS: Readonly<Record<Priority, number>> = { critical: 0, normal: 1 };

interface QueueOf {
  connector: string;
  action: string;
  priority: Priority;
}

interface DuePlace {
  place: number;
  due: number;
}

/**
 * The statements of the outbox; all but reads are to be called in a write. Whatever lies in the queue, each looks at no
 * more rows than it needs: of an order only the first is due, and the others are called one after the other. What is
 * being sent is known in memory only, by its place: the database belongs to one process, and after its end all of it is
 * in the queue again by itself.
 */
export class DeliveryRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The place of the new row. */
  insert(row: NewRow, now: number): number {
    const { connector, orderKey = null, id, action, rule = null, alert = null, priority } = row;
    const { expiresAt = null, maxAttempts = null, request, bytes } = row;
    const rank = RANKS[priority];
    const sql = orderKey === null ? INSERT_QUEUED : INSERT_IN_ORDER;
    const { lastInsertRowid } = this.#store
      .prepare(sql)
      .run(connector, orderKey, id, action, rule, alert, rank, now, expiresAt, maxAttempts, request, bytes);
    return Number(lastInsertRowid);
  }

  /** What is due of an action and not taken yet, oldest first. */
  due(queue: QueueOf, now: number, limit: number, taken: ReadonlySet<number>): ClaimedDelivery[] {
    const { connector, action, priority } = queue;
    const rank = RANKS[priority];
    const places: number[] = [];
    for (const row of this.#store.prepare(DUE_FIRST).iterate(connector, action, rank, limit + taken.size)) {
      const { place, due } = row as unknown as DuePlace;
      if (due > now || places.length === limit) break;
      if (!taken.has(place)) places.push(place);
    }
    return this.#read(places);
  }

  /** What comes behind a delivery in its order. */
  followers(head: ClaimedDelivery, limit: number, taken: ReadonlySet<number>): ClaimedDelivery[] {
    const { connector, orderKey = null, place } = head;
    const rows = this.#store.prepare(FOLLOWERS).all(connector, orderKey, place, limit);
    return this.#read(rows.map((row) => Number(row.place)).filter((follower) => !taken.has(follower)));
  }

  #read(places: readonly number[]): ClaimedDelivery[] {
    const read = this.#store.prepare(READ);
    const deliveries: ClaimedDelivery[] = [];
    let bytes = 0;
    for (const place of places) {
      if (bytes > MOST_BYTES) break;
      const row = read.get(place);
      if (!row) continue;
      bytes += Number(row.bytes);
      deliveries.push(this.#toClaimed(row));
    }
    return deliveries;
  }

  /** When the first falls due that is not taken; `FOLLOWS` when the others follow, taken or not; undefined without any. */
  firstDue(connector: string, action: string, taken: ReadonlySet<number>): number | undefined {
    let first: number | undefined;
    for (const rank of Object.values(RANKS)) {
      for (const row of this.#store.prepare(DUE_FIRST).iterate(connector, action, rank, taken.size + 1)) {
        const { place, due } = row as unknown as DuePlace;
        // Nothing but followers from here on, taken or not: a batch of one order has taken hundreds.
        if (due < FOLLOWS && taken.has(place)) continue;
        first = Math.min(first ?? due, due);
        break;
      }
    }
    return first;
  }

  /** Makes the first of an order due, if it is not yet. */
  call(connector: string, orderKey: string | null | undefined, now: number, held: readonly string[]): void {
    if (orderKey === undefined || orderKey === null) return;
    if (held.length === 0) this.#store.prepare(CALL).run(connector, orderKey, now);
    else this.#store.prepare(CALL_UNLESS_HELD).run(connector, orderKey, now, JSON.stringify(held));
  }

  /** Makes what waits for its next attempt due now. True when there may be more of it. */
  release(connector: string, action: string, now: number): boolean {
    const changes = Object.values(RANKS).map(
      (rank) => this.#store.prepare(RELEASE).run(now, connector, action, rank).changes,
    );
    return changes.includes(SLICE);
  }

  /** Calls the first of each order, if that was not done before the end of the last process. */
  recover(now: number): void {
    this.#store.prepare(CALL_ALL).run(now);
  }

  settle({ place }: ClaimedDelivery, verdict: Verdict, { outcome, startedAt }: Attempt, now: number): void {
    const { state, attempts } = verdict;
    if (attempts > 1) this.#store.prepare(ARCHIVE).run(place);
    const [reason, cause] = outcome.kind === 'delivered' ? [null, null] : [outcome.reason, outcome.cause];
    const { status = null, excerpt = null, code = null } = outcome.answer ?? {};
    const attempt = [
      place,
      attempts,
      startedAt,
      now,
      outcome.kind,
      reason,
      status,
      excerpt,
      code,
      cause,
    ] as const;
    if (state !== 'waiting') {
      this.#store.prepare(FINISH).run(...attempt, state);
      return;
    }
    this.#store.prepare(WAIT).run(...attempt, verdict.failures, verdict.dueAt);
    if (verdict.request === undefined) return;
    const request = this.#store.secrets.stringifyRequest(verdict.request);
    this.#store.prepare(REPLACE_REQUEST).run(request, place);
  }

  requeue(
    id: string,
    now: number,
    expiresAt: number | undefined,
    held: readonly string[],
  ): RequeuedRow | undefined {
    const row = this.#store.prepare(KEY_OF).get(id);
    const [connector, orderKey] = [String(row?.connector), row?.orderKey ?? undefined];
    if (orderKey !== undefined) this.#store.prepare(STEP_BACK).run(connector, orderKey);
    const requeued = this.#store.prepare(REQUEUE).get(id, now, expiresAt ?? null) as RequeuedRow | undefined;
    if (orderKey !== undefined) this.call(connector, String(orderKey), now, held);
    return requeued;
  }

  expire({ place }: ClaimedDelivery, now: number): void {
    this.#store.prepare(EXPIRE).run(now, place);
  }

  /** What waits for an action, oldest first. */
  oldest(action: string, limit: number): OldRow[] {
    return this.#store.prepare(OLDEST).all(action, limit) as unknown as OldRow[];
  }

  drop({ place }: OldRow, reason: DropReason, now: number): void {
    this.#store.prepare(ARCHIVE).run(place);
    this.#store.prepare(DROP).run(now, `dropped: ${reason}`, place);
  }

  /** What lies in the queue, counted. */
  queues(): ActionQueue[] {
    return this.#store.prepare(QUEUES).all() as unknown as ActionQueue[];
  }

  #toClaimed(row: Record<string, unknown>): ClaimedDelivery {
    const { rule, expiresAt, maxAttempts, orderKey, priority, request } = row;
    return {
      ...row,
      rule: rule ?? undefined,
      expiresAt: expiresAt ?? undefined,
      maxAttempts: maxAttempts ?? undefined,
      orderKey: orderKey ?? undefined,
      priority: priority === 0 ? 'critical' : 'normal',
      request: this.#store.secrets.parse(String(request)),
    } as ClaimedDelivery;
  }
}
