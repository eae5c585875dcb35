import type { Severity } from '../alert.ts';

/** A channel, as those who have something to say see it. */
export interface ChannelView {
  /** `wecom:ops` */
  readonly id: string;
  readonly type: string;
  readonly language: 'en' | 'zh';
  /** IANA name or offset. */
  readonly zone: string;
  readonly enable: boolean;
  /** What was triggered there stays open until it is resolved by its key, as at PagerDuty: alerts go there one by one. */
  readonly staysOpen: boolean;
  /** A program reads it: it gets every alert as data. */
  readonly isProgram: boolean;
  /** Messages per minute that the vendor takes; undefined when it is not limited. */
  readonly perMinute: number | undefined;
}

/** What delivery does for alerts. */
export interface ChannelPort {
  /** By its id, or by its bare name when only one channel has that; undefined when there is none. */
  find(channel: string): ChannelView | undefined;
  list(): readonly ChannelView[];
  /** Hands over one message; stored with what else this turn stores. The id of the delivery. */
  send(notice: Notice): string;
  /** Notices of this channel that are not finished: one that waits holds what comes after it. */
  waiting(channel: string): number;
}

/** One message to one channel. */
export interface Notice {
  readonly channel: string;
  /** A `ChannelMessage`, JSON-compatible. */
  readonly message: unknown;
  /** Those of one key arrive in their order. */
  readonly orderKey: string;
  readonly severity: Severity;
  /** By which the delivery log finds it. */
  readonly alert: string | undefined;
  readonly rule: string | undefined;
}
