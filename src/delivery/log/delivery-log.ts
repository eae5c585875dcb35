import { redact, redactPath } from '../../lib/secrets.ts';
import type { Store } from '../../store/store.ts';
import type { AttemptView, DeliveryState, DeliveryView } from '../delivery.ts';
import type { Outbox } from '../outbox/outbox.ts';

interface DeliveryFilter {
  action?: string | undefined;
  state?: DeliveryState | undefined;
  /** Ids before this one: where the last page ended. */
  before?: string | undefined;
  /** 100, when absent. */
  limit?: number | undefined;
}

const COLUMNS = `id, connector, action, rule, state, attempts, created_at, due_at, expires_at, finished_at, request,
  last_error, last_status, last_answer`;

/** A finished delivery begins a new life with the same id; it does not expire again. */
const RESEND = `UPDATE deliveries SET state = 'queued', due_at = created_at, expires_at = NULL, finished_at = NULL
  WHERE id = ? AND state IN ('delivered', 'dead', 'expired') AND request <> 'null' RETURNING connector, action, bytes`;

/** Sorts behind every id. */
const AFTER_ALL = '~';

/** What was sent, what became of it, and sending it once more. */
export class DeliveryLog {
  readonly #store: Store;
  readonly #outbox: Outbox;

  constructor(store: Store, outbox: Outbox) {
    this.#store = store;
    this.#outbox = outbox;
  }

  /** Newest first. */
  list({ action, state, before, limit = 100 }: DeliveryFilter = {}): DeliveryView[] {
    return this.#store
      .prepare(
        `SELECT ${COLUMNS} FROM deliveries
         WHERE id < ?1 AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR state = ?3)
         ORDER BY id DESC LIMIT ?4`,
      )
      .all(before ?? AFTER_ALL, action ?? null, state ?? null, limit)
      .map(toView);
  }

  get(id: string): DeliveryView | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM deliveries WHERE id = ?`).get(id);
    return row && toView(row);
  }

  attempts(id: string): AttemptView[] {
    return this.#store
      .prepare(
        `SELECT number, started_at, finished_at, outcome, reason, status, excerpt FROM attempts
         WHERE delivery = ? ORDER BY number`,
      )
      .all(id)
      .map((row) => ({ ...row }) as unknown as AttemptView);
  }

  /** False when there is no such delivery, when it is not finished, or when it was dropped with its request. */
  resend(id: string): boolean {
    const row = this.#store.transact(() => this.#store.prepare(RESEND).get(id)) as
      | { connector: string; action: string; bytes: number }
      | undefined;
    if (!row) return false;
    this.#outbox.requeued(row.connector, row.action, row.bytes);
    return true;
  }
}

function toView(row: Record<string, unknown>): DeliveryView {
  const view = { ...row } as unknown as DeliveryView;
  const finished = view.finished_at !== null;
  return { ...view, due_at: finished ? null : view.due_at, request: redactRequest(String(row.request)) };
}

function redactRequest(text: string): unknown {
  try {
    const request: unknown = redact(JSON.parse(text));
    const path = (request as { path?: unknown } | null)?.path;
    return typeof path === 'string' ? { ...(request as object), path: redactPath(path) } : request;
  } catch {
    return null;
  }
}
