import { type PageOf, pageInOrder, pageOfMatching, pageOfSorted } from '../lib/page-of.ts';
import type { Steps } from '../lib/steps.ts';
import { viewClient, viewSubscription } from './client-view.ts';
import type {
  ClientSearch,
  ClientView,
  SessionMessage,
  SubscriptionSearch,
  SubscriptionView,
} from './door.ts';
import type { Subscription } from './routing/route.ts';
import { AWAITING_PUBCOMP } from './sessions/inflight.ts';
import type { Session } from './sessions/session.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { BrokerSettings } from './settings.ts';

/** One page of the clients. Only its rows are made into views: there may be 100,000 sessions. */
export function* searchClients(
  sessions: Sessions,
  settings: BrokerSettings,
  search: ClientSearch,
): Steps<PageOf<ClientView>> {
  const found = yield* findSessions(sessions.store, search);
  const rows: ClientView[] = [];
  for (const session of found.rows) {
    rows.push(viewClient(session, sessions.client(session.clientId), settings));
    if (rows.length % VIEWS === 0) yield;
  }
  return { ...found, rows };
}

/** Clients whose views are made in a step. */
const VIEWS = 64;

function* findSessions(store: SessionStore, search: ClientSearch): Steps<PageOf<Session>> {
  const { ids, before, accepts, skip, take } = search;
  if (!ids && !accepts) {
    return before === undefined
      ? pageOfSorted(store.descending(skip), { skip: 0, take }, store.size)
      : pageOfSorted(store.below(before), { skip, take });
  }
  const matches = (session: Session): boolean =>
    (before === undefined || session.clientId < before) && (accepts === undefined || accepts(session));
  const named = ids && [...new Set(ids)].flatMap((id) => store.get(id) ?? []).sort(descending);
  const below = (clientId: string | undefined) =>
    clientId === undefined ? store.descending() : store.below(clientId);
  return yield* pageOfMatching({
    skip,
    take,
    accepts: matches,
    rows: named ?? store.all(),
    inOrder: (after) =>
      named ? named.slice(after ? named.indexOf(after) + 1 : 0) : below(after?.clientId ?? before),
    compare: descending,
  });
}

/** One page of the subscriptions, by client id descending, then filter. @param total how many there are of all clients */
export function* searchSubscriptions(
  { store }: Sessions,
  total: number,
  search: SubscriptionSearch,
): Steps<PageOf<SubscriptionView>> {
  const { clientId, accepts } = search;
  const one = clientId === undefined ? undefined : (store.get(clientId) ?? []);
  const owners = one && [one].flat();
  const inOrder = (after: Subscription | undefined): Iterable<Subscription> => {
    if (!after) return sortedSubscriptionsOf(owners ?? store.descending());
    const others = owners ? [] : store.below(after.session.clientId);
    return subscriptionsAfter(after.session, after.filter, others);
  };
  const found = yield* accepts || owners
    ? pageOfMatching<Subscription>({
        ...search,
        accepts: accepts ?? (() => true),
        rows: subscriptionsOf(owners ?? store.all()),
        inOrder,
        compare: (a, b) => descending(a.session, b.session) || compare(a.filter, b.filter),
      })
    : pageInOrder({ inOrder }, search, total);
  return { ...found, rows: found.rows.map(viewOwnedSubscription) };
}

function viewOwnedSubscription(subscription: Subscription): SubscriptionView {
  return { clientId: subscription.session.clientId, ...viewSubscription(subscription) };
}

export function* queuedIn(session: Session): Generator<SessionMessage, void, undefined> {
  for (const { outgoing, priority, order } of session.queued) {
    yield { message: outgoing.message, qos: outgoing.qos, priority, order };
  }
}

export function* inflightIn(session: Session): Generator<SessionMessage, void, undefined> {
  for (const [packetId, inflight] of session.traffic.inflight) {
    if (inflight === AWAITING_PUBCOMP) continue;
    yield { message: inflight.message, qos: inflight.qos, priority: 0, order: packetId };
  }
}

function* subscriptionsOf(sessions: Iterable<Session>): Generator<Subscription, void, undefined> {
  for (const session of sessions) yield* session.subscriptions.values();
}

function* sortedSubscriptionsOf(sessions: Iterable<Session>): Generator<Subscription, void, undefined> {
  for (const session of sessions) yield* sortedOf(session);
}

/** Those of a session that come after this filter, then those of other sessions. */
function* subscriptionsAfter(
  session: Session,
  filter: string,
  others: Iterable<Session>,
): Generator<Subscription, void, undefined> {
  for (const subscription of sortedOf(session))
    if (compare(subscription.filter, filter) > 0) yield subscription;
  yield* sortedSubscriptionsOf(others);
}

function sortedOf({ subscriptions }: Session): Subscription[] {
  return [...subscriptions.values()].sort((a, b) => compare(a.filter, b.filter));
}

function descending(a: Session, b: Session): number {
  return compare(b.clientId, a.clientId);
}

/** By code unit, so that the order does not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
