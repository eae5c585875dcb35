import type { RequestView } from '../../connectors/connector.ts';
import { maskTokensIn, redactRequest } from '../../lib/secrets.ts';
import { type Cause, explainByCause } from '../../texts/vendor-errors/by-cause.ts';
import { explainVendorError } from '../../texts/vendor-errors/explain.ts';
import type { Translated } from '../../texts/vendor-errors/vendor-error.ts';
import type { DeliveryState } from '../delivery.ts';

/** What became of a delivery so far, in the words of the API. */
export const DELIVERY_STATUSES = [
  'queued',
  'retrying',
  'delivered',
  'failed',
  'digested',
  'expired',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A delivery as it is shown: without secrets. Times are Unix milliseconds. */
export interface DeliveryRecord {
  id: string;
  /** `wecom:ops` */
  connector: string;
  action: string;
  rule: string | null;
  alert: string | null;
  status: DeliveryStatus;
  /** Of the last answer: the vendor's own code. */
  vendor_code: string | null;
  /** Why it is not delivered: of the last attempt, or of the drop. */
  reason: string | null;
  /** Whose fault that is: `config`, `message`, `throttled`, `remote`, `network`. */
  cause: string | null;
  /** What the last answer means and what to do about it; null when it was delivered, or not tried. */
  explanation: Translated | null;
  /** One line that tells it from others, where its message has one. */
  title: string | null;
  /** As the other side gets it; null when it was dropped with its request. */
  request: RequestView | null;
  /** The last ones, the oldest first. */
  attempts: AttemptRecord[];
  /** All of them, also those that are not kept. */
  attempt_count: number;
  created_at: number;
  /** When it is tried next; null when it is under way, finished, held, or waits for another of its order. */
  next_at: number | null;
  expires_at: number | null;
  finished_at: number | null;
  /** The delivery of the digest that told of it, after it had failed. */
  told_in: string | null;
}

export interface AttemptRecord {
  number: number;
  at: number;
  duration_ms: number;
  /** HTTP status, or the code of another protocol; null when there was no answer. */
  status: number | null;
  code: string | null;
  /** The beginning of the answer. */
  body: string | null;
  verdict: 'delivered' | 'rejected' | 'unavailable';
  cause: string | null;
  reason: string | null;
}

/** A row of the table, with what is known besides. */
export interface DeliveryRow {
  id: string;
  connector: string;
  action: string;
  rule: string | null;
  alert: string | null;
  state: DeliveryState;
  attempts: number;
  created_at: number;
  due_at: number;
  /** When it goes, when that is known and not now. */
  next_turn: number | null;
  expires_at: number | null;
  finished_at: number | null;
  /** As the connector's `send` expects it. */
  request: unknown;
  last_error: string | null;
  last_code: string | null;
  last_cause: string | null;
  told_in: string | null;
}

export interface AttemptRow {
  number: number;
  started_at: number;
  finished_at: number;
  outcome: AttemptRecord['verdict'];
  cause: string | null;
  reason: string | null;
  status: number | null;
  code: string | null;
  excerpt: string | null;
}

/** What the connector would send; undefined when there is none of this id any more. */
export type Describe = (connector: string, request: unknown) => RequestView | undefined;

export function toRecord(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  describe: Describe,
): DeliveryRecord {
  const { request } = row;
  return {
    id: row.id,
    connector: row.connector,
    action: row.action,
    rule: row.rule,
    alert: row.alert,
    status: statusOf(row.state, row.attempts, row.told_in !== null),
    vendor_code: row.last_code,
    reason: row.last_error === null ? null : maskTokensIn(row.last_error),
    cause: row.last_cause,
    explanation: explanationOf(row, attempts.at(-1)),
    title: titleOf(request),
    request: request === null ? null : requestView(row.connector, request, describe),
    attempts: attempts.map(toAttempt),
    attempt_count: row.attempts,
    created_at: row.created_at,
    next_at: row.next_turn,
    expires_at: row.expires_at,
    finished_at: row.finished_at,
    told_in: row.told_in,
  };
}

function toAttempt(row: AttemptRow): AttemptRecord {
  return {
    number: row.number,
    at: row.started_at,
    duration_ms: Math.max(0, row.finished_at - row.started_at),
    status: row.status,
    code: row.code,
    body: row.excerpt === null ? null : maskTokensIn(row.excerpt),
    verdict: row.outcome,
    cause: row.cause,
    reason: row.reason === null ? null : maskTokensIn(row.reason),
  };
}

function explanationOf(row: DeliveryRow, last: AttemptRow | undefined): Translated | null {
  if (row.state === 'delivered' || !last || last.outcome === 'delivered') return null;
  const [type = ''] = row.connector.split(':', 1);
  const code = last.code ?? (last.status === null ? undefined : String(last.status));
  const known = explainVendorError(type, code, last.excerpt ?? last.reason ?? '');
  if (known || last.cause === null) return known ?? null;
  return explainByCause(last.cause as Cause, last.reason ?? '') ?? null;
}

/** The same in SQL stands in `delivery-search.ts`. */
export function statusOf(state: DeliveryState, attempts: number, isTold: boolean): DeliveryStatus {
  switch (state) {
    case 'delivered':
    case 'queued':
      return state;
    case 'expired':
      return isTold ? 'digested' : 'expired';
    case 'dead':
      return isTold ? 'digested' : 'failed';
    case 'waiting':
      return 'retrying';
    case 'sending':
      return attempts === 0 ? 'queued' : 'retrying';
  }
}

/** Settings may have changed since it was queued, so that they no longer fit each other: then it is shown as it waits. */
function requestView(connector: string, request: unknown, describe: Describe): RequestView {
  try {
    const view = describe(connector, request);
    if (view) return redactRequest(view);
  } catch {
    // Below.
  }
  return redactRequest(request as RequestView);
}

function titleOf(request: unknown): string | null {
  const title = (request as { title?: unknown } | null)?.title;
  return typeof title === 'string' && title !== '' ? title : null;
}
