import type { ChannelMessage, ChannelView, MessageLink } from '../../delivery/door.ts';
import type { Notification } from '../notification.ts';

/** For whom a notification is put into words. */
export interface Audience {
  readonly language: 'en' | 'zh';
  /** IANA name or offset; every time is printed with its offset. */
  readonly zone: string;
  /** Of the channel: `wecom`. */
  readonly channelType: string;
  /** Whom it calls by name; nobody when absent. */
  readonly mention?: ChannelView['mention'];
}

/** Puts a notification into words: what, who, why, when, links; everything that matters in the first line. */
export interface Wording {
  message(notification: Notification, audience: Audience): ChannelMessage;
}

/** What links below a message depend on. */
export type LinkedNotice = Pick<Notification, 'id' | 'single' | 'counts'>;

/** Addresses for people who read about an alert; none when links are switched off. */
export interface AlertLinks {
  /** To the only alert that it is about, or to all that it tells of. */
  linksOf(notice: LinkedNotice, language: 'en' | 'zh'): readonly MessageLink[];
}
