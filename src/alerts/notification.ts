import type { Alert, Severity } from './alert.ts';

/** Why people are told: decided by one pure function. */
export type NotifyReason = 'first' | 'more' | 'escalated' | 'repeat' | 'acknowledged' | 'resolved';

/** So many alerts go into one message that a program reads; the rest is counted. */
export const MOST_FOR_PROGRAMS = 500;

/** What people are to be told, once, on one channel. Times are Unix milliseconds. */
export interface Notification {
  readonly id: string;
  /** `wecom:ops` */
  readonly channel: string;
  readonly at: number;
  readonly reason: NotifyReason;
  /** The thread, PagerDuty's `dedup_key`: the same for what belongs together, from the first word to the last. */
  readonly incident: string;
  readonly groupId: string | undefined;
  /** The worst of the alerts that it tells of. */
  readonly severity: Severity;
  /** Exact counts, however few alerts are listed. */
  readonly counts: {
    /** That it tells of for the first time here, and that are open. */
    readonly opened: number;
    /** That it says are over. */
    readonly resolved: number;
    /** That are open in the group, told now or before. */
    readonly stillOpen: number;
  };
  /**
   * The first of them, opened ones first, then resolved ones: ten where people read, up to `MOST_FOR_PROGRAMS` where a
   * program does (`ChannelView.isProgram`).
   */
  readonly listed: readonly Alert[];
  /** The only one that it is about; undefined when there are several. */
  readonly single: Alert | undefined;
  /** From the first beginning to the last one of those that it tells of. */
  readonly span: { readonly from: number; readonly to: number };
  /** What the alerts that it tells of have in common, the most telling first. */
  readonly common: readonly CommonFactor[];
  /** What made it a digest; undefined when it is none. */
  readonly digest: DigestCause | undefined;
}

export type DigestCause =
  /** So many more alerts came while the channel's limit was reached. */
  | { readonly kind: 'throttled'; readonly merged: number }
  /** Nothing went through between these moments. */
  | { readonly kind: 'interrupted'; readonly from: number; readonly to: number }
  /** Held back by quiet hours, or outside the hours of the rule. */
  | { readonly kind: 'quiet_hours'; readonly from: number; readonly to: number }
  /** What a silence that ended had held back, and what is still open; `silence` is its reason. */
  | { readonly kind: 'after_silence'; readonly silence: string };

/** `network/16` is `10.2.0.0/16` for 312 of 312. */
export interface CommonFactor {
  readonly name:
    | 'listener'
    | 'network/16'
    | 'network/24'
    | 'network/48'
    | 'username'
    | 'username_prefix'
    | 'node'
    | 'reason'
    | `attr.${string}`
    | `label.${string}`;
  readonly value: string;
  readonly count: number;
  readonly of: number;
}
