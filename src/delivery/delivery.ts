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
}

export type DeliveryState = 'queued' | 'sending' | 'waiting' | 'delivered' | 'dead' | 'expired';

/** A delivery that the courier has taken and nobody else will send meanwhile. */
export interface ClaimedDelivery {
  id: string;
  connector: string;
  action: string;
  rule: string | undefined;
  attempts: number;
  expiresAt: number | undefined;
  /** JSON text */
  request: string;
  bytes: number;
}

/** `settled` is emitted after the attempt, or the drop, is on disk. */
export interface Settled {
  /** Absent when the delivery never reached the outbox. */
  delivery: string | undefined;
  action: string;
  rule: string | undefined;
  /** `unavailable` is not the end: the delivery waits for its next attempt. */
  outcome: 'delivered' | 'rejected' | 'unavailable' | 'expired' | 'dropped';
  reason: string | undefined;
  /** Attempts so far. */
  attempts: number;
}

/** Why a delivery is dropped; the words are those of EMQX's counters. */
export type DropReason = 'queue_full' | 'resource_not_found' | 'resource_stopped' | 'other';
