import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';

const KEY = ['session'];

/** Who is signed in; null: nobody. */
export function useSession() {
  return useQuery({ queryKey: KEY, queryFn: readSession, staleTime: 60_000 });
}

async function readSession(): Promise<Session | null> {
  try {
    return await api.get<Session>('/session');
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** @throws Problem 401 for a wrong name or password */
export async function signIn(username: string, password: string): Promise<void> {
  const session = await api.post<Session>('/session', { username, password });
  queryClient.clear();
  queryClient.setQueryData(KEY, session);
}

export async function signOut(): Promise<void> {
  await api.delete('/session');
  queryClient.clear();
  queryClient.setQueryData(KEY, null);
}

/** Called when any request is answered with 401: the session is over. */
export function forgetSession(): void {
  queryClient.setQueryData(KEY, null);
}

const ranks = { viewer: 0, operator: 1, administrator: 2 } as const;

/** Whether who is signed in may do what this role may; what they may not is shown, but switched off. */
export function useMay(role: keyof typeof ranks): boolean {
  const { data } = useSession();
  return data !== null && data !== undefined && ranks[data.role] >= ranks[role];
}
