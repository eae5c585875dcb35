import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page, Retained, RetainedWithPayload } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const ROWS = 500;
const KEY = 'retained';

export function useRetained(q: string) {
  const query = useInfiniteQuery({
    queryKey: [KEY, 'list', q],
    queryFn: async ({ pageParam, signal }) => ({
      ...(await api.get<Page<Retained>>(
        '/mqtt/retainer/messages',
        { q, page: pageParam, limit: ROWS },
        signal,
      )),
      view: q,
    }),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.meta.count, view: query.data?.pages[0]?.view ?? q };
}

export function useRetainedMessage(topic: string) {
  return useQuery({
    queryKey: [KEY, 'one', topic],
    queryFn: () => api.get<RetainedWithPayload>(`/mqtt/retainer/message/${namePath(topic)}`),
  });
}

export async function deleteRetained(topics: readonly string[]): Promise<void> {
  for (const topic of topics) await api.delete(`/mqtt/retainer/message/${namePath(topic)}`);
  await queryClient.invalidateQueries({ queryKey: [KEY] });
}
