import { useQuery } from '@tanstack/react-query';
import type {
  Action,
  ActionMetrics,
  Connector,
  ConnectorSummary,
  ConnectorType,
  DeliveryCounts,
  Source,
} from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLive } from '../../shared/live/live.ts';

/** Milliseconds between two looks at what nobody tells of: how many wait, and whether somebody is there. */
const LOOK = 5_000;

export function useConnectors() {
  return useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => api.get<Connector[]>('/connectors', {}, signal),
    refetchInterval: LOOK,
  });
}

export function useConnector(id: string) {
  return useQuery({
    queryKey: ['connectors', 'one', id],
    queryFn: ({ signal }) => api.get<Connector>(`/connectors/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: LOOK,
  });
}

/** How it goes with each of them: status, limits, last test. */
export function useConnectorSummaries() {
  return useQuery({
    queryKey: ['connectors', 'summary'],
    queryFn: ({ signal }) => api.get<ConnectorSummary[]>('/connectors_summary', {}, signal),
    // Who looks on sees a recovery go.
    refetchInterval: ({ state }) => (state.data?.some(({ recovery }) => recovery) ? 1_000 : LOOK),
  });
}

/** What there is to be made, with the schemas of its settings: it does not change while the server runs. */
export function useConnectorTypes() {
  return useQuery({
    queryKey: ['connector_types'],
    queryFn: ({ signal }) => api.get<ConnectorType[]>('/connector_types', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConnectorMetrics(id: string) {
  return useQuery({
    queryKey: ['connectors', 'metrics', id],
    queryFn: ({ signal }) =>
      api.get<ActionMetrics>(`/connectors/${encodeURIComponent(id)}/metrics`, {}, signal),
    refetchInterval: LOOK,
  });
}

/** Deliveries by connector and result. @param hours of how long, until now; undefined: of all that is kept */
export function useDeliveryCounts(hours?: number) {
  return useQuery({
    queryKey: ['deliveries', 'counts', hours],
    queryFn: ({ signal }) => {
      const since = hours === undefined ? undefined : Date.now() - hours * 3_600_000;
      return api.get<DeliveryCounts>('/deliveries/stats', { since }, signal);
    },
    refetchInterval: LOOK,
  });
}

export function useActions() {
  return useQuery({
    queryKey: ['actions'],
    queryFn: ({ signal }) => api.get<Action[]>('/actions', {}, signal),
  });
}

export function useSources() {
  return useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => api.get<Source[]>('/sources', {}, signal),
  });
}

/** Somebody changed one, here or elsewhere: what is shown is asked for again. */
export function useConnectorNews(): void {
  useLive('objects', ({ kind }) => {
    if (kind === 'connector' || kind === 'action' || kind === 'source') refreshConnectors();
  });
}

export function refreshConnectors(): void {
  for (const key of ['connectors', 'actions', 'sources'])
    void queryClient.invalidateQueries({ queryKey: [key] });
}

/** A row of the counts of one connector. */
export type ConnectorCounts = DeliveryCounts['data'][number];

export function countsOf(counts: DeliveryCounts | undefined, id: string): ConnectorCounts | undefined {
  return counts?.data.find(({ connector }) => connector === id);
}
