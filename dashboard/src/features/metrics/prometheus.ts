import { useQuery } from '@tanstack/react-query';
import type { PrometheusSettings } from '../../../../src/api/contract.ts';
import { api, apiUrl, send } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const KEY = ['prometheus'];

export const PAGES = ['stats', 'auth', 'data_integration'] as const;

export function usePrometheusSettings() {
  return useQuery({ queryKey: KEY, queryFn: () => api.get<PrometheusSettings>('/prometheus') });
}

export async function askForKey(enable: boolean): Promise<void> {
  const settings = await api.put<PrometheusSettings>('/prometheus', { enable_basic_auth: enable });
  queryClient.setQueryData(KEY, settings);
}

export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** The first page, line by line. */
export function useFigures() {
  return useQuery({
    queryKey: [...KEY, 'figures'],
    refetchInterval: 10_000,
    queryFn: async ({ signal }): Promise<readonly Figure[]> => {
      const response = await send('GET', '/prometheus/stats', { signal, headers: { accept: 'text/plain' } });
      const lines = (await response.text())
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      return lines.map((line) => {
        const blank = line.lastIndexOf(' ');
        return { name: line.slice(0, blank), value: line.slice(blank + 1) };
      });
    },
  });
}

/** A job for every page, with or without a key. */
export function scrapeConfig(needsKey: boolean): string {
  const { host, protocol, pathname } = new URL(apiUrl(''));
  const base = pathname.replace(/\/$/, '');
  return PAGES.map((page) =>
    [
      `- job_name: tocsin-${page.replace('_', '-')}`,
      `  scheme: ${protocol.replace(':', '')}`,
      `  metrics_path: ${base}/prometheus/${page}`,
      ...(needsKey ? ['  basic_auth: { username: KEY, password: SECRET }'] : []),
      `  static_configs: [{ targets: ["${host}"] }]`,
    ].join('\n'),
  ).join('\n');
}
