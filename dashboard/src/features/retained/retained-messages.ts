import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page, RemovedRetained, Retained, RetainedWithPayload } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const ROWS = 500;
const KEY = 'retained';
/** Pages above which the list is not asked for again by itself: all of them would be. */
const MANY_PAGES = 4;
/** Topics of one call. */
const AT_ONCE = 1000;

export function useRetained(q: string, sort: string) {
  const query = useInfiniteQuery({
    queryKey: [KEY, 'list', q, sort],
    queryFn: async ({ pageParam, signal }) => ({
      ...(await api.get<Page<Retained>>(
        '/mqtt/retainer/messages',
        { q, sort, page: pageParam, limit: ROWS },
        signal,
      )),
      view: `${q}\n${sort}`,
    }),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > MANY_PAGES ? false : 10_000),
    retry: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.meta.count, view: query.data?.pages[0]?.view ?? '' };
}

export function useRetainedMessage(topic: string) {
  return useQuery({
    queryKey: [KEY, 'one', topic],
    queryFn: ({ signal }) =>
      api.get<RetainedWithPayload>(`/mqtt/retainer/message/${namePath(topic)}`, undefined, signal),
    retry: false,
  });
}

/** Those that are meant: by their topics, or all that fit a search. */
export type RetainedChoice = { readonly topics: readonly string[] } | { readonly q: string };

const PATH = '/mqtt/retainer/messages/remove';

/** How many these are now. */
export function useRetainedCount(choice: RetainedChoice | undefined) {
  const q = choice && 'q' in choice ? choice.q : undefined;
  return useQuery({
    queryKey: [KEY, 'count', q],
    queryFn: () => api.post<RemovedRetained>(PATH, { q, dry_run: true }),
    enabled: q !== undefined,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

/** How many were removed. */
export async function removeRetained(choice: RetainedChoice): Promise<number> {
  let removed = 0;
  try {
    if ('q' in choice) removed = (await api.post<RemovedRetained>(PATH, choice)).count;
    else
      for (let from = 0; from < choice.topics.length; from += AT_ONCE) {
        const topics = choice.topics.slice(from, from + AT_ONCE);
        removed += (await api.post<RemovedRetained>(PATH, { topics })).count;
      }
  } finally {
    await queryClient.invalidateQueries({ queryKey: [KEY, 'list'] });
  }
  return removed;
}
