import { useQuery } from '@tanstack/react-query';
import type {
  Certificate,
  CertificateCheck,
  Listener,
  ListenerSummary,
  SelfSignedCertificate,
} from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const KEY = ['listeners'];
const CERTIFICATES = ['certificates'];

export function useListeners() {
  return useQuery({
    queryKey: KEY,
    queryFn: () => api.get<ListenerSummary[]>('/listeners'),
    refetchInterval: 5_000,
  });
}

/** @param id undefined: none is asked for */
export function useListener(id: string | undefined) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: () => api.get<Listener>(pathOf(id ?? '')),
    enabled: id !== undefined,
    // A form is filled in from it.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useCertificates() {
  return useQuery({
    queryKey: CERTIFICATES,
    queryFn: () => api.get<Certificate[]>('/certificates'),
    refetchInterval: 60_000,
  });
}

export type ListenerSettings = Readonly<Record<string, unknown>>;

export async function addListener(settings: ListenerSettings): Promise<void> {
  await api.post('/listeners', settings);
  await refresh();
}

export async function changeListener(id: string, settings: ListenerSettings): Promise<void> {
  await api.put(pathOf(id), settings);
  await refresh();
}

export async function operateListener(
  id: string,
  operation: 'start' | 'stop' | 'restart' | 'reload',
): Promise<void> {
  await api.post(`${pathOf(id)}/${operation}`);
  await refresh();
}

export async function deleteListener(id: string): Promise<void> {
  await api.delete(pathOf(id));
  await refresh();
}

export function makeSelfSigned(names: readonly string[]): Promise<SelfSignedCertificate> {
  return api.post('/certificates/self_signed', { names });
}

export function checkCertificate(body: {
  certificate: string;
  private_key?: string;
  password?: string;
}): Promise<CertificateCheck> {
  return api.post('/certificates/check', body);
}

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: KEY }),
    queryClient.invalidateQueries({ queryKey: CERTIFICATES }),
  ]);
}

function pathOf(id: string): string {
  return `/listeners/${encodeURIComponent(id)}`;
}
