import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { QoS } from '../../mqtt/packets.ts';
import type { RetainedLimits } from '../settings.ts';
import type { Message } from './message.ts';
import type { RetainBound } from './retained-messages.ts';

/** The retained messages. What expired is not there. */
export interface Retainer {
  readonly limits: RetainedLimits;
  /** From now on; what is kept already stays. */
  configure(limits: RetainedLimits): void;
  /** All, or those that a topic filter matches, which are not counted; in an order that stays the same. */
  page(filter: string | undefined, request: PageRequest): Steps<PageOf<Message>>;
  /** Those that are accepted, in the same order. */
  find(filter: string | undefined, accepts: (message: Message) => boolean): Steps<Message[]>;
  get(topic: string): Message | undefined;
  /**
   * Keeps a message that comes from elsewhere, a backup, in place of the one of its topic: nobody is sent it now.
   * Undefined unless a bound forbids it.
   */
  keep(draft: RetainedDraft): RetainBound | undefined;
  /** False when there was none. */
  delete(topic: string): boolean;
  topics(): readonly string[];
}

/** A retained message as it was kept elsewhere. */
export interface RetainedDraft {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: QoS;
  /** With the interval that belongs to `expiresAt`, counted from `receivedAt`. */
  readonly properties?: Message['properties'];
  readonly from: Message['from'];
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** Unix milliseconds; Infinity: it stays until another takes its place. */
  readonly expiresAt: number;
}
