import { useQuery } from '@tanstack/react-query';
import type { Alert, AlertCounts, DeliveryCounts } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useRefreshOnNews } from '../../shared/live/refresh-on-news.ts';
import { reachesPeople } from '../channels/channel-types.ts';

/** Open alerts that are shown. */
const WORST = 5;
const DAY = 86_400_000;
const REFRESH = 30_000;

interface Page<Row> {
  readonly data: readonly Row[];
}

const ALERTS = ['alerts'] as const;
const DELIVERIES = ['deliveries'] as const;

export function useAlertCounts() {
  useRefreshOnNews('alerts', ALERTS);
  return useQuery({
    queryKey: [...ALERTS, 'stats'],
    queryFn: ({ signal }) => api.get<AlertCounts>('/alerts/stats', undefined, signal),
    refetchInterval: REFRESH,
  });
}

export function useWorstAlerts(language: string) {
  return useQuery({
    queryKey: [...ALERTS, 'worst', language],
    queryFn: async ({ signal }) => {
      const query = { status: 'open,acknowledged', order: 'worst', limit: WORST, language };
      return (await api.get<Page<Alert>>('/alerts', query, signal)).data;
    },
    refetchInterval: REFRESH,
  });
}

/** The one that began last, of those that are over. */
export function useLastAlert() {
  return useQuery({
    queryKey: [...ALERTS, 'last'],
    queryFn: async ({ signal }) => {
      const { data } = await api.get<Page<Alert>>('/alerts', { status: 'resolved', limit: 1 }, signal);
      return data[0] ?? null;
    },
    refetchInterval: REFRESH,
  });
}

const MONITORS_OF_CHANNELS = ['alerting_failed', 'connector_down'] as const;

/** Channels through which nothing goes: two monitors say so, with the channel as the key. */
export function useFailingChannels() {
  return useQuery({
    queryKey: [...ALERTS, 'failing-channels'],
    queryFn: async ({ signal }) => {
      const query = { status: 'open,acknowledged', monitor: MONITORS_OF_CHANNELS, limit: 50 };
      const { data } = await api.get<Page<Alert>>('/alerts', query, signal);
      const channels = data.filter(({ key }) => reachesPeople(key.slice(0, key.indexOf(':'))));
      return [...new Set(channels.map(({ key }) => key))];
    },
    refetchInterval: REFRESH,
  });
}

/** What became of the messages of the last 24 hours. */
export function useDeliveryCounts() {
  useRefreshOnNews('deliveries', DELIVERIES);
  return useQuery({
    queryKey: [...DELIVERIES, 'stats', '24h'],
    queryFn: ({ signal }) =>
      api.get<DeliveryCounts>('/deliveries/stats', { since: Date.now() - DAY }, signal),
    refetchInterval: REFRESH,
  });
}
