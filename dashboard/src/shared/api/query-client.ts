import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.ts';

/** What was fetched stays and is shown, dated, when the server is gone; what it refused is not asked for again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.isUnreachable,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Fetches all that is shown once more; what is on its way for the first time after it came, since it may be older. */
export function refetchShown(): void {
  const onTheirWay = queryClient
    .getQueryCache()
    .findAll({ type: 'active', predicate: ({ state }) => state.data === undefined, fetchStatus: 'fetching' });
  void queryClient.invalidateQueries({ type: 'active' });
  for (const query of onTheirWay)
    void query.promise?.then(
      () => queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true }),
      // One that failed is shown as failed, or is tried again by itself.
      () => undefined,
    );
}
