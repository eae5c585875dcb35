import { randomBytes } from 'node:crypto';
import { PasswordHasher } from '../api/authentication/password-hasher.ts';
import { SecondFactors } from '../api/authentication/second-factor/second-factors.ts';
import { Tokens } from '../api/authentication/tokens.ts';
import { Users } from '../api/authentication/users.ts';
import { password as acceptable } from '../api/contract/sign-in.ts';
import { systemClock } from '../lib/clock.ts';
import { Definitions } from '../store/definitions.ts';
import type { CommandLineContext } from './command-line.ts';
import { type StoppedBrokerOptions, withDatabase } from './stopped-broker.ts';

export interface ResetPasswordOptions extends StoppedBrokerOptions {
  /** Takes the second factor away too. */
  readonly totp?: boolean | undefined;
}

const PASSWORD_LENGTH = 12;

/**
 * Gives a user of the dashboard a new password, which it prints, and ends the sessions of that user. For those who are locked
 * out: whoever may write the database needs no old one. The broker must not run meanwhile.
 */
export function resetPassword(
  username: string,
  options: ResetPasswordOptions,
  context: CommandLineContext,
): Promise<number> {
  const texts = context.texts.resetPassword;
  return withDatabase(options, context, texts.noDatabase, async ({ store, config, fail }) => {
    const definitions = new Definitions(store, systemClock);
    const users = new Users(definitions, new PasswordHasher());
    if (!users.get(username)) {
      const names = users.list().map((user) => user.username);
      return fail([texts.noUser(username, names.join(', '))]);
    }
    const password = newPassword();
    await users.changePassword(username, password);
    if (options.totp) new SecondFactors(definitions, systemClock).disable(username);
    new Tokens(systemClock, config.dashboard.token_expired_time, definitions).revokeAllOf(username);
    context.out(`${texts.done(username, password)}\n`);
    return 0;
  });
}

/** Random, and of the kinds of characters that are asked for. */
function newPassword(): string {
  for (;;) {
    const text = randomBytes(PASSWORD_LENGTH).toString('base64url');
    if (acceptable.safeParse(text).success) return text;
  }
}
