import { useQuery } from '@tanstack/react-query';
import type { Certificate, EffectiveSetting, ListenerSummary, System } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

export interface SystemNow extends System {
  /** Milliseconds that the clock of the server is ahead of the browser's, less half of the way. */
  readonly clockDifference: number;
}

export function useSystem() {
  return useQuery({
    queryKey: ['system', 'now'],
    queryFn: async (): Promise<SystemNow> => {
      const before = Date.now();
      const system = await api.get<System>('/system');
      return { ...system, clockDifference: Date.parse(system.time) - (before + Date.now()) / 2 };
    },
    refetchInterval: 5_000,
  });
}

/** @param isAllowed only administrators may ask */
export function useSettings(isAllowed: boolean) {
  return useQuery({
    queryKey: ['settings'],
    queryFn: () => api.get<EffectiveSetting[]>('/settings'),
    enabled: isAllowed,
  });
}

interface Reach {
  readonly name: string;
  readonly type: string;
  readonly enable?: boolean;
  readonly status?: string;
}

/** What the checks look at beside the system. */
export function useSurroundings() {
  return useQuery({
    queryKey: ['system', 'surroundings'],
    queryFn: async () => {
      const [listeners, certificates, connectors] = await Promise.all([
        api.get<ListenerSummary[]>('/listeners'),
        api.get<Certificate[]>('/certificates'),
        api.get<Reach[]>('/connectors'),
      ]);
      return { listeners, certificates, connectors };
    },
    refetchInterval: 10_000,
  });
}

export type Surroundings = NonNullable<ReturnType<typeof useSurroundings>['data']>;

export async function rotateLinks(): Promise<void> {
  await api.post('/alert_links/rotate');
}
