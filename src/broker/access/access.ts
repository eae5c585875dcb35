import { isLoopback } from '../../lib/peer-address.ts';
import type { ConnectPacket } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

/** Whom the broker lets in, and what a client may do. */
export interface AccessPolicy {
  /** Who may connect while nothing checks passwords: nobody, clients on this machine, or everybody. */
  readonly allowAnonymous: boolean | 'loopback';
  /** What becomes of a client that publishes where it must not. */
  readonly denyAction: 'ignore' | 'disconnect';
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reasonCode: ReasonCode };

/** Trees that belong to the broker; clients do not publish there. */
const RESERVED_TREES = new Set(['$SYS', '$events', '$bridges', '$sources', '$share', '$queue']);

export function authenticate(policy: AccessPolicy, _packet: ConnectPacket, peerHost: string): Verdict {
  const { allowAnonymous } = policy;
  if (allowAnonymous === true || (allowAnonymous === 'loopback' && isLoopback(peerHost)))
    return { allowed: true };
  return { allowed: false, reasonCode: ReasonCode.NotAuthorized };
}

/** Whether clients may publish to this topic name. */
export function mayPublish(topicName: string): boolean {
  if (!topicName.startsWith('$')) return true;
  const slash = topicName.indexOf('/');
  return !RESERVED_TREES.has(slash < 0 ? topicName : topicName.slice(0, slash));
}
