import type { DeliveryDropped } from '../events.ts';
import type { Outgoing } from './message-queue.ts';
import type { Session } from './session.ts';

export type DropReason = DeliveryDropped['reason'];

/** A message was routed to a session and is thrown away there. */
export type DropListener = (session: Session, outgoing: Outgoing, reason: DropReason) => void;
