import { useQuery } from '@tanstack/react-query';
import type { ApiKey, ApiScope, KeyRole, User, UserRole, UserSession } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const USERS = ['users'];
const KEYS = ['api-keys'];

export function useUsers() {
  return useQuery({ queryKey: USERS, queryFn: () => api.get<User[]>('/users') });
}

export function useApiKeys() {
  return useQuery({ queryKey: KEYS, queryFn: () => api.get<ApiKey[]>('/api_key') });
}

/** @param username undefined: nobody's are asked for */
export function useUserSessions(username: string | undefined) {
  return useQuery({
    queryKey: [...USERS, username, 'sessions'],
    queryFn: () => api.get<UserSession[]>(`${userPath(username ?? '')}/sessions`),
    enabled: username !== undefined,
  });
}

export interface UserDraft {
  readonly username: string;
  readonly password: string;
  readonly role: UserRole;
  readonly description: string;
}

export async function addUser(draft: UserDraft): Promise<void> {
  await api.post('/users', draft);
  await queryClient.invalidateQueries({ queryKey: USERS });
}

export async function changeUser(username: string, change: { role: UserRole; description: string }) {
  await api.put(userPath(username), change);
  await queryClient.invalidateQueries({ queryKey: USERS });
}

export async function deleteUser(username: string): Promise<void> {
  await api.delete(userPath(username));
  await queryClient.invalidateQueries({ queryKey: USERS });
}

export async function changePassword(username: string, before: string, after: string): Promise<void> {
  await api.post(`${userPath(username)}/change_pwd`, { old_pwd: before, new_pwd: after });
}

/** From the next sign-in on, where the app is set up. */
export async function askForSecondStep(username: string): Promise<void> {
  await api.post(`${userPath(username)}/mfa`, { mechanism: 'totp' });
  await queryClient.invalidateQueries({ queryKey: USERS });
}

export async function resetSecondStep(username: string): Promise<void> {
  await api.delete(`${userPath(username)}/mfa`);
  await queryClient.invalidateQueries({ queryKey: USERS });
}

/** @param session undefined: all of them */
export async function endSession(username: string, session?: string): Promise<void> {
  const one = session === undefined ? '' : `/${encodeURIComponent(session)}`;
  await api.delete(`${userPath(username)}/sessions${one}`);
  await queryClient.invalidateQueries({ queryKey: USERS });
}

export interface KeyDraft {
  readonly name: string;
  readonly desc: string;
  readonly role: KeyRole;
  /** RFC 3339, or `infinity`. */
  readonly expired_at: string;
  readonly scopes?: readonly ApiScope[];
}

/** The only answer that has the secret. */
export async function createKey(draft: KeyDraft): Promise<ApiKey> {
  const key = await api.post<ApiKey>('/api_key', { ...draft, enable: true });
  await queryClient.invalidateQueries({ queryKey: KEYS });
  return key;
}

export async function changeKey(key: ApiKey, change: Partial<Omit<KeyDraft, 'name'>> & { enable?: boolean }) {
  // What is left out of `expired_at` becomes infinity.
  await api.put(keyPath(key.name), { expired_at: key.expired_at, ...change });
  await queryClient.invalidateQueries({ queryKey: KEYS });
}

export async function deleteKey(name: string): Promise<void> {
  await api.delete(keyPath(name));
  await queryClient.invalidateQueries({ queryKey: KEYS });
}

function userPath(username: string): string {
  return `/users/${encodeURIComponent(username)}`;
}

function keyPath(name: string): string {
  return `/api_key/${encodeURIComponent(name)}`;
}
