import type { SubscriptionOptions, SubscriptionView } from '../../broker/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Candidate } from '../client-search/candidate.ts';
import { FirstRows } from '../client-search/first-rows.ts';
import { type ClientParts, eachSession } from '../client-search/search-clients.ts';
import type { Subject, SubscriptionQuery } from './subscription-query.ts';

export type SubscriptionSort = 'topic' | 'clientid' | 'qos';

/** Where a list goes on: after this row. */
export interface SubscriptionPlace {
  readonly clientId: string;
  readonly filter: string;
  readonly qos: number;
}

type FoundSubscription = SubscriptionPlace & { readonly options: SubscriptionOptions };

export interface SubscriptionRequest {
  readonly query: SubscriptionQuery;
  readonly order: { readonly name: SubscriptionSort; readonly isDescending: boolean };
  readonly after: SubscriptionPlace | undefined;
  readonly limit: number;
  readonly now: number;
}

export interface FoundSubscriptions {
  /** One more than the limit when there are more. */
  readonly rows: SubscriptionView[];
  readonly count: number;
  /** Whoever has one of them. */
  readonly clients: number;
}

/** One search over all subscriptions, in steps. */
export function* searchSubscriptions(
  parts: ClientParts,
  { query, order, after, limit, now }: SubscriptionRequest,
): Steps<FoundSubscriptions> {
  const first = new FirstRows<SubscriptionPlace, FoundSubscription>(comparison(order), after, limit + 1);
  const { count, clients } = yield* eachSubscription(parts, query, now, (clientId, options) => {
    const place = { clientId, filter: options.filter, qos: options.qos };
    if (first.isWanted(place)) first.push({ ...place, options });
  });
  const rows = first.finish().map(({ clientId, options }) => viewOf(clientId, options));
  return { rows, count, clients };
}

/** All that fit, in no order. */
export function* matchingSubscriptions(
  parts: ClientParts,
  query: SubscriptionQuery,
  now: number,
): Steps<Array<Pick<SubscriptionPlace, 'clientId' | 'filter'>>> {
  const found: Array<Pick<SubscriptionPlace, 'clientId' | 'filter'>> = [];
  yield* eachSubscription(parts, query, now, (clientId, { filter }) => found.push({ clientId, filter }));
  return found;
}

function* eachSubscription(
  parts: ClientParts,
  query: SubscriptionQuery,
  now: number,
  take: (clientId: string, options: SubscriptionOptions) => void,
): Steps<{ count: number; clients: number }> {
  let [count, clients] = [0, 0];
  const subject: Subject = { clientId: '', subscription: { filter: '', qos: 0 } };
  yield* eachSession(parts, now, (client: Candidate) => {
    if (!client.session || client.session.subscriptions.size === 0 || !query.client.accepts(client)) return;
    subject.clientId = client.clientId;
    const before = count;
    for (const options of client.session.subscriptions.values()) {
      subject.subscription = options;
      if (!query.accepts(subject)) continue;
      count++;
      take(client.clientId, options);
    }
    if (count > before) clients++;
  });
  return { count, clients };
}

/** Ends with client id and filter, by which no two are the same. */
function comparison({ name, isDescending }: SubscriptionRequest['order']) {
  const sign = isDescending ? -1 : 1;
  return (a: SubscriptionPlace, b: SubscriptionPlace): number => {
    const byFilter = order(a.filter, b.filter);
    const byClient = order(a.clientId, b.clientId);
    if (name === 'topic') return sign * byFilter || byClient;
    if (name === 'clientid') return sign * byClient || byFilter;
    return sign * (a.qos - b.qos) || byFilter || byClient;
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function viewOf(clientId: string, options: SubscriptionOptions): SubscriptionView {
  const { filter, qos, noLocal, retainAsPublished, retainHandling } = options;
  return { clientId, filter, qos, noLocal, retainAsPublished, retainHandling };
}
