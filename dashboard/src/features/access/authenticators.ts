import { useQueries, useQuery } from '@tanstack/react-query';
import type { Authenticator, AuthenticatorStatus } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const KEY = ['authenticators'];

export const KINDS = [
  'password_based:built_in_database',
  'password_based:http',
  'jwt',
  'scram:built_in_database',
] as const;
export type AuthenticatorKind = (typeof KINDS)[number];

export const isKind = (id: string): id is AuthenticatorKind => (KINDS as readonly string[]).includes(id);

export function useAuthenticators() {
  return useQuery({ queryKey: KEY, queryFn: () => api.get<Authenticator[]>('/authentication') });
}

/** By id, of those that have answered. */
export function useAuthenticatorFigures(ids: readonly string[]): ReadonlyMap<string, AuthenticatorStatus> {
  const queries = useQueries({
    queries: ids.map((id) => ({
      queryKey: [...KEY, id, 'status'],
      queryFn: () => api.get<AuthenticatorStatus>(`${pathOf(id)}/status`),
      refetchInterval: 10_000,
    })),
  });
  return new Map(queries.flatMap(({ data }, index) => (data ? [[ids[index] ?? '', data]] : [])));
}

export async function addAuthenticator(settings: object): Promise<void> {
  await api.post('/authentication', settings);
  await refresh();
}

export async function changeAuthenticator(id: string, settings: object): Promise<void> {
  await api.put(pathOf(id), settings);
  await refresh();
}

export async function deleteAuthenticator(id: string): Promise<void> {
  await api.delete(pathOf(id));
  await refresh();
}

/** @param place its place from then on, from 0 */
export async function moveAuthenticator(ids: readonly string[], id: string, place: number): Promise<void> {
  const others = ids.filter((one) => one !== id);
  await api.put(
    '/authentication/order',
    [...others.slice(0, place), id, ...others.slice(place)].map((one) => ({ id: one })),
  );
  await refresh();
}

async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: KEY });
  // Whether a listener is open to everybody depends on it.
  await queryClient.invalidateQueries({ queryKey: ['system'] });
}

function pathOf(id: string): string {
  return `/authentication/${encodeURIComponent(id)}`;
}
