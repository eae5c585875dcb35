import { BusyError } from '../../../lib/work-queue.ts';
import { AccessError } from '../access-error.ts';
import { type ImportType, readUser } from './user-file.ts';
import type { UserQuery, UserRow, UserTable } from './user-table.ts';

export interface MqttUser {
  readonly userId: string;
  readonly isSuperuser: boolean;
}

/** What became of the rows of an import. */
export interface ImportCounts {
  total: number;
  success: number;
  /** Users that were there and are another one now. */
  override: number;
  /** Users that were there and stayed. */
  skipped: number;
  /** Rows that cannot be used. */
  failed: number;
  /** Why, of the first of them; absent when there are none. */
  errors?: ImportError[];
}

export interface ImportError {
  /** 1 is the first user, also where a line with names stands above it. */
  readonly row: number;
  readonly reason: string;
}

/** Rows whose reason is told. */
const MOST_ERRORS = 10;

/** How an authenticator makes what it keeps of a password. */
export interface CredentialMaker<Credential> {
  /** Whether it takes milliseconds. */
  readonly isSlow: boolean;
  /** @throws BusyError */
  make(password: Buffer): Promise<Credential>;
  /** Of a hash that another system made; a sentence when it cannot be used. */
  read(hash: string, salt: string): Credential | string;
}

/** Rows stored together; between two slices everybody else has a turn. */
const SLICE = 500;

/** Passwords that one call may have hashed slowly: 40 ms each. */
const MOST_SLOW_PASSWORDS = 1000;

/** The users of one authenticator as the API manages them. */
export class AuthenticatorUsers<Credential> {
  readonly #table: UserTable<Credential>;
  readonly #maker: CredentialMaker<Credential>;

  constructor(table: UserTable<Credential>, maker: CredentialMaker<Credential>) {
    this.#table = table;
    this.#maker = maker;
  }

  list(query: UserQuery): MqttUser[] {
    return this.#table.list(query);
  }

  count(query: Pick<UserQuery, 'like' | 'isSuperuser'>): number {
    return this.#table.count(query);
  }

  /** @throws AccessError NOT_FOUND */
  get(userId: string): MqttUser {
    return view(this.#find(userId));
  }

  /** @throws AccessError ALREADY_EXISTS, BusyError */
  async add(userId: string, password: string, isSuperuser: boolean): Promise<MqttUser> {
    this.#refuseDouble(userId);
    const credential = await this.#maker.make(Buffer.from(password));
    this.#refuseDouble(userId);
    return this.#put({ userId, isSuperuser, credential });
  }

  /** What is not given stays. @throws AccessError NOT_FOUND, BusyError */
  async update(
    userId: string,
    change: { readonly password: string | undefined; readonly isSuperuser: boolean | undefined },
  ): Promise<MqttUser> {
    this.#find(userId);
    const made =
      change.password === undefined ? undefined : await this.#maker.make(Buffer.from(change.password));
    const { isSuperuser, credential } = this.#find(userId);
    return this.#put({
      userId,
      isSuperuser: change.isSuperuser ?? isSuperuser,
      credential: made ?? credential,
    });
  }

  /** @throws AccessError NOT_FOUND */
  delete(userId: string): void {
    if (!this.#table.delete(userId)) throw unknownUser(userId);
  }

  /** With what is kept of their passwords: for a backup, and for nothing else. */
  backup(): UserRow<Credential>[] {
    return this.#table.rows();
  }

  /** Users of a backup as they were, over those that are there. */
  restore(users: readonly UserRow<unknown>[]): void {
    this.#table.put(...(users as readonly UserRow<Credential>[]));
  }

  /** All of them: their authenticator is gone. */
  clear(): void {
    this.#table.clear();
  }

  /**
   * @param replaces whether a user who is there already becomes another one
   * @throws AccessError EXCEED_LIMIT
   */
  async import(type: ImportType, rows: readonly unknown[], replaces: boolean): Promise<ImportCounts> {
    if (type === 'plain' && this.#maker.isSlow && rows.length > MOST_SLOW_PASSWORDS) {
      throw new AccessError(
        'EXCEED_LIMIT',
        `at most ${MOST_SLOW_PASSWORDS} passwords at a time are hashed with this algorithm: send fewer, or hashes`,
      );
    }
    const counts: ImportCounts = {
      total: rows.length,
      success: 0,
      override: 0,
      skipped: 0,
      failed: 0,
    };
    for (let start = 0; start < rows.length; start += SLICE) {
      const users = new Map<string, UserRow<Credential>>();
      for (const [index, row] of rows.slice(start, start + SLICE).entries()) {
        const made = await this.#read(type, row);
        if (typeof made === 'string') {
          counts.failed++;
          counts.errors ??= [];
          if (counts.errors.length < MOST_ERRORS)
            counts.errors.push({ row: start + index + 1, reason: made });
        } else if (!users.has(made.userId) && !this.#table.get(made.userId)) {
          counts.success++;
          users.set(made.userId, made);
        } else if (replaces) {
          counts.override++;
          users.set(made.userId, made);
        } else counts.skipped++;
      }
      this.#table.put(...users.values());
      await new Promise(setImmediate);
    }
    return counts;
  }

  async #read(type: ImportType, row: unknown): Promise<UserRow<Credential> | string> {
    const user = readUser(type, row);
    if (typeof user === 'string') return user;
    const { userId, isSuperuser } = user;
    if (user.kind === 'plain') {
      return { userId, isSuperuser, credential: await this.#makePatiently(Buffer.from(user.password)) };
    }
    const credential = this.#maker.read(user.hash, user.salt);
    return typeof credential === 'string'
      ? `password_hash: ${credential}`
      : { userId, isSuperuser, credential };
  }

  /** Clients that connect come first: an import waits until there is room. */
  async #makePatiently(password: Buffer): Promise<Credential> {
    for (;;) {
      try {
        return await this.#maker.make(password);
      } catch (error) {
        if (!(error instanceof BusyError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  #find(userId: string): UserRow<Credential> {
    const user = this.#table.get(userId);
    if (!user) throw unknownUser(userId);
    return user;
  }

  #refuseDouble(userId: string): void {
    if (this.#table.get(userId)) throw new AccessError('ALREADY_EXISTS', `user ${userId} exists already`);
  }

  #put(user: UserRow<Credential>): MqttUser {
    this.#table.put(user);
    return view(user);
  }
}

function view({ userId, isSuperuser }: MqttUser): MqttUser {
  return { userId, isSuperuser };
}

function unknownUser(userId: string): AccessError {
  return new AccessError('NOT_FOUND', `there is no user ${userId}`);
}
