import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  MaintenanceWindow,
  Monitor,
  Page,
  Rule,
  Silence,
  SilencePreview,
} from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

export type Matchers = Silence['matchers'];

const MOST = 10_000;

export function refreshSilences(): void {
  void queryClient.invalidateQueries({ queryKey: ['silences'] });
  void queryClient.invalidateQueries({ queryKey: ['alerts'] });
}

export function useSilences(withOver: boolean) {
  return useQuery({
    queryKey: ['silences', 'list', withOver],
    queryFn: ({ signal }) =>
      api.get<Page<Silence>>(
        '/silences',
        { limit: MOST, ...(!withOver && { state: ['active', 'pending'] }) },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
}

export function useMaintenanceWindows() {
  return useQuery({
    queryKey: ['silences', 'maintenance'],
    queryFn: ({ signal }) =>
      api.get<Page<MaintenanceWindow>>('/maintenance_windows', { limit: MOST }, signal),
  });
}

/** What matchers would hide; undefined: nothing is asked. */
export function useSilencePreview(matchers: Matchers | undefined) {
  return useQuery({
    queryKey: ['silences', 'preview', matchers],
    queryFn: () => api.post<SilencePreview>('/silences/preview', { matchers }),
    enabled: matchers !== undefined,
    staleTime: 0,
  });
}

/** Names that matchers can be filled with. */
export function useSourceNames(): { rules: readonly string[]; monitors: readonly string[] } {
  const rules = useQuery({
    queryKey: ['rules', 'names'],
    queryFn: ({ signal }) => api.get<Page<Rule>>('/rules', { limit: 1000 }, signal),
  });
  const monitors = useQuery({
    queryKey: ['monitors', 'list'],
    queryFn: ({ signal }) => api.get<Monitor[]>('/monitors', {}, signal),
  });
  return {
    rules: rules.data?.data.map(({ id }) => id) ?? [],
    monitors: monitors.data?.map(({ name }) => name) ?? [],
  };
}
