import type { QoS } from '../../mqtt/packets.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import type { Session } from '../sessions/session.ts';
import type { SharedGroup } from './shared-group.ts';

/** One subscription of one session, as SUBSCRIBE asked for it and the broker granted it. */
export interface Subscription {
  readonly kind: 'subscription';
  readonly session: Session;
  /** As the client wrote it, `$share/group/` included. */
  readonly filter: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: 0 | 1 | 2;
  /** Subscription Identifier (§3.8.2.1.2). */
  readonly identifier: number | undefined;
}

/** A rule, or whoever else wants to see messages on their way. */
export interface Watcher {
  readonly kind: 'watcher';
  readonly filter: string;
  /** @param now Unix milliseconds */
  readonly notify: (message: ApplicationMessage, filter: string, now: number) => void;
}

/** What the topic tree holds at a filter. */
export type RouteEntry = Subscription | SharedGroup | Watcher;

/** One receiver of a topic: several matching subscriptions of one session are one target [MQTT-3.3.4-2]. */
export interface Target {
  readonly session: Session;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  /** One per matching subscription that has one [MQTT-3.3.4-4]; undefined when none has. */
  readonly identifiers: readonly number[] | undefined;
}

/** Everybody to whom a topic leads. */
export interface Route {
  readonly targets: readonly Target[];
  readonly groups: readonly SharedGroup[];
  readonly watchers: readonly Watcher[];
}

export function targetOf(subscription: Subscription): Target {
  const { session, qos, noLocal, retainAsPublished, identifier } = subscription;
  return {
    session,
    qos,
    noLocal,
    retainAsPublished,
    identifiers: identifier === undefined ? undefined : [identifier],
  };
}

/** Sorts what the tree found into a route; a session that matches several times gets the message once, at the highest QoS. */
export function routeOf(entries: readonly RouteEntry[]): Route {
  const targets = new Map<Session, Target>();
  const groups: SharedGroup[] = [];
  const watchers: Watcher[] = [];
  for (const entry of entries) {
    if (entry.kind === 'watcher') watchers.push(entry);
    else if (entry.kind === 'group') groups.push(entry);
    else {
      const other = targets.get(entry.session);
      targets.set(entry.session, other ? merge(other, targetOf(entry)) : targetOf(entry));
    }
  }
  return { targets: [...targets.values()], groups, watchers };
}

function merge(a: Target, b: Target): Target {
  return {
    session: a.session,
    qos: a.qos > b.qos ? a.qos : b.qos,
    noLocal: a.noLocal && b.noLocal,
    retainAsPublished: a.retainAsPublished || b.retainAsPublished,
    identifiers:
      a.identifiers || b.identifiers ? [...(a.identifiers ?? []), ...(b.identifiers ?? [])] : undefined,
  };
}

/** What one subscription makes of a message: its QoS and retain flag (§3.3.1.3, §3.8.3.1). */
export function outgoingFor(
  message: ApplicationMessage,
  subscription: { qos: QoS; retainAsPublished: boolean; identifiers: readonly number[] | undefined },
): Outgoing {
  return {
    message,
    qos: subscription.qos < message.qos ? subscription.qos : message.qos,
    // Cleared for an established subscription [MQTT-3.3.1-12], kept when the subscriber asked for it [MQTT-3.3.1-13].
    retain: message.retain && subscription.retainAsPublished,
    identifiers: subscription.identifiers,
  };
}
