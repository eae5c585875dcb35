import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';

const TOKEN_LENGTH = 32;
/** Beyond that, the token that was issued first is revoked. */
const MAXIMUM_TOKENS = 10_000;

type TokenCheck = { kind: 'valid'; username: string } | { kind: 'expired' } | { kind: 'unknown' };

interface Session {
  username: string;
  expiresAt: number;
}

/**
 * The tokens of those who are signed in. They live in memory only, as hashes: a restart signs everybody out, and
 * a memory dump or a log signs nobody in.
 */
export class Tokens {
  readonly #clock: Clock;
  readonly #lifetime: number;
  readonly #sessions = new Map<string, Session>();

  /** @param lifetime milliseconds; each use begins it anew */
  constructor(clock: Clock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  /** A new token: 256 random bits as text. */
  issue(username: string): string {
    this.#forgetOld();
    const token = randomBytes(TOKEN_LENGTH).toString('base64url');
    this.#sessions.set(digest(token), { username, expiresAt: this.#clock.now() + this.#lifetime });
    return token;
  }

  /** Who the token signs in. Using a valid one extends it. */
  check(token: string): TokenCheck {
    const session = this.#sessions.get(digest(token));
    if (!session) return { kind: 'unknown' };
    const now = this.#clock.now();
    if (now >= session.expiresAt) return { kind: 'expired' };
    session.expiresAt = now + this.#lifetime;
    return { kind: 'valid', username: session.username };
  }

  revoke(token: string): void {
    this.#sessions.delete(digest(token));
  }

  revokeAllOf(username: string): void {
    for (const [key, session] of this.#sessions)
      if (session.username === username) this.#sessions.delete(key);
  }

  /** An expired token is remembered for another lifetime, so that its owner learns why it is refused. */
  #forgetOld(): void {
    const horizon = this.#clock.now() - this.#lifetime;
    for (const [key, { expiresAt }] of this.#sessions) if (expiresAt <= horizon) this.#sessions.delete(key);
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MAXIMUM_TOKENS) this.#sessions.delete(oldest);
  }
}

/** Looking a digest up in a map leaks nothing about the token by its time. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
