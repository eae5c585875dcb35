import type { RejectionCause, UnavailabilityCause } from '../connectors/outcome.ts';

/** One request to one connector: a row of the outbox. Times are Unix milliseconds. */
export interface DeliveryDraft {
  /** `http:wecom` */
  connector: string;
  /** `http:offline_to_wecom` */
  action: string;
  rule: string | undefined;
  /** JSON-compatible; its shape belongs to the kind of the connector. */
  request: unknown;
  expiresAt: number | undefined;
  /** How much may wait for the action; the oldest gives way to the newest. */
  maxBytes: number;
  /** Deliveries of one connector and key are sent one after the other, in the order in which they were queued. */
  orderKey?: string | undefined;
  /** `normal` when absent. */
  priority?: Priority | undefined;
  /** The alert that it tells of. */
  alert?: string | undefined;
  /** It is given up after so many attempts; unlimited when absent. */
  maxAttempts?: number | undefined;
}

/** Critical deliveries go before the others of their connector. */
export type Priority = 'critical' | 'normal';

export type DeliveryState = 'queued' | 'sending' | 'waiting' | 'delivered' | 'dead' | 'expired';

/** A delivery that the courier has taken and nobody else will send meanwhile. */
export interface ClaimedDelivery {
  id: string;
  /** Its number in the order in which deliveries were queued. */
  place: number;
  connector: string;
  action: string;
  rule: string | undefined;
  attempts: number;
  /** Those of the attempts that count for the schedule: not those that were only too early. */
  failures: number;
  /** Unix milliseconds */
  createdAt: number;
  expiresAt: number | undefined;
  maxAttempts: number | undefined;
  orderKey: string | undefined;
  priority: Priority;
  /** JSON-compatible */
  request: unknown;
  bytes: number;
}

/** `settled` is emitted after the attempt, or the drop, is on disk. */
export interface Settled {
  /** Absent when the delivery never reached the outbox. */
  delivery: string | undefined;
  /** Absent when the delivery never reached the outbox. */
  connector: string | undefined;
  action: string;
  rule: string | undefined;
  /** `unavailable` is not the end: the delivery waits for its next attempt. */
  outcome: 'delivered' | 'rejected' | 'unavailable' | 'expired' | 'dropped';
  reason: string | undefined;
  /** Of the outcome, when it was not delivered. */
  cause?: RejectionCause | UnavailabilityCause | undefined;
  /** Attempts so far. */
  attempts: number;
}

/** A finished delivery is to be sent once more, or another action is to take the place of the one that failed. */
export interface Requeued {
  delivery: string;
  /** Undefined when another takes its place. */
  action: string | undefined;
  rule: string | undefined;
}

/** Why a delivery is dropped; the words are those of EMQX's counters. */
export type DropReason = 'queue_full' | 'resource_not_found' | 'resource_stopped' | 'other';
