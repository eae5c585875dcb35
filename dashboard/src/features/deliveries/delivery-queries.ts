import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Delivery, DeliveryCounts, Page } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLive } from '../../shared/live/live.ts';
import { type DeliveryFilter, queryOf } from './delivery-filter.ts';

const ROWS = 200;
/** Milliseconds in which news gather before the list is asked for again. */
const GATHERING = 1_000;
/** More pages than this are not asked for again with each piece of news: whoever reads that far looks at the past. */
const MOST_PAGES = 5;
const EXPORTED_PAGE = 1_000;
const MOST_EXPORTED = 20;

export function useDeliveries(filter: DeliveryFilter, rows = ROWS) {
  const query = useInfiniteQuery({
    queryKey: ['deliveries', 'list', filter, rows],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Delivery>>('/deliveries', { ...queryOf(filter), page: pageParam, limit: rows }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    structuralSharing: true,
  });
  const pages = query.data?.pages;
  // What came meanwhile moves the pages: a delivery may stand on two of them.
  const found = useMemo(() => {
    const seen = new Map<string, Delivery>();
    for (const delivery of pages?.flatMap(({ data }) => data) ?? []) seen.set(delivery.id, delivery);
    return [...seen.values()];
  }, [pages]);
  return { query, rows: found, total: pages?.[0]?.meta.count };
}

export function useDelivery(id: string) {
  return useQuery({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => api.get<Delivery>(`/deliveries/${encodeURIComponent(id)}`, {}, signal),
  });
}

/** The connectors that something was sent by, or is waiting for. */
export function useDeliveryConnectors(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['deliveries', 'counts', undefined],
    queryFn: ({ signal }) => api.get<DeliveryCounts>('/deliveries/stats', {}, signal),
  });
  return useMemo(() => data?.data.map(({ connector }) => connector) ?? [], [data]);
}

/** Asks again when something happens to deliveries: soon, and not more often than can be read. */
export function useDeliveryNews(): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const changed = useRef(new Set<string>());
  useLive('deliveries', ({ delivery }) => {
    changed.current.add(delivery.id);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const id of changed.current)
        void queryClient.invalidateQueries({ queryKey: ['deliveries', 'one', id] });
      changed.current.clear();
      void queryClient.invalidateQueries({ queryKey: ['deliveries', 'counts'] });
      void queryClient.invalidateQueries({ queryKey: ['deliveries', 'list'], predicate: isShort });
    }, GATHERING);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

function isShort({ state }: { state: { data?: unknown } }): boolean {
  const { pages } = (state.data ?? {}) as { pages?: readonly unknown[] };
  return (pages?.length ?? 0) <= MOST_PAGES;
}

/** All that match, for a file. */
export async function fetchAllDeliveries(filter: DeliveryFilter): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  for (let page = 1; page <= MOST_EXPORTED; page++) {
    const { data, meta } = await api.get<Page<Delivery>>('/deliveries', {
      ...queryOf(filter),
      page,
      limit: EXPORTED_PAGE,
    });
    all.push(...data);
    if (!meta.hasnext) break;
  }
  return all;
}

/** Under its old id, so that a receiver that has it already can drop it. @throws Problem */
export async function resendDelivery(id: string): Promise<Delivery> {
  const delivery = await api.post<Delivery>(`/deliveries/${encodeURIComponent(id)}/resend`);
  queryClient.setQueryData(['deliveries', 'one', id], delivery);
  void queryClient.invalidateQueries({ queryKey: ['deliveries', 'list'] });
  return delivery;
}
