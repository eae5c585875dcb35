import { keepPreviousData, useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TopicActivity, TopicLevels } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useLiveState } from '../../shared/live/live.ts';

/** Milliseconds between two looks. */
const OFTEN = 3_000;
const RARELY = 15_000;
/** Rows above which they are asked for less often. */
const MANY = 1_000;
const PAGE = 500;

/** Rows of one level that are fetched at first, and at most. */
export const FIRST_ROWS = 200;
export const MOST_ROWS = 10_000;

/** A level that is open, with how many of its rows are wanted. */
export interface OpenLevel {
  /** With `/` at its end; '' for the root. */
  readonly below: string;
  readonly limit: number;
}

/** What lies below each of the levels that are open, in their order. */
export function useTopicLevels(open: readonly OpenLevel[], isWanted: boolean) {
  const isPaused = useLiveState().kind === 'paused';
  return useQueries({
    queries: open.map(({ below, limit }) => ({
      queryKey: ['topics', 'levels', below, limit],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<TopicLevels>('/topic_levels', { below, limit }, signal),
      // More rows of a level begin with those that are there.
      placeholderData: keepPreviousData,
      refetchInterval: isPaused ? (false as const) : limit > MANY ? RARELY : OFTEN,
      enabled: isWanted,
      retry: false,
    })),
  });
}

export function useTopicList(q: string, sort: 'topic' | '-rate', isWanted: boolean) {
  const isPaused = useLiveState().kind === 'paused';
  const query = useInfiniteQuery({
    queryKey: ['topics', 'list', q, sort],
    queryFn: async ({ pageParam, signal }) => ({
      ...(await api.get<TopicActivity>('/topic_activity', { q, sort, page: pageParam, limit: PAGE }, signal)),
      view: `${q}\n${sort}`,
    }),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    // All pages that are loaded are asked for again.
    refetchInterval: ({ state }) =>
      isPaused ? false : (state.data?.pages.length ?? 0) * PAGE > MANY ? RARELY : OFTEN,
    enabled: isWanted,
    retry: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const [first] = query.data?.pages ?? [];
  return { query, rows, meta: first?.meta, view: first?.view ?? '' };
}
