import { useQuery } from '@tanstack/react-query';
import type { SetupStatus } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

/** Whether there is nobody yet who could sign in. */
export function useSetupStatus() {
  return useQuery({ queryKey: ['setup'], queryFn: () => api.get<SetupStatus>('/setup'), staleTime: 10_000 });
}
