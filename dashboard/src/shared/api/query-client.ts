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
