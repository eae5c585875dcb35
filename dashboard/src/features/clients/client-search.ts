import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { ClientRow, ClientRows, FoundClients } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { preferences } from '../../shared/preferences/preferences.ts';
import { formatSort, type TableSort } from '../../shared/table/table-address.ts';

export type ClientTab = 'all' | 'online' | 'offline' | 'flapping' | 'never_seen';

/** The last one only where a rule expects clients. */
export const CLIENT_TABS: readonly ClientTab[] = ['all', 'online', 'offline', 'flapping', 'never_seen'];

export interface ClientFilter {
  readonly q: string;
  readonly state: ClientTab;
}

const ROWS = 200;
/** Rows of a request for all of them. */
const MOST = 10_000;

export const CLIENTS_KEY = 'clients';

/** Clients that fit, as they are typed for. What was found before stays until there is an answer. */
export function useClientSearch(filter: ClientFilter, sort: TableSort | undefined) {
  const search = { ...filter, sort: formatSort(sort) };
  const view = JSON.stringify(search);
  const query = useInfiniteQuery({
    queryKey: [CLIENTS_KEY, 'search', search, preferences().language],
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

function find(search: object, cursor: string, limit: number, signal?: AbortSignal): Promise<FoundClients> {
  return api.get<FoundClients>('/client_search', { ...search, cursor, limit }, signal);
}

/** All of them, for an export or for what is done to each. */
export async function allClients(filter: ClientFilter): Promise<ClientRow[]> {
  const rows: ClientRow[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: FoundClients = await find(filter, cursor, MOST);
    rows.push(...page.data);
    cursor = page.meta.cursor;
  }
  return rows;
}

export async function clientRows(ids: readonly string[]): Promise<readonly ClientRow[]> {
  return (await api.post<ClientRows>('/client_search/rows', { ids })).data;
}

/** Has all that is shown of clients fetched anew. */
export function useRenewClients(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: [CLIENTS_KEY] }), [client]);
}
