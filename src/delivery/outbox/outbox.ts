import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import { Emitter } from '../../lib/emitter.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Store } from '../../store/store.ts';
import type { ClaimedDelivery, DeliveryDraft, DropReason, Settled } from '../delivery.ts';
import { QueueTally } from './queue-tally.ts';
import type { Verdict } from './retry-policy.ts';

/** Longer than any attempt may take, and those before it in its lane: an older claim belongs to a dead process. */
const LEASE = 300_000;

/** Rows that one write changes at most, so that no turn of the event loop becomes long. */
const SLICE = 500;

/** The conditions of the partial indexes, word for word, or SQLite does not use them. */
const ACTIVE = `state IN ('queued', 'waiting', 'sending')`;

/** The parameter is a JSON array of actions. */
const NOT_HELD = 'action NOT IN (SELECT value FROM json_each(?))';

const INSERT = `INSERT INTO deliveries
  (id, connector, action, rule, state, created_at, due_at, expires_at, request, bytes)
  VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`;

const CLAIM = `UPDATE deliveries SET state = 'sending', claimed_by = ?, due_at = ?
  WHERE id IN (SELECT id FROM deliveries WHERE connector = ? AND ${ACTIVE} AND due_at <= ? AND ${NOT_HELD}
    ORDER BY due_at, id LIMIT ?)
  RETURNING id, connector, action, rule, attempts, expires_at AS expiresAt, request, bytes`;

const NEXT_DUE = `SELECT MIN(due_at) AS due FROM deliveries WHERE connector = ? AND ${ACTIVE} AND ${NOT_HELD}`;

/** Due now, in the order in which they were queued; also when the clock was set back meanwhile. */
const DUE_NOW = 'due_at = MIN(created_at, ?1)';

const RELEASE = `UPDATE deliveries SET ${DUE_NOW} WHERE id IN
  (SELECT id FROM deliveries WHERE connector = ?2 AND ${ACTIVE} AND due_at > ?1 AND state = 'waiting' LIMIT ${SLICE})`;

const RECOVER = `UPDATE deliveries SET state = 'queued', ${DUE_NOW}, claimed_by = NULL
  WHERE state = 'sending' AND ${ACTIVE} AND claimed_by = ?2`;

const UNCLAIM = `UPDATE deliveries SET state = 'queued', ${DUE_NOW}, claimed_by = NULL
  WHERE id = ?2 AND state = 'sending'`;

const SETTLE = `UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, finished_at = ?, claimed_by = NULL,
  last_error = ?, last_status = ?, last_answer = ? WHERE id = ?`;

const EXPIRE = `UPDATE deliveries SET state = 'expired', finished_at = ?, claimed_by = NULL WHERE id = ?`;

const INSERT_ATTEMPT = `INSERT OR REPLACE INTO attempts
  (delivery, number, started_at, finished_at, outcome, reason, status, excerpt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

const OLDEST = `SELECT id, rule, bytes, attempts FROM deliveries
  WHERE action = ? AND ${ACTIVE} AND state <> 'sending' ORDER BY id LIMIT ?`;

/** The request is forgotten, or dropping would free nothing. */
const DROP = `UPDATE deliveries SET state = 'dead', finished_at = ?, last_error = ?, request = 'null', bytes = 0 WHERE id = ?`;

interface OutboxEvents {
  settled: Settled;
  /** A delivery for this connector was handed to the store. */
  queued: string;
  /** So many more deliveries are finished, with so many bytes. */
  finished: { count: number; bytes: number };
}

/**
 * The durable queue of requests. What is added is sent at least once: a row is `sending` while the courier has it,
 * and one that a killed process left so is sent again.
 */
export class Outbox {
  readonly events = new Emitter<OutboxEvents>();
  readonly queues = new QueueTally();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #node: string;
  readonly #dropping = new Set<string>();
  readonly #held = new Set<string>();
  #heldAsJson = '[]';

  constructor({ store, clock, logger, node }: { store: Store; clock: Clock; logger: Logger; node: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
    this.#node = node;
    store.transact(() => store.prepare(RECOVER).run(clock.now(), node));
    const queues = store
      .prepare(
        `SELECT action, COUNT(*) AS count, SUM(bytes) AS bytes FROM deliveries WHERE ${ACTIVE} GROUP BY action`,
      )
      .all() as unknown as { action: string; count: number; bytes: number }[];
    for (const { action, count, bytes } of queues) this.queues.add(action, bytes, count);
  }

  /** Stored with the next commit. */
  add(draft: DeliveryDraft): void {
    const { connector, action, rule, expiresAt, maxBytes } = draft;
    const now = this.#clock.now();
    const id = orderedId(now);
    const request = JSON.stringify(draft.request);
    const bytes = Buffer.byteLength(request);
    this.queues.add(action, bytes);
    this.#store.write(
      () => {
        this.#store
          .prepare(INSERT)
          .run(id, connector, action, rule ?? null, now, now, expiresAt ?? null, request, bytes);
      },
      (error) => {
        if (!error) return;
        this.queues.remove(action, bytes);
        this.drop(action, rule, 'other');
      },
    );
    if (this.queues.of(action).bytes > maxBytes) this.#dropOldest(action, 'queue_full', maxBytes);
    this.events.emit('queued', connector);
  }

  /** A finished delivery was made active again. */
  requeued(connector: string, action: string, bytes: number): void {
    this.queues.add(action, bytes);
    this.events.emit('finished', { count: -1, bytes: -bytes });
    this.events.emit('queued', connector);
  }

  /** Counts a delivery that could not even be queued. */
  drop(action: string, rule: string | undefined, reason: DropReason): void {
    this.events.emit('settled', {
      delivery: undefined,
      action,
      rule,
      outcome: 'dropped',
      reason,
      attempts: 0,
    });
  }

  /** Gives up what waits for an action that is no more. */
  discard(action: string): void {
    this.#dropOldest(action, 'resource_not_found', -1);
  }

  /** What waits for the action stays where it is, until it may go on to the connector. */
  hold(action: string): void {
    this.#held.add(action);
    this.#heldAsJson = JSON.stringify([...this.#held]);
  }

  unhold(action: string, connector: string): void {
    if (!this.#held.delete(action)) return;
    this.#heldAsJson = JSON.stringify([...this.#held]);
    this.events.emit('queued', connector);
  }

  isHeld(action: string): boolean {
    return this.#held.has(action);
  }

  /** Takes what is due, oldest first. To be called in a write; who claims must settle. */
  claim(connector: string, limit: number): ClaimedDelivery[] {
    const now = this.#clock.now();
    const rows = this.#store
      .prepare(CLAIM)
      .all(this.#node, now + LEASE, connector, now, this.#heldAsJson, limit);
    return (rows as unknown as ClaimedRow[])
      .map((row) => ({ ...row, rule: row.rule ?? undefined, expiresAt: row.expiresAt ?? undefined }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Claimed, and then not sent. To be called in a write. */
  unclaim(ids: readonly string[]): void {
    const now = this.#clock.now();
    for (const id of ids) this.#store.prepare(UNCLAIM).run(now, id);
  }

  /** When something falls due next. */
  nextDue(connector: string): number | undefined {
    const due = this.#store.prepare(NEXT_DUE).get(connector, this.#heldAsJson)?.due;
    return typeof due === 'number' ? due : undefined;
  }

  /** Makes what waits for its next attempt due now, in a write. True when there is more of it. */
  release(connector: string): boolean {
    return this.#store.prepare(RELEASE).run(this.#clock.now(), connector).changes === SLICE;
  }

  /**
   * Records what became of a claimed delivery, and its attempt; without one it expired before it was sent. Stored
   * with the next commit; then `settled` is emitted.
   */
  settle(delivery: ClaimedDelivery, verdict: Verdict, attempt?: Attempt): void {
    const { id, action, rule, bytes } = delivery;
    const finished = verdict.state !== 'waiting';
    this.#store.write(
      () => this.#record(id, verdict, attempt),
      (error) => {
        this.queues.sending(action, -1);
        // The row is still claimed: it is sent again when the claim lapses.
        if (error) return;
        if (finished) {
          this.queues.remove(action, bytes);
          this.events.emit('finished', { count: 1, bytes });
        }
        const reason = attempt && 'reason' in attempt.outcome ? attempt.outcome.reason : undefined;
        const outcome = OUTCOME_OF[verdict.state];
        if (outcome === 'rejected' || outcome === 'expired') {
          const { connector } = delivery;
          const { attempts } = verdict;
          this.#logger.warn({ delivery: id, connector, action, rule, attempts, reason }, 'delivery given up');
        }
        this.events.emit('settled', {
          delivery: id,
          action,
          rule,
          outcome,
          reason,
          attempts: verdict.attempts,
        });
      },
    );
  }

  #record(id: string, verdict: Verdict, attempt: Attempt | undefined): void {
    const now = this.#clock.now();
    if (!attempt) {
      this.#store.prepare(EXPIRE).run(now, id);
      return;
    }
    const { outcome, startedAt } = attempt;
    const reason = 'reason' in outcome ? outcome.reason : null;
    const { status = null, excerpt = null } = outcome.answer ?? {};
    const { state, attempts } = verdict;
    this.#store
      .prepare(INSERT_ATTEMPT)
      .run(id, attempts, startedAt, now, outcome.kind, reason, status, excerpt);
    const [dueAt, finishedAt] = verdict.state === 'waiting' ? [verdict.dueAt, null] : [now, now];
    this.#store.prepare(SETTLE).run(state, attempts, dueAt, finishedAt, reason, status, excerpt, id);
  }

  /** One drop per action is under way at a time; it takes as many as are over the limit when it runs. */
  #dropOldest(action: string, reason: DropReason, maxBytes: number): void {
    if (this.#dropping.has(action)) return;
    this.#dropping.add(action);
    let dropped: OldRow[] = [];
    this.#store.write(
      () => {
        dropped = this.#dropUntil(action, reason, this.queues.of(action).bytes - maxBytes);
      },
      (error) => {
        this.#dropping.delete(action);
        if (error || dropped.length === 0) return;
        this.#logger.warn({ action, reason, count: dropped.length }, 'deliveries dropped');
        for (const { id, rule, bytes, attempts } of dropped) {
          this.queues.remove(action, bytes);
          this.events.emit('finished', { count: 1, bytes: 0 });
          this.events.emit('settled', {
            delivery: id,
            action,
            rule: rule ?? undefined,
            outcome: 'dropped',
            reason,
            attempts,
          });
        }
        if (this.queues.of(action).bytes > maxBytes) this.#dropOldest(action, reason, maxBytes);
      },
    );
  }

  #dropUntil(action: string, reason: DropReason, excess: number): OldRow[] {
    const dropped: OldRow[] = [];
    let freed = 0;
    for (const row of this.#store.prepare(OLDEST).all(action, SLICE) as unknown as OldRow[]) {
      if (freed >= excess) break;
      this.#store.prepare(DROP).run(this.#clock.now(), `dropped: ${reason}`, row.id);
      freed += row.bytes;
      dropped.push(row);
    }
    return dropped;
  }
}

const OUTCOME_OF = {
  delivered: 'delivered',
  dead: 'rejected',
  expired: 'expired',
  waiting: 'unavailable',
} as const satisfies Record<Verdict['state'], Settled['outcome']>;

export interface Attempt {
  outcome: Outcome;
  startedAt: number;
}

type ClaimedRow = Omit<ClaimedDelivery, 'rule' | 'expiresAt'> & {
  rule: string | null;
  expiresAt: number | null;
};

interface OldRow {
  id: string;
  rule: string | null;
  bytes: number;
  attempts: number;
}
