import { useInfiniteQuery } from '@tanstack/react-query';
import type { MqttUser } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const PAGE = 200;
const KEY = 'mqtt-users';

interface UserPage {
  readonly data: readonly MqttUser[];
  readonly meta: { readonly page: number; readonly count?: number; readonly hasnext: boolean };
}

/** The authenticators that keep users of their own. */
export const USER_KEEPERS = ['password_based:built_in_database', 'scram:built_in_database'] as const;

export function useMqttUsers(authenticator: string, like: string | undefined) {
  return useInfiniteQuery({
    queryKey: [KEY, authenticator, like],
    queryFn: ({ pageParam, signal }) =>
      api.get<UserPage>(usersOf(authenticator), { page: pageParam, limit: PAGE, like_user_id: like }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
  });
}

export async function addMqttUser(
  authenticator: string,
  draft: { user_id: string; password: string; is_superuser: boolean },
): Promise<void> {
  await api.post(usersOf(authenticator), draft);
  await refresh();
}

export async function changeMqttUser(
  authenticator: string,
  user: string,
  change: { password?: string; is_superuser: boolean },
): Promise<void> {
  await api.put(`${usersOf(authenticator)}/${encodeURIComponent(user)}`, change);
  await refresh();
}

export async function deleteMqttUser(authenticator: string, user: string): Promise<void> {
  await api.delete(`${usersOf(authenticator)}/${encodeURIComponent(user)}`);
  await refresh();
}

export interface ImportCounts {
  readonly total: number;
  readonly success: number;
  readonly override: number;
  readonly failed: number;
  readonly errors?: readonly { readonly row: number; readonly reason: string }[];
}

/** @param file CSV or JSON @throws Problem */
export async function importMqttUsers(
  authenticator: string,
  file: File,
  type: 'plain' | 'hash',
): Promise<ImportCounts> {
  const form = new FormData();
  form.append('filename', file, file.name);
  const path = `/authentication/${encodeURIComponent(authenticator)}/import_users`;
  const counts = await api.post<ImportCounts>(path, form, { type });
  await refresh();
  return counts;
}

async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [KEY] });
}

function usersOf(authenticator: string): string {
  return `/authentication/${encodeURIComponent(authenticator)}/users`;
}
