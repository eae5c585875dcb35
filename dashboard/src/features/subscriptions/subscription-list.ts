import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page, Subscription } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

const ROWS = 500;

export interface SubscriptionFilter {
  readonly clientid?: string | undefined;
  readonly topic?: string | undefined;
  /** A filter that covers those that are asked for. */
  readonly match_topic?: string | undefined;
  readonly qos?: string | undefined;
  readonly share_group?: string | undefined;
}

export function useSubscriptions(filter: SubscriptionFilter) {
  const query = useInfiniteQuery({
    queryKey: ['subscriptions', filter],
    queryFn: async ({ pageParam, signal }) => ({
      ...(await api.get<Page<Subscription>>(
        '/subscriptions',
        { ...filter, page: pageParam, limit: ROWS },
        signal,
      )),
      view: JSON.stringify(filter),
    }),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.meta.count, view: query.data?.pages[0]?.view ?? '' };
}
