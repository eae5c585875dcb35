import { z } from 'zod';
import { readBoundedFile } from '../../../lib/bounded-file.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { BusyError } from '../../../lib/work-queue.ts';
import type { Store } from '../../../store/store.ts';
import {
  type Authenticator,
  allow,
  BUSY,
  type Credentials,
  FAILED,
  IGNORE,
  type Judgement,
  WRONG_PASSWORD,
} from './authenticator.ts';
import { AuthenticatorUsers } from './authenticator-users.ts';
import { isSlow, passwordHashAlgorithm, readHash, type StoredPassword } from './password-hash-algorithm.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { readRows } from './user-file.ts';
import { type UserRow, UserTable } from './user-table.ts';
import { VerifiedPasswords } from './verified-passwords.ts';

/** Bytes; more than a million users. */
const LONGEST_BOOTSTRAP = 64 * 1024 * 1024;

export const builtInDatabaseSettings = z.strictObject({
  mechanism: z.literal('password_based'),
  backend: z.literal('built_in_database'),
  enable: z.boolean().default(true),
  user_id_type: z
    .enum(['username', 'clientid'])
    .default('username')
    .meta({ description: 'By which of the two a user is known' }),
  password_hash_algorithm: passwordHashAlgorithm.prefault({ name: 'sha256', salt_position: 'suffix' }),
  bootstrap_file: z.string().max(4096).optional().meta({
    description: 'A .csv or .json file; users who are not there yet are added from it at every start',
  }),
  bootstrap_type: z.enum(['plain', 'hash']).default('plain').meta({ description: 'What the file holds' }),
});

export type BuiltInDatabaseSettings = z.output<typeof builtInDatabaseSettings>;

export interface BuiltInDatabaseParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly passwords: PasswordHashing;
}

/** Users and passwords that the broker keeps itself. */
export class BuiltInDatabase implements Authenticator {
  readonly status = 'connected';
  readonly users: AuthenticatorUsers<StoredPassword>;
  readonly #settings: BuiltInDatabaseSettings;
  readonly #passwords: PasswordHashing;
  readonly #logger: Logger;
  readonly #table: UserTable<StoredPassword>;
  readonly #verified: VerifiedPasswords;

  constructor(id: string, settings: BuiltInDatabaseSettings, parts: BuiltInDatabaseParts) {
    const { password_hash_algorithm: algorithm } = settings;
    this.#settings = settings;
    this.#passwords = parts.passwords;
    this.#logger = parts.logger;
    this.#table = new UserTable(parts.store, id);
    this.#verified = new VerifiedPasswords(parts.clock);
    this.users = new AuthenticatorUsers(this.#table, {
      isSlow: isSlow(algorithm),
      make: (password) => parts.passwords.hash(algorithm, password),
      read: (hash, salt) => readHash(algorithm, hash, salt),
    });
  }

  /** Loads the bootstrap file. @throws AccessError, or an Error that names the file */
  async open(): Promise<void> {
    const { bootstrap_file: file, bootstrap_type: type } = this.#settings;
    if (file === undefined) return;
    const text = await readBoundedFile(file, LONGEST_BOOTSTRAP).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`bootstrap_file ${file} cannot be read (${error.code})`);
    });
    const counts = await this.users.import(type, readRows(file, text), false);
    const level = counts.failed > 0 ? 'warn' : 'info';
    this.#logger[level]({ file, ...counts }, 'MQTT users were loaded from the bootstrap file');
  }

  check({ clientId, username, password }: Credentials): Judgement | Promise<Judgement> {
    const userId = this.#settings.user_id_type === 'clientid' ? clientId : username;
    if (userId === undefined) return IGNORE;
    const user = this.#table.get(userId);
    if (password === undefined) return user ? WRONG_PASSWORD : IGNORE;
    if (!user) return this.#pretend(password);
    const { credential } = user;
    if (!isSlow(credential.algorithm)) {
      return this.#passwords.verify(credential, password) === true ? allowUser(user) : WRONG_PASSWORD;
    }
    if (this.#verified.has(userId, credential, password)) return allowUser(user);
    return this.#verifySlowly(user, password);
  }

  async close(): Promise<void> {}

  async #verifySlowly(user: UserRow<StoredPassword>, password: Buffer): Promise<Judgement> {
    const { userId, credential } = user;
    try {
      if (!(await this.#passwords.verify(credential, password))) return WRONG_PASSWORD;
    } catch (error) {
      return this.#judge(error);
    }
    // The user may have been deleted or changed meanwhile.
    const now = this.#table.get(userId);
    if (now?.credential.hash !== credential.hash) return WRONG_PASSWORD;
    this.#verified.add(userId, credential, password);
    return allowUser(now);
  }

  /** Does for a user who does not exist what is done for one who does, so that the time does not tell. */
  #pretend(password: Buffer): Judgement | Promise<Judgement> {
    const decoy = this.#passwords.decoy(this.#settings.password_hash_algorithm);
    if (!(decoy instanceof Promise)) {
      const work = this.#passwords.verify(decoy, password);
      if (!(work instanceof Promise)) return IGNORE;
      return work.then(
        () => IGNORE,
        (error: unknown) => this.#judge(error),
      );
    }
    return decoy
      .then((made) => this.#passwords.verify(made, password))
      .then(
        () => IGNORE,
        (error: unknown) => this.#judge(error),
      );
  }

  #judge(error: unknown): Judgement {
    if (error instanceof BusyError) return BUSY;
    this.#logger.error({ err: error }, 'a password could not be checked, the client is refused');
    return FAILED;
  }
}

function allowUser({ userId, isSuperuser }: UserRow<StoredPassword>): Judgement {
  return allow(userId, { isSuperuser });
}
