import type { AlertNotice } from './alert-notice.ts';

/**
 * What people are told, before any vendor's format. All channels take the same, and each says it in its best way:
 * text, markdown, card, mail. JSON-compatible: it waits in the outbox like this, and becomes the vendor's body when it
 * is sent. Texts are plain and harmless as they are, whatever they hold, but for `markdown`.
 */
export interface ChannelMessage {
  /** One line. */
  title?: string | undefined;
  text?: string | undefined;
  /** In the markup of this channel, foreign values in it escaped already. Instead of `text`. */
  markdown?: string | undefined;
  /** Shown below the text, in this order. */
  fields?: readonly MessageField[] | undefined;
  links?: readonly MessageLink[] | undefined;
  /** Who is to be called by name, in the words of the channel: user ids, mobile numbers, `all`. */
  mention?: readonly string[] | undefined;
  severity?: Severity | undefined;
  /** What it means for the alert of `key`: PagerDuty's `event_action`, the colour elsewhere. `trigger` when absent. */
  event?: 'trigger' | 'acknowledge' | 'resolve' | undefined;
  /** The alert that this is about: PagerDuty's `dedup_key`, the thread of mails. */
  key?: string | undefined;
  /** When it happened: Unix milliseconds. */
  at?: number | undefined;
  /** Under what the mails of one `key` are filed, all of them alike; the title when absent. */
  subject?: string | undefined;
  /** The title says severity and event in words already: no channel says them again. */
  isTagged?: boolean | undefined;
  /** The row behind it, for receivers that are programs. */
  data?: unknown;
  /** The alerts behind it, for receivers that are programs. */
  notice?: AlertNotice | undefined;
  /** What only this channel can be told, by the names of its `extras`; without those that came out empty. */
  extra?: Readonly<Record<string, string>> | undefined;
  /** Of the trace that it belongs to (W3C Trace Context): the headers `traceparent` and `tracestate`, for receivers that are programs. */
  trace?: Readonly<Record<'traceparent' | 'tracestate', string | undefined>> | undefined;
  /** Nothing but text: what is tried when the other side refused the better form. */
  plain?: boolean | undefined;
}

export interface MessageField {
  name: string;
  value: string;
}

export interface MessageLink {
  label: string;
  url: string;
}

export type Severity = 'critical' | 'error' | 'warning' | 'info';
