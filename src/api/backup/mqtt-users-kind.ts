import type { ApiParts } from '../parts.ts';
import type { BackupItem, BackupKind } from './backup-item.ts';
import { BackupRefusal } from './backup-item.ts';

/**
 * Users of the built-in databases with what is kept of their passwords, which no answer of the API has: of all that a
 * backup holds only this cannot be read otherwise.
 */
export function mqttUsersKind({ authenticators }: Pick<ApiParts, 'authenticators'>): BackupKind {
  const usersOf = (id: string) => {
    try {
      return authenticators.users(id);
    } catch {
      return undefined;
    }
  };
  return {
    name: 'mqtt_users',
    readsReferences: true,
    idOf: ({ authenticator, user_id }) => `${String(authenticator)}:${String(user_id)}`,
    read() {
      const items = authenticators.list().flatMap(({ id }): BackupItem[] =>
        (usersOf(id)?.backup() ?? []).map(({ userId, isSuperuser, credential }) => ({
          authenticator: id,
          user_id: userId,
          is_superuser: isSuperuser,
          stored: credential,
        })),
      );
      return Promise.resolve({ items });
    },
    async put(caller, { authenticator, user_id, is_superuser = false, stored, password }, before) {
      const users = usersOf(String(authenticator));
      if (!users) {
        throw new BackupRefusal(404, `there is no authenticator ${String(authenticator)} that keeps users`);
      }
      if (stored === undefined) {
        const list = `/authentication/${encodeURIComponent(String(authenticator))}/users`;
        if (!before) return caller.send('POST', list, { user_id, password, is_superuser });
        const place = `${list}/${encodeURIComponent(String(user_id))}`;
        return caller.send('PUT', place, { is_superuser, ...(password !== undefined && { password }) });
      }
      if (typeof user_id !== 'string' || typeof stored !== 'object' || stored === null) {
        throw new BackupRefusal(400, 'a user has user_id and stored, as the backup wrote them');
      }
      users.restore([{ userId: user_id, isSuperuser: is_superuser === true, credential: stored }]);
    },
    cannotAdd: ({ stored, password }) =>
      stored === undefined && password === undefined ? 'needs_password' : undefined,
    remove: (caller, { authenticator, user_id }) =>
      caller.send(
        'DELETE',
        `/authentication/${encodeURIComponent(String(authenticator))}/users/${encodeURIComponent(String(user_id))}`,
      ),
  };
}
