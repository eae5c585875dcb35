import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Users } from './users.ts';

const TOKEN_LENGTH = 32;

/**
 * Proves that somebody reads the console: whoever has it creates the first administrator. It is alive only while
 * there is no user, and a restart makes a new one.
 */
export class SetupToken {
  readonly #users: Users;
  readonly #token = randomBytes(TOKEN_LENGTH).toString('base64url');

  constructor(users: Users) {
    this.#users = users;
  }

  /** The token as text; undefined when there is a user. */
  read(): string | undefined {
    return this.#users.isEmpty() ? this.#token : undefined;
  }

  accepts(token: string): boolean {
    return this.#users.isEmpty() && timingSafeEqual(digest(token), digest(this.#token));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
