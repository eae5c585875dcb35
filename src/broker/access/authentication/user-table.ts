import type { Store } from '../../../store/store.ts';

/** A user as the table keeps it; what a credential looks like is the authenticator's business. */
export interface UserRow<Credential> {
  readonly userId: string;
  readonly isSuperuser: boolean;
  readonly credential: Credential;
}

export interface UserQuery {
  /** Part of the user id. */
  readonly like: string | undefined;
  readonly isSuperuser: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The users of one authenticator. What is changed is on disk when the call returns. */
export class UserTable<Credential> {
  readonly #store: Store;
  readonly #authenticator: string;

  constructor(store: Store, authenticator: string) {
    this.#store = store;
    this.#authenticator = authenticator;
  }

  get(userId: string): UserRow<Credential> | undefined {
    const row = this.#store
      .prepare('SELECT credential, is_superuser FROM mqtt_users WHERE authenticator = ? AND user_id = ?')
      .get(this.#authenticator, userId);
    if (!row) return undefined;
    return {
      userId,
      isSuperuser: row.is_superuser === 1,
      credential: JSON.parse(String(row.credential)) as Credential,
    };
  }

  put(...users: readonly UserRow<Credential>[]): void {
    this.#store.transact(() => {
      const statement = this.#store.prepare(
        `INSERT INTO mqtt_users (authenticator, user_id, credential, is_superuser) VALUES (?, ?, ?, ?)
         ON CONFLICT (authenticator, user_id)
         DO UPDATE SET credential = excluded.credential, is_superuser = excluded.is_superuser`,
      );
      for (const { userId, isSuperuser, credential } of users) {
        statement.run(this.#authenticator, userId, JSON.stringify(credential), isSuperuser ? 1 : 0);
      }
    });
  }

  /** False when there was none. */
  delete(userId: string): boolean {
    const { changes } = this.#store.transact(() =>
      this.#store
        .prepare('DELETE FROM mqtt_users WHERE authenticator = ? AND user_id = ?')
        .run(this.#authenticator, userId),
    );
    return changes > 0;
  }

  clear(): void {
    this.#store.transact(() =>
      this.#store.prepare('DELETE FROM mqtt_users WHERE authenticator = ?').run(this.#authenticator),
    );
  }

  /** All of them, with their credentials. */
  rows(): UserRow<Credential>[] {
    return this.#store
      .prepare(
        'SELECT user_id, credential, is_superuser FROM mqtt_users WHERE authenticator = ? ORDER BY user_id',
      )
      .all(this.#authenticator)
      .map((row) => ({
        userId: String(row.user_id),
        isSuperuser: row.is_superuser === 1,
        credential: JSON.parse(String(row.credential)) as Credential,
      }));
  }

  /** In the order of their ids. */
  list({ like, isSuperuser, offset, limit }: UserQuery): { userId: string; isSuperuser: boolean }[] {
    return this.#store
      .prepare(
        `SELECT user_id, is_superuser FROM mqtt_users
         WHERE authenticator = :authenticator
           AND (:like IS NULL OR instr(user_id, :like) > 0)
           AND (:superuser IS NULL OR is_superuser = :superuser)
         ORDER BY user_id LIMIT :limit OFFSET :offset`,
      )
      .all({ ...this.#filter(like, isSuperuser), limit, offset })
      .map((row) => ({ userId: String(row.user_id), isSuperuser: row.is_superuser === 1 }));
  }

  count({ like, isSuperuser }: Pick<UserQuery, 'like' | 'isSuperuser'>): number {
    const row = this.#store
      .prepare(
        `SELECT count(*) AS users FROM mqtt_users
         WHERE authenticator = :authenticator
           AND (:like IS NULL OR instr(user_id, :like) > 0)
           AND (:superuser IS NULL OR is_superuser = :superuser)`,
      )
      .get(this.#filter(like, isSuperuser));
    return Number(row?.users);
  }

  #filter(like: string | undefined, isSuperuser: boolean | undefined) {
    return {
      authenticator: this.#authenticator,
      like: like ?? null,
      superuser: isSuperuser === undefined ? null : isSuperuser ? 1 : 0,
    };
  }
}
