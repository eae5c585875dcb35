import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Documents } from './documents.ts';

const TOKEN_LENGTH = 32;
/** Beyond that, the token that was issued first is revoked. */
const MAXIMUM_TOKENS = 10_000;

type TokenCheck = { kind: 'valid'; username: string } | { kind: 'expired' } | { kind: 'unknown' };

/** The documents of sessions that outlive the process; the id of each is the hash of its token. */
const KIND = 'session';
/** Of a lifetime: as much of the use of a session may be forgotten in a crash, so that not each use is written. */
const UNWRITTEN = 0.1;

interface Session {
  username: string;
  expiresAt: number;
  /** However much it is used; undefined: there is no such time. */
  readonly endsAt?: number | undefined;
  readonly since: number;
  usedAt: number;
  readonly by: SignedInBy;
  /** When it was last written, Unix milliseconds; undefined: it lives in memory only. */
  writtenAt: number | undefined;
}

/** From where somebody signed in, as far as that is known. */
interface SignedInBy {
  readonly address: string;
  /** What the browser or program calls itself. */
  readonly agent: string;
}

/** A session as people may see it: its id is not the token, and does not lead to it. */
export interface SignedInSession extends SignedInBy {
  readonly id: string;
  readonly username: string;
  /** Unix milliseconds, as are the following. */
  readonly since: number;
  readonly usedAt: number;
  readonly expiresAt: number;
}

const NOWHERE: SignedInBy = { address: '', agent: '' };
const ID_LENGTH = 16;

/**
 * The tokens of those who are signed in, as hashes: a memory dump, a log or a copy of the database signs nobody in. Those
 * of programs live in memory only; those of browsers outlive the process, so that a restart throws nobody out of a page.
 */
export class Tokens {
  readonly #clock: Clock;
  readonly #lifetime: number;
  readonly #documents: Documents | undefined;
  readonly #sessions = new Map<string, Session>();

  /** @param lifetime milliseconds; each use begins it anew @param documents where sessions are kept that last */
  constructor(clock: Clock, lifetime: number, documents?: Documents) {
    this.#clock = clock;
    this.#lifetime = lifetime;
    this.#documents = documents;
    for (const { id, body } of documents?.list(KIND) ?? []) this.#sessions.set(id, body as Session);
    this.#forgetOld();
  }

  /**
   * A new token: 256 random bits as text.
   * @param isKept whether it outlives the process @param longest milliseconds after which no use extends it
   */
  issue(username: string, by: SignedInBy = NOWHERE, isKept = false, longest = Infinity): string {
    this.#forgetOld();
    const token = randomBytes(TOKEN_LENGTH).toString('base64url');
    const now = this.#clock.now();
    const key = digest(token);
    const session: Session = {
      username,
      expiresAt: now + Math.min(this.#lifetime, longest),
      ...(Number.isFinite(longest) && { endsAt: now + longest }),
      since: now,
      usedAt: now,
      by: { address: by.address, agent: by.agent.slice(0, 300) },
      writtenAt: undefined,
    };
    this.#sessions.set(key, session);
    if (isKept) this.#write(key, session, now);
    return token;
  }

  /** Who the token signs in. Using a valid one extends it. */
  check(token: string): TokenCheck {
    const key = digest(token);
    const session = this.#sessions.get(key);
    if (!session) return { kind: 'unknown' };
    const now = this.#clock.now();
    if (now >= session.expiresAt) return { kind: 'expired' };
    session.expiresAt = Math.min(now + this.#lifetime, session.endsAt ?? Infinity);
    session.usedAt = now;
    if (session.writtenAt !== undefined && now - session.writtenAt >= this.#lifetime * UNWRITTEN)
      this.#write(key, session, now);
    return { kind: 'valid', username: session.username };
  }

  revoke(token: string): void {
    this.#end(digest(token));
  }

  /** Those that are not over, the latest first. */
  sessionsOf(username: string): SignedInSession[] {
    const now = this.#clock.now();
    return [...this.#sessions]
      .filter(([, session]) => session.username === username && session.expiresAt > now)
      .map(([key, { by, since, usedAt, expiresAt }]) => ({
        id: idOf(key),
        username,
        ...by,
        since,
        usedAt,
        expiresAt,
      }))
      .toSorted((a, b) => b.usedAt - a.usedAt);
  }

  /** Of the session that this token belongs to. */
  idOf(token: string): string {
    return idOf(digest(token));
  }

  /** False when there is no such session of this user. */
  revokeSession(username: string, id: string): boolean {
    for (const [key, session] of this.#sessions) {
      if (session.username === username && idOf(key) === id) return this.#end(key);
    }
    return false;
  }

  revokeAllOf(username: string): void {
    for (const [key, session] of this.#sessions) if (session.username === username) this.#end(key);
  }

  /** An expired token is remembered for another lifetime, so that its owner learns why it is refused. */
  #forgetOld(): void {
    const horizon = this.#clock.now() - this.#lifetime;
    for (const [key, { expiresAt }] of this.#sessions) if (expiresAt <= horizon) this.#end(key);
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MAXIMUM_TOKENS) this.#end(oldest);
  }

  #write(key: string, session: Session, now: number): void {
    session.writtenAt = now;
    this.#documents?.put(KIND, key, session);
  }

  #end(key: string): boolean {
    if (this.#sessions.get(key)?.writtenAt !== undefined) this.#documents?.delete(KIND, key);
    return this.#sessions.delete(key);
  }
}

/** The token has 256 random bits: a part of its hash says nothing about it. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, ID_LENGTH);
}

/** Looking a digest up in a map leaks nothing about the token by its time. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
