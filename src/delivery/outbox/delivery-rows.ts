import type { Store } from '../../store/store.ts';
import type { ClaimedDelivery, DropReason, Priority } from '../delivery.ts';
import type { Attempt, Verdict } from './retry-policy.ts';

/** Longer than any attempt may take, and those before it in its lane: an older claim belongs to a dead process. */
const LEASE = 300_000;

/** Rows that one write changes at most, so that no turn of the event loop becomes long. */
export const SLICE = 500;

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
    max_attempts, request, bytes, state, claimed_by, due_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,`;

const INSERT_QUEUED = `${INSERT} 'queued', NULL, ?8)`;

const INSERT_IN_ORDER = `${INSERT} 'queued', NULL,
  CASE WHEN EXISTS (SELECT 1 FROM deliveries WHERE ${OF_KEY}) THEN ${FOLLOWS} ELSE ?8 END)`;

const INSERT_CLAIMED = `${INSERT} 'sending', ?13, ?8 + ${LEASE})`;

const CLAIM = `UPDATE deliveries SET state = 'sending', claimed_by = ?1, due_at = ?2 + ${LEASE}
  WHERE rowid IN (SELECT rowid FROM deliveries
    WHERE connector = ?3 AND action = ?4 AND priority = ?5 AND ${ACTIVE} AND due_at <= ?2
    ORDER BY due_at, rowid LIMIT ?6)
  RETURNING ${COLUMNS}`;

const CLAIM_FOLLOWERS = `UPDATE deliveries SET state = 'sending', claimed_by = ?3, due_at = ?4 + ${LEASE}
  WHERE rowid IN (SELECT rowid FROM deliveries
    WHERE ${OF_KEY} AND rowid > ?5 AND due_at = ${FOLLOWS} ORDER BY rowid LIMIT ?6)
  RETURNING ${COLUMNS}`;

const NEXT_DUE = `SELECT MIN(due_at) AS due FROM deliveries
  WHERE connector = ? AND action = ? AND priority = ? AND ${ACTIVE}`;

const UNCLAIMED = `SELECT 1 FROM deliveries
  WHERE connector = ? AND action = ? AND priority = ? AND ${ACTIVE} AND state <> 'sending' LIMIT 1`;

const FIRST_OF_KEY = `SELECT rowid FROM deliveries WHERE ${OF_KEY} ORDER BY rowid LIMIT 1`;

/** Whose turn it is in its order. */
const CALL = `UPDATE deliveries SET ${DUE_NOW} WHERE rowid = (${FIRST_OF_KEY}) AND due_at = ${FOLLOWS}`;

const CALL_UNLESS_HELD = `UPDATE deliveries SET ${DUE_NOW} WHERE rowid = (SELECT rowid FROM deliveries
    WHERE ${OF_KEY} AND action NOT IN (SELECT value FROM json_each(?4)) ORDER BY rowid LIMIT 1)
  AND due_at = ${FOLLOWS}`;

const RELEASE = `UPDATE deliveries SET due_at = MIN(created_at, ?1) WHERE rowid IN (SELECT rowid FROM deliveries
    WHERE connector = ?2 AND action = ?3 AND priority = ?4 AND ${ACTIVE} AND due_at > ?1 AND due_at < ${FOLLOWS}
      AND state = 'waiting' LIMIT ${SLICE})`;

const LEFT_BEHIND = `SELECT DISTINCT connector, order_key AS orderKey FROM deliveries
  WHERE claimed_by = ? AND order_key IS NOT NULL`;

const BACK_IN_THE_QUEUE = `state = 'queued', claimed_by = NULL,
  due_at = CASE WHEN order_key IS NULL THEN MIN(created_at, ?1) ELSE ${FOLLOWS} END`;

const RECOVER = `UPDATE deliveries SET ${BACK_IN_THE_QUEUE} WHERE claimed_by = ?2`;

const UNCLAIM = `UPDATE deliveries SET ${BACK_IN_THE_QUEUE} WHERE id = ?2 AND state = 'sending'`;

/** The last attempt leaves the row for the list of the earlier ones. */
const ARCHIVE = `INSERT OR REPLACE INTO attempts
    (delivery, number, started_at, finished_at, outcome, reason, status, excerpt, code, cause)
  SELECT id, attempts, last_started_at, last_ended_at, last_outcome, last_error, last_status, last_answer, last_code,
    last_cause FROM deliveries WHERE id = ? AND last_started_at IS NOT NULL`;

const ATTEMPT = `attempts = ?2, last_started_at = ?3, last_ended_at = ?4, last_outcome = ?5, last_error = ?6,
  last_status = ?7, last_answer = ?8, last_code = ?9, last_cause = ?10, claimed_by = NULL`;

const FINISH = `UPDATE deliveries SET ${ATTEMPT}, state = ?11, finished_at = ?4 WHERE id = ?1`;

/** When several of an order failed together, only the first of them is tried again by itself. */
const WAIT = `UPDATE deliveries SET ${ATTEMPT}, state = 'waiting', failures = ?11,
    due_at = CASE WHEN order_key IS NULL OR rowid = (SELECT rowid FROM deliveries other
      WHERE other.connector = deliveries.connector AND other.order_key = deliveries.order_key
        AND other.order_key IS NOT NULL AND other.state IN ('queued', 'waiting', 'sending') ORDER BY rowid LIMIT 1)
      THEN ?12 ELSE ${FOLLOWS} END
  WHERE id = ?1`;

/** Its size stays what it was counted as. */
const REPLACE_REQUEST = 'UPDATE deliveries SET request = ? WHERE id = ?';

/** What waits of its order comes behind it. */
const REQUEUE = `UPDATE deliveries SET state = 'queued', failures = 0, expires_at = ?3, finished_at = NULL,
    due_at = CASE WHEN order_key IS NULL THEN MIN(created_at, ?2) ELSE ${FOLLOWS} END
  WHERE id = ?1 AND state IN ('delivered', 'dead', 'expired') AND request <> 'null'
  RETURNING connector, action, rule, bytes`;

const KEY_OF = 'SELECT connector, order_key AS orderKey FROM deliveries WHERE id = ?';

const STEP_BACK = `UPDATE deliveries SET due_at = ${FOLLOWS} WHERE rowid = (${FIRST_OF_KEY}) AND state <> 'sending'`;

const EXPIRE = `UPDATE deliveries SET state = 'expired', finished_at = ?, claimed_by = NULL WHERE id = ?`;

const OLDEST = `SELECT id, connector, order_key AS orderKey, rule, bytes, attempts FROM deliveries
  WHERE action = ? AND ${ACTIVE} AND state <> 'sending' ORDER BY id LIMIT ?`;

/** The request is forgotten, or dropping would free nothing. */
const DROP = `UPDATE deliveries SET state = 'dead', finished_at = ?, last_error = ?, last_started_at = NULL,
  request = 'null', bytes = 0 WHERE id = ?`;

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

const PRIORITIES = [0, 1] as const;

/**
 * The statements of the outbox; all but reads are to be called in a write. Whatever lies in the queue, each looks at no
 * more rows than it changes: of an order only the first is due, and the others are called one after the other.
 */
export class DeliveryRows {
  readonly #store: Store;
  readonly #node: string;

  constructor(store: Store, node: string) {
    this.#store = store;
    this.#node = node;
  }

  /** @param claimed by this process, which sends it at once; nothing of its order may lie in the queue unclaimed */
  insert(row: NewRow, now: number, claimed: boolean): void {
    const { connector, orderKey = null, id, action, rule = null, alert = null, priority } = row;
    const { expiresAt = null, maxAttempts = null, request, bytes } = row;
    const rank = priority === 'critical' ? 0 : 1;
    if (claimed) {
      this.#store
        .prepare(INSERT_CLAIMED)
        .run(
          connector,
          orderKey,
          id,
          action,
          rule,
          alert,
          rank,
          now,
          expiresAt,
          maxAttempts,
          request,
          bytes,
          this.#node,
        );
      return;
    }
    this.#store
      .prepare(orderKey === null ? INSERT_QUEUED : INSERT_IN_ORDER)
      .run(connector, orderKey, id, action, rule, alert, rank, now, expiresAt, maxAttempts, request, bytes);
  }

  /** Takes what is due of an action, oldest first. */
  claim(
    connector: string,
    action: string,
    priority: Priority,
    now: number,
    limit: number,
  ): ClaimedDelivery[] {
    const rank = priority === 'critical' ? 0 : 1;
    const rows = this.#store.prepare(CLAIM).all(this.#node, now, connector, action, rank, limit);
    return this.#toClaimed(rows);
  }

  /** Takes what comes behind a claimed delivery in its order. */
  claimFollowers(head: ClaimedDelivery, now: number, limit: number): ClaimedDelivery[] {
    const { connector, orderKey = null, place } = head;
    return this.#toClaimed(
      this.#store.prepare(CLAIM_FOLLOWERS).all(connector, orderKey, this.#node, now, place, limit),
    );
  }

  /** When something of the action falls due; what follows something else does not fall due by itself. */
  nextDue(connector: string, action: string): number | undefined {
    const times = PRIORITIES.map((rank) => this.#store.prepare(NEXT_DUE).get(connector, action, rank)?.due)
      .filter((due) => typeof due === 'number')
      .filter((due) => due < FOLLOWS);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  hasUnclaimed(connector: string, action: string): boolean {
    return PRIORITIES.some((rank) => this.#store.prepare(UNCLAIMED).get(connector, action, rank));
  }

  /** Puts claimed deliveries back, without an attempt. */
  unclaim(rows: readonly ClaimedDelivery[], now: number, held: readonly string[]): void {
    for (const { id } of rows) this.#store.prepare(UNCLAIM).run(now, id);
    const orders = new Map(
      rows.map(({ connector, orderKey }) => [`${connector}\n${orderKey}`, { connector, orderKey }]),
    );
    for (const { connector, orderKey } of orders.values()) this.call(connector, orderKey, now, held);
  }

  /** Makes the first of an order due, if it is not yet. */
  call(connector: string, orderKey: string | null | undefined, now: number, held: readonly string[]): void {
    if (orderKey === undefined || orderKey === null) return;
    if (held.length === 0) this.#store.prepare(CALL).run(connector, orderKey, now);
    else this.#store.prepare(CALL_UNLESS_HELD).run(connector, orderKey, now, JSON.stringify(held));
  }

  /** Makes what waits for its next attempt due now. True when there may be more of it. */
  release(connector: string, action: string, now: number): boolean {
    const changes = PRIORITIES.map(
      (rank) => this.#store.prepare(RELEASE).run(now, connector, action, rank).changes,
    );
    return changes.includes(SLICE);
  }

  /** Puts back what a killed process of this node had claimed. */
  recover(now: number): void {
    const orders = this.#store.prepare(LEFT_BEHIND).all(this.#node);
    this.#store.prepare(RECOVER).run(now, this.#node);
    for (const { connector, orderKey } of orders) this.call(String(connector), String(orderKey), now, []);
  }

  settle({ id }: ClaimedDelivery, verdict: Verdict, { outcome, startedAt }: Attempt, now: number): void {
    const { state, attempts } = verdict;
    if (attempts > 1) this.#store.prepare(ARCHIVE).run(id);
    const [reason, cause] = outcome.kind === 'delivered' ? [null, null] : [outcome.reason, outcome.cause];
    const { status = null, excerpt = null, code = null } = outcome.answer ?? {};
    const attempt = [
      id,
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
    const request = JSON.stringify(verdict.request);
    this.#store.prepare(REPLACE_REQUEST).run(request, id);
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

  expire({ id }: ClaimedDelivery, now: number): void {
    this.#store.prepare(EXPIRE).run(now, id);
  }

  /** What waits for an action, oldest first. */
  oldest(action: string): OldRow[] {
    return this.#store.prepare(OLDEST).all(action, SLICE) as unknown as OldRow[];
  }

  drop({ id }: OldRow, reason: DropReason, now: number): void {
    this.#store.prepare(ARCHIVE).run(id);
    this.#store.prepare(DROP).run(now, `dropped: ${reason}`, id);
  }

  /** What lies in the queue, counted. */
  queues(): ActionQueue[] {
    return this.#store.prepare(QUEUES).all() as unknown as ActionQueue[];
  }

  /** In the order in which they were queued. */
  #toClaimed(rows: readonly Record<string, unknown>[]): ClaimedDelivery[] {
    return rows
      .map((row) => {
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
      })
      .sort((a, b) => a.place - b.place);
  }
}
