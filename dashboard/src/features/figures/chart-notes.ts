import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Alert, AuditEntry } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { ChartBand } from '../../shared/ui/chart/chart-data.ts';

interface Page<Row> {
  readonly data: readonly Row[];
}

/** So many alerts and changes are drawn at most: more of them could not be told apart. */
const MOST_BANDS = 100;
const MOST_MARKS = 100;

/** Alerts that were open within the last so many seconds, as bands. */
export function useAlertBands(seconds: number, language: string) {
  return useQuery({
    queryKey: ['alerts', 'bands', seconds, language],
    queryFn: async ({ signal }): Promise<ChartBand[]> => {
      const since = Date.now() - seconds * 1000;
      const common = { language, order: 'worst', limit: MOST_BANDS };
      const [open, over] = await Promise.all([
        api.get<Page<Alert>>('/alerts', { ...common, status: 'open,acknowledged' }, signal),
        api.get<Page<Alert>>('/alerts', { ...common, status: 'resolved', since }, signal),
      ]);
      return [...open.data, ...over.data]
        .filter(({ opened_at }) => opened_at !== null)
        .slice(0, MOST_BANDS)
        .map(({ starts_at, opened_at, resolved_at, severity, title, key }) => ({
          from: Date.parse(opened_at ?? starts_at),
          to: resolved_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(resolved_at),
          tone: severity,
          label: `${title}: ${key}`,
        }));
    },
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

/** What was changed within the last so many seconds; nothing where that is not written down. */
export function useConfigChanges(seconds: number) {
  return useQuery({
    queryKey: ['audit', 'changes', seconds],
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - seconds * 1000).toISOString();
      const query = { gte_created_at: since, operation_result: 'success', limit: MOST_MARKS };
      const { data } = await api.get<Page<AuditEntry>>('/audit', query, signal);
      return data.filter(({ changes }) => changes.length > 0);
    },
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
