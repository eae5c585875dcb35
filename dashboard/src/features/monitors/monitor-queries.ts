import { useQuery } from '@tanstack/react-query';
import type { Alarm, AlertSettings, Connector, Monitor, Page } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { isChannelType } from '../channels/channel-types.ts';

const REFRESH = 5_000;

export function refreshMonitors(): void {
  void queryClient.invalidateQueries({ queryKey: ['monitors'] });
}

/** All monitors with their figures, looked at again every few seconds. */
export function useMonitors() {
  return useQuery({
    queryKey: ['monitors', 'list'],
    queryFn: ({ signal }) => api.get<Monitor[]>('/monitors', {}, signal),
    refetchInterval: REFRESH,
  });
}

export function changeMonitor(name: string, body: object): Promise<Monitor> {
  return api.put<Monitor>(`/monitors/${encodeURIComponent(name)}`, body);
}

/** Ids of the connectors that speak to people. */
export function useChannelIds(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['connectors', 'ids'],
    queryFn: ({ signal }) => api.get<Connector[] | Page<Connector>>('/connectors', {}, signal),
  });
  const all = Array.isArray(data) ? data : (data?.data ?? []);
  return all.filter(({ type }) => isChannelType(type)).map(({ type, name }) => `${type}:${name}`);
}

export function useAlarms(activated: boolean) {
  return useQuery({
    queryKey: ['alarms', activated],
    queryFn: ({ signal }) => api.get<Page<Alarm>>('/alarms', { activated, limit: 1000 }, signal),
    refetchInterval: REFRESH,
  });
}

export function useAlertSettings() {
  return useQuery({
    queryKey: ['alert-settings'],
    queryFn: ({ signal }) => api.get<AlertSettings>('/alert_settings', {}, signal),
  });
}
