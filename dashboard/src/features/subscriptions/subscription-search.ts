import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FoundSubscriptions, Subscription, UnsubscribedFound } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { preferences } from '../../shared/preferences/preferences.ts';
import { formatSort, type TableSort } from '../../shared/table/table-address.ts';

const ROWS = 200;
/** Rows of a request for all of them. */
const MOST = 10_000;

export const SUBSCRIPTIONS_KEY = 'subscriptions';

/** These, or all that a search finds. */
export type SubscriptionSet =
  | { readonly rows: readonly Subscription[] }
  | { readonly q: string; readonly count: number };

/** Subscriptions that fit, as they are typed for. What was found before stays until there is an answer. */
export function useSubscriptionSearch(q: string, sort: TableSort | undefined) {
  const search = { q, sort: formatSort(sort) };
  const view = JSON.stringify(search);
  const query = useInfiniteQuery({
    queryKey: [SUBSCRIPTIONS_KEY, 'search', search, preferences().language],
    queryFn: async ({ pageParam, signal }) => ({ ...(await find(search, pageParam, ROWS, signal)), view }),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => meta.cursor,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const first = query.data?.pages[0];
  return { query, rows, meta: first?.meta, view: first?.view ?? view };
}

function find(
  search: object,
  cursor: string,
  limit: number,
  signal?: AbortSignal,
): Promise<FoundSubscriptions> {
  return api.get<FoundSubscriptions>('/subscription_search', { ...search, cursor, limit }, signal);
}

/** All of them, for an export. */
export async function allSubscriptions(q: string): Promise<Subscription[]> {
  const rows: Subscription[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: FoundSubscriptions = await find({ q }, cursor, MOST);
    rows.push(...page.data);
    cursor = page.meta.cursor;
  }
  return rows;
}

/** Ends them, or only counts them. */
export function unsubscribeAll(set: SubscriptionSet, isDryRun = false): Promise<UnsubscribedFound> {
  return api.post<UnsubscribedFound>('/subscription_search/unsubscribe', {
    ...('q' in set
      ? { q: set.q }
      : { subscriptions: set.rows.map(({ clientid, topic }) => ({ clientid, topic })) }),
    dry_run: isDryRun,
  });
}

/** How many it would be at this moment. */
export function useUnsubscribeCount(set: SubscriptionSet | undefined) {
  return useQuery({
    queryKey: [SUBSCRIPTIONS_KEY, 'count', set],
    queryFn: () => unsubscribeAll(set as SubscriptionSet, true),
    enabled: set !== undefined,
    gcTime: 0,
    staleTime: 0,
  });
}
