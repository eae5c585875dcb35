import { useQuery } from '@tanstack/react-query';
import type { DoctorReport, EffectiveSetting, System } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

export function useSystem() {
  return useQuery({
    queryKey: ['system', 'now'],
    queryFn: () => api.get<System>('/system'),
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

export interface Diagnosis extends DoctorReport {
  /** Milliseconds between the clocks of the server and of the browser, less half of the way. */
  readonly clockDifference: number;
}

/** The doctor tries every connector: not with every look at the page, and not in the background. */
export function useDoctor() {
  return useQuery({
    queryKey: ['system', 'doctor'],
    queryFn: async (): Promise<Diagnosis> => {
      const report = await api.get<DoctorReport>('/system/doctor');
      return { ...report, clockDifference: Date.parse(report.time) - Date.now() };
    },
    staleTime: 10_000,
    refetchInterval: 60_000,
  });
}

export async function rotateLinks(): Promise<void> {
  await api.post('/alert_links/rotate');
}
