import type { Identity } from '../authentication/identity.ts';
import type { UserRole } from '../contract.ts';
import { type BackupItem, type BackupKind, BackupRefusal } from './backup-item.ts';
import { KIND_SCHEMAS } from './kind-schemas.ts';

/** Users of the dashboard; a backup with secrets has what is kept of their passwords. */
export function usersKind({ users, tokens }: Pick<Identity, 'users' | 'tokens'>): BackupKind {
  return {
    name: 'users',
    readsReferences: true,
    idOf: ({ username }) => String(username),
    async read(caller, { secrets }) {
      const rows = ((await caller.get('/users')) ?? []) as readonly BackupItem[];
      const items = rows.map(({ username, role, description }) => {
        const hash = secrets ? users.passwordHash(String(username)) : undefined;
        return { username, role, description, ...(hash !== undefined && { password_hash: hash }) };
      });
      const fixed = rows
        .filter(({ file }) => typeof file === 'string')
        .map(({ username }) => String(username));
      return { items, fixed };
    },
    async put(caller, item, before) {
      const { username, role, description, password, password_hash: hash } = readUser(item);
      const place = `/users/${encodeURIComponent(username)}`;
      if (before) await caller.send('PUT', place, { role, description });
      else if (hash === undefined)
        await caller.send('POST', '/users', { username, role, description, password });
      if (hash !== undefined) {
        // API keys may not manage users: this refuses them where nothing above has.
        await caller.get('/users');
        if (users.passwordHash(username) === hash) return;
        users.restore({ username, role, description, passwordHash: hash });
      } else if (!before || password === undefined || (await users.verify(username, password))) return;
      else await users.changePassword(username, password);
      tokens.revokeAllOf(username);
    },
    remove: (caller, { username }) => caller.send('DELETE', `/users/${encodeURIComponent(String(username))}`),
    cannotAdd: ({ password, password_hash: hash }) =>
      password === undefined && hash === undefined ? 'needs_password' : undefined,
  };
}

interface UserItem {
  readonly username: string;
  readonly role: UserRole;
  readonly description: string;
  readonly password?: string;
  readonly password_hash?: string;
}

/** @throws BackupRefusal */
function readUser(item: BackupItem): UserItem {
  const parsed = KIND_SCHEMAS.users?.safeParse(item);
  if (parsed?.success) return parsed.data as UserItem;
  const issue = parsed?.error.issues[0];
  throw new BackupRefusal(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a user'}`);
}
