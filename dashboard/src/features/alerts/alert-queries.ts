import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type {
  Alert,
  AlertCommon,
  AlertDays,
  AlertDetail,
  AlertGroupPage,
  AlertPage,
} from '../../../../src/api/contract.ts';
import { api, type Query } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLanguage } from '../../shared/texts/texts.ts';

/** All that is asked of alerts begins with it, so that one call makes it anew. */
export const ALERTS = 'alerts';

const MOST_GROUPS = 1000;
const ROWS = 100;

export function refreshAlerts(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [ALERTS] });
}

/** What is not resolved, by rule and monitor, the worst first. */
export function useAlertGroups(filter: Query) {
  const language = useLanguage();
  return useQuery({
    queryKey: [ALERTS, 'groups', filter, language],
    queryFn: ({ signal }) =>
      api.get<AlertGroupPage>('/alert_groups', { ...filter, language, limit: MOST_GROUPS }, signal),
    placeholderData: keepPreviousData,
  });
}

/** Alerts page by page. */
export function useAlertList(filter: Query, options: { rows?: number; enabled?: boolean } = {}) {
  const { rows: limit = ROWS, enabled = true } = options;
  const language = useLanguage();
  const query = useInfiniteQuery({
    queryKey: [ALERTS, 'list', filter, limit, language],
    queryFn: ({ pageParam, signal }) =>
      api.get<AlertPage>('/alerts', { ...filter, language, page: pageParam, limit }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    enabled,
  });
  const rows = useMemo(() => distinct(query.data?.pages.flatMap(({ data }) => data) ?? []), [query.data]);
  return { query, rows, total: query.data?.pages[0]?.meta.count };
}

/** A page may begin with what was the end of the one before, when something new has come. */
function distinct(alerts: readonly Alert[]): Alert[] {
  return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
}

export function useAlert(id: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: [ALERTS, 'one', id, language],
    queryFn: ({ signal }) => api.get<AlertDetail>(`/alerts/${encodeURIComponent(id)}`, { language }, signal),
    enabled: id !== '',
  });
}

/** What those that fit have in common. */
export function useCommonFactors(filter: Query, enabled = true) {
  return useQuery({
    queryKey: [ALERTS, 'common', filter],
    queryFn: ({ signal }) => api.get<AlertCommon>('/alerts/common', filter, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How many began on each day. */
export function useAlertDays(filter: Query) {
  return useQuery({
    queryKey: [ALERTS, 'days', filter],
    queryFn: ({ signal }) => api.get<AlertDays>('/alerts/days', filter, signal),
    placeholderData: keepPreviousData,
  });
}
