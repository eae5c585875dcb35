import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Trace, TraceDraftBody, TraceList } from '../../../../src/api/contract.ts';
import { api, apiUrl } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useRefreshOnNews } from '../../shared/live/refresh-on-news.ts';

const KEY = ['traces'];
/** Milliseconds between two looks at traces that have not ended: they end by themselves. */
const LOOK = 2_000;

/** The last one first. */
export function useTraces(): UseQueryResult<TraceList> {
  useRefreshOnNews('objects', KEY);
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<TraceList>('/trace', {}, signal),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.status !== 'stopped') ? LOOK : false),
  });
}

/** How long, in minutes, instead of a moment. */
export type TraceWish = Omit<TraceDraftBody, 'for' | 'start_at' | 'end_at'> & { readonly minutes: number };

export async function startTrace({ minutes, ...wish }: TraceWish): Promise<Trace> {
  const trace = await api.post<Trace>('/trace', { ...wish, for: minutes * 60_000 });
  refresh();
  return trace;
}

export async function stopTrace(name: string): Promise<void> {
  await api.put(`/trace/${name}/stop`);
  refresh();
}

export async function deleteTrace(name: string): Promise<void> {
  await api.delete(`/trace/${name}`);
  refresh();
}

export function downloadOf(name: string, format: 'text' | 'json'): string {
  return apiUrl(`/trace/${name}/download`, { format });
}

export function subjectOf(trace: Trace): string {
  return trace[trace.type] ?? '';
}

export function sizeOf({ log_size }: Trace): number {
  return Object.values(log_size).reduce((sum, bytes) => sum + bytes, 0);
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: KEY });
}
