import type { Clock } from '../../lib/clock.ts';
import type { Properties } from '../../mqtt/packets.ts';
import { isShared, parseSharedFilter } from '../../mqtt/topics.ts';
import type { EventPorts } from '../event-ports.ts';
import { HighWater } from '../high-water.ts';
import type { RetainedMessages } from '../messages/retained-messages.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import type { Session } from '../sessions/session.ts';
import { orphansOf, passOn } from './orphaned-shares.ts';
import { outgoingFor, type Subscription, targetOf } from './route.ts';
import type { Router } from './router.ts';

/** Subscriptions of an ended session that are taken out in one turn. */
const AT_ONCE = 1000;

/** The subscriptions of all sessions: who has which, and what is told when one comes or goes. */
export class Subscriptions {
  readonly #router: Router;
  readonly #retained: RetainedMessages;
  readonly #events: EventPorts;
  readonly #clock: Clock;
  readonly #mostSubscriptions = new HighWater();
  readonly #mostShared = new HighWater();
  readonly #mostFilters = new HighWater();

  constructor(router: Router, retained: RetainedMessages, events: EventPorts, clock: Clock) {
    this.#router = router;
    this.#retained = retained;
    this.#events = events;
    this.#clock = clock;
  }

  /** Adds the subscription, or replaces the session's earlier one with this filter [MQTT-3.8.4-3]; whether it is new. */
  add(subscription: Subscription, properties: Properties): boolean {
    const { session, filter, qos } = subscription;
    const earlier = session.subscriptions.get(filter);
    if (earlier) {
      this.#router.unsubscribe(earlier);
      session.stopDelivering(filter);
    }
    this.#enter(subscription);
    session.log?.subscribed(session.number, subscription);
    const port = this.#events['session.subscribed'];
    if (port.wanted) {
      port.emit({
        name: 'session.subscribed',
        at: this.#clock.now(),
        client: session.info,
        filter,
        qos,
        properties,
      });
    }
    return earlier === undefined;
  }

  /** Brings back a subscription that outlived the process: nobody subscribes, so there is no event. */
  restore(subscription: Subscription): void {
    this.#enter(subscription);
  }

  /** False when the session has no such subscription. */
  remove(session: Session, filter: string, properties: Properties): boolean {
    const subscription = session.subscriptions.get(filter);
    if (!subscription) return false;
    session.removeSubscription(filter);
    session.log?.unsubscribed(session.number, filter);
    session.stopDelivering(filter);
    this.#router.unsubscribe(subscription);
    const { qos } = subscription;
    const port = this.#events['session.unsubscribed'];
    if (port.wanted) {
      port.emit({
        name: 'session.unsubscribed',
        at: this.#clock.now(),
        client: session.info,
        filter,
        qos,
        properties,
      });
    }
    return true;
  }

  /** The session has ended, and its subscriptions with it: nobody unsubscribed, so there is no event. */
  removeAll(session: Session): void {
    if (this.#router.sharedSubscriptions > 0) this.#leaveGroups(session);
    this.#leaveSlice(session, AT_ONCE);
  }

  /** At once, so that no group chooses a member that is no more; what it left undone goes to the others. */
  #leaveGroups(session: Session): void {
    const orphans = orphansOf(session);
    for (const [filter, subscription] of session.subscriptions) {
      if (!isShared(filter)) continue;
      session.removeSubscription(filter);
      this.#router.unsubscribe(subscription);
    }
    if (orphans.length > 0) passOn(orphans, this.#router, this.#clock.now());
  }

  /** Takes out so many subscriptions; the rest in later turns: a session may have had a hundred thousand. */
  #leaveSlice(session: Session, count: number): void {
    let left = count;
    for (const [filter, subscription] of session.subscriptions) {
      if (left-- === 0) {
        setImmediate(() => this.#leaveSlice(session, AT_ONCE));
        return;
      }
      session.removeSubscription(filter);
      this.#router.unsubscribe(subscription);
    }
  }

  /** The retained messages that a new subscription asks for (§3.8.3.1, Retain Handling). */
  sendRetained(subscription: Subscription, isNew: boolean): void {
    const { session, filter, retainHandling } = subscription;
    if (!session.isConnected || this.#retained.size === 0) return;
    if (retainHandling === 2 || (retainHandling === 1 && !isNew)) return;
    if (parseSharedFilter(filter)) return; // §4.8.2: none for shared subscriptions
    session.deliverAll(filter, this.#retainedFor(subscription), this.#clock.now());
  }

  #enter(subscription: Subscription): void {
    subscription.session.addSubscription(subscription);
    this.#router.subscribe(subscription);
    this.#mostSubscriptions.note(this.#router.subscriptions);
    this.#mostShared.note(this.#router.sharedSubscriptions);
    this.#mostFilters.note(this.#router.filterCount);
  }

  *#retainedFor(subscription: Subscription): Generator<Outgoing | undefined, void, undefined> {
    const { session, filter, noLocal } = subscription;
    const target = { ...targetOf(subscription), retainAsPublished: true }; // [MQTT-3.3.1-8] of 3.1.1
    for (const message of this.#retained.matching(filter, () => this.#clock.now())) {
      if (!message) {
        yield undefined;
        continue;
      }
      if (noLocal && message.from.clientId === session.clientId) continue; // [MQTT-3.8.3-3]
      yield outgoingFor(message, target);
    }
  }

  get count(): number {
    return this.#router.subscriptions;
  }

  /** Distinct filters that somebody subscribes to, without `$share/group/`. */
  get filters(): readonly string[] {
    return this.#router.filters;
  }

  hasFilter(filter: string): boolean {
    return this.#router.hasFilter(filter);
  }

  stats() {
    return {
      topics: this.#mostFilters.gauge(this.#router.filterCount),
      subscriptions: this.#mostSubscriptions.gauge(this.#router.subscriptions),
      sharedSubscriptions: this.#mostShared.gauge(this.#router.sharedSubscriptions),
    };
  }
}
