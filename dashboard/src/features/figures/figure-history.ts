import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FigureSample, PresentFigures } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

/** How far the charts look back: seconds, and of how many seconds each point is. */
export const RANGES = {
  '1h': { latest: 3_600, step: 10 },
  '6h': { latest: 6 * 3_600, step: 60 },
  '24h': { latest: 24 * 3_600, step: 300 },
  '7d': { latest: 7 * 86_400, step: 1_800 },
  '30d': { latest: 30 * 86_400, step: 7_200 },
} as const;

export type RangeName = keyof typeof RANGES;

export function isRangeName(text: string | undefined): text is RangeName {
  return text !== undefined && Object.hasOwn(RANGES, text);
}

/** Milliseconds after which there is a new sample. */
const SAMPLING = 10_000;

export function useFigureHistory({ latest, step }: { readonly latest: number; readonly step: number }) {
  return useQuery({
    queryKey: ['monitor', latest, step],
    queryFn: ({ signal }) => api.get<FigureSample[]>('/monitor', { latest, step }, signal),
    refetchInterval: Math.min(60_000, Math.max(SAMPLING, step * 250)),
    placeholderData: keepPreviousData,
  });
}

/** How it is now, and how fast people were told within the last hour. */
export function usePresentFigures() {
  return useQuery({
    queryKey: ['monitor_current'],
    queryFn: ({ signal }) => api.get<PresentFigures>('/monitor_current', undefined, signal),
    refetchInterval: SAMPLING,
  });
}
