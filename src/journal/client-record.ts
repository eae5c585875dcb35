import type { PageRequest } from '../lib/page-of.ts';

/** What is remembered of a client, also of one that is gone. Times are Unix milliseconds. */
export interface ClientRecord {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly peerHost: string | undefined;
  readonly isOnline: boolean;
  readonly firstSeen: number;
  /** Of its present connection, or of the last one. */
  readonly connectedAt: number | undefined;
  /** When the last connection that is over ended. */
  readonly disconnectedAt: number | undefined;
  /** Why. */
  readonly reason: string | undefined;
  readonly connects: number;
  readonly disconnects: number;
}

export interface ClientRecordSearch extends PageRequest {
  readonly isOnline?: boolean | undefined;
  readonly clientIds?: readonly string[] | undefined;
  /** Parts of client id and user name. */
  readonly likeClientId?: string | undefined;
  readonly likeUsername?: string | undefined;
  readonly username?: string | undefined;
  readonly reason?: string | undefined;
  /** When it was last seen, both included; a client that is online is seen at present. */
  readonly seenFrom?: number | undefined;
  readonly seenTo?: number | undefined;
}

/** One connection of a client. */
export interface Span {
  readonly connectedAt: number;
  /** Both undefined while it lasts. */
  readonly disconnectedAt: number | undefined;
  readonly reason: string | undefined;
}

/** A client that was connected when the process ended without saying so, and has not come since. */
export interface LostClient {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly peerHost: string | undefined;
  readonly connectedAt: number;
  /** Until when the process is known to have run. */
  readonly lostAt: number;
  /** Of its `client.connected`, a JSON object; undefined when that was not recorded. */
  readonly columns: string | undefined;
}

/** Of many remembered clients what they are looked for by; times are Unix milliseconds. */
export interface RememberedPage {
  readonly clients: readonly RememberedRow[];
  /** Where the next page goes on; undefined after the last one. */
  readonly next: string | undefined;
}

/** Clients cross from one thread to the other by the hundred thousand: an array is half of an object. */
export type RememberedRow = readonly [
  clientId: string,
  username: string | null,
  peerHost: string | null,
  isOnline: boolean,
  lastSeen: number,
  reason: string | null,
  /** When it was lost within the time that was asked for, the last first; null for never. */
  drops: readonly number[] | null,
];

/** The reason of connections that ended with the process, which could not say so. */
export const BROKER_STOPPED = 'broker_stopped';
