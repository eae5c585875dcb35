import type { Will } from '../../mqtt/packets.ts';
import type { Subscription } from '../routing/route.ts';
import type { Outgoing } from './message-queue.ts';
import type { Session } from './session.ts';

/**
 * Where sessions that outlive the process write down what happens to them, by their number. What is written in one
 * turn of the event loop is stored together, before anything of that turn is sent.
 */
export interface SessionLog {
  /** While nothing can be stored, nothing is sent that would have to be stored first. */
  readonly isFailing: boolean;

  nextSessionNumber(): number;
  opened(session: Session, will: Will | undefined): void;
  /** @param willDueAt Unix milliseconds; undefined when no will waits */
  left(session: Session, willDueAt: number | undefined): void;
  ended(session: number): void;
  willGone(session: number): void;
  subscribed(session: number, subscription: Subscription): void;
  unsubscribed(session: number, filter: string): void;

  enqueued(session: number, outgoing: Outgoing): void;
  unqueued(session: number, outgoing: Outgoing): void;
  sent(session: number, packetId: number, outgoing: Outgoing): void;
  sentFromQueue(session: number, packetId: number, outgoing: Outgoing): void;
  received(session: number, packetId: number): void;
  done(session: number, packetId: number): void;
  awaitRel(session: number, packetId: number, at: number): void;
  released(session: number, packetId: number): void;
}
