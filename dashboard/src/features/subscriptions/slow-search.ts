import { useQuery } from '@tanstack/react-query';
import type { SlowSubscriptionRow, SlowSubscriptionSettings } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const SETTINGS_KEY = ['slow-subscriptions', 'settings'];
const ROWS_KEY = ['slow-subscriptions', 'rows'];
/** Milliseconds. */
const LOOK_AGAIN = 5_000;

export const SLOW_TYPES = ['whole', 'internal', 'response'] as const;
export const SLOW_THRESHOLDS = ['100ms', '500ms', '1s', '5s', '30s'] as const;

export function useSlowSettings() {
  return useQuery({
    queryKey: SETTINGS_KEY,
    queryFn: () => api.get<SlowSubscriptionSettings>('/slow_subscriptions/settings'),
  });
}

/** What was found by other settings is forgotten. */
export async function changeSlowSettings(change: object): Promise<void> {
  const settings = await api.put<SlowSubscriptionSettings>('/slow_subscriptions/settings', change);
  queryClient.setQueryData(SETTINGS_KEY, settings);
  await queryClient.invalidateQueries({ queryKey: ROWS_KEY });
}

export function useSlowSubscriptions() {
  return useQuery({
    queryKey: ROWS_KEY,
    refetchInterval: LOOK_AGAIN,
    queryFn: () =>
      api.get<{ readonly data: readonly SlowSubscriptionRow[] }>('/slow_subscriptions', { limit: 1000 }),
  });
}

export async function forgetSlow(): Promise<void> {
  await api.delete('/slow_subscriptions');
  await queryClient.invalidateQueries({ queryKey: ROWS_KEY });
}
