import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PasswordHasher } from '../api/authentication/password-hasher.ts';
import { Tokens } from '../api/authentication/tokens.ts';
import { Users } from '../api/authentication/users.ts';
import { password as acceptable } from '../api/contract/sign-in.ts';
import { systemClock } from '../lib/clock.ts';
import { printable } from '../lib/human-log.ts';
import { createLogger } from '../lib/logger.ts';
import { Definitions } from '../store/definitions.ts';
import { DATABASE_FILE, Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import type { CommandLineContext } from './command-line.ts';
import { ConfigError, problemText } from './config-problem.ts';
import { loadConfig } from './load-config.ts';

export interface ResetPasswordOptions {
  readonly config?: string | undefined;
  readonly dataDir?: string | undefined;
  /** `path=value` */
  readonly set?: readonly string[] | undefined;
}

const FAILED = 1;
const PASSWORD_LENGTH = 12;

/**
 * Gives a user of the dashboard a new password, which it prints, and ends the sessions of that user. For those who are locked
 * out: whoever may write the database needs no old one. The broker must not run meanwhile.
 */
export async function resetPassword(
  username: string,
  { config, dataDir, set = [] }: ResetPasswordOptions,
  { environment, texts, out, error: say }: CommandLineContext,
): Promise<number> {
  const fail = (lines: readonly string[]): number => {
    say(lines.map((line) => `${printable(line)}\n`).join(''));
    return FAILED;
  };
  try {
    const {
      node,
      store: settings,
      dashboard,
    } = loadConfig({
      file: config,
      environment,
      assignments: set,
      dataDirectory: dataDir,
    });
    if (!existsSync(join(node.data_dir, DATABASE_FILE)))
      return fail([texts.resetPassword.noDatabase(node.data_dir)]);
    const store = Store.open({
      directory: node.data_dir,
      durability: settings.durability,
      logger: createLogger({ level: 'warn', format: 'auto' }),
      environment,
    });
    try {
      const definitions = new Definitions(store, systemClock);
      const users = new Users(definitions, new PasswordHasher());
      if (!users.get(username)) {
        const names = users.list().map((user) => user.username);
        return fail([texts.resetPassword.noUser(username, names.join(', '))]);
      }
      const password = newPassword();
      await users.changePassword(username, password);
      new Tokens(systemClock, dashboard.token_expired_time, definitions).revokeAllOf(username);
      out(`${texts.resetPassword.done(username, password)}\n`);
      return 0;
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof ConfigError)
      return fail(error.problems.map((problem) => problemText(problem, texts)));
    if (error instanceof StoreError) return fail([error.message]);
    throw error;
  }
}

/** Random, and of the kinds of characters that are asked for. */
function newPassword(): string {
  for (;;) {
    const text = randomBytes(PASSWORD_LENGTH).toString('base64url');
    if (acceptable.safeParse(text).success) return text;
  }
}
