import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';

/** How long somebody may take at the provider. */
export const PENDING_TIME = 10 * 60_000;
const RANDOM_BYTES = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** What a browser that was sent to the provider has to bring back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
  /** Where in the dashboard it wanted to go. */
  readonly back: string;
  readonly at: number;
}

/**
 * Keeps sign-ins that are under way in a cookie of the browser, sealed with a key of this process: so that however many
 * are begun, nothing grows here, and only the browser that began one can end it (RFC 9700 §2.1).
 */
export class PendingSignIns {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(back: string): { pending: PendingSignIn; sealed: string } {
    const pending = {
      state: randomText(),
      nonce: randomText(),
      verifier: randomText(),
      back,
      at: this.#clock.now(),
    };
    return { pending, sealed: this.#seal(JSON.stringify(pending)) };
  }

  /** Undefined when this browser began none, another one, or too long ago. */
  end(sealed: string, state: string): PendingSignIn | undefined {
    const text = this.#open(sealed);
    if (text === undefined) return undefined;
    const pending = JSON.parse(text) as PendingSignIn;
    const isIts = timingSafeEqual(digest(pending.state), digest(state));
    return isIts && this.#clock.now() - pending.at < PENDING_TIME ? pending : undefined;
  }

  #seal(text: string): string {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  #open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length <= NONCE_LENGTH + TAG_LENGTH) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_LENGTH), {
      authTagLength: TAG_LENGTH,
    });
    decipher.setAuthTag(bytes.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH));
    try {
      const body = bytes.subarray(NONCE_LENGTH + TAG_LENGTH);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString();
    } catch {
      // Of another process, or tampered with.
      return undefined;
    }
  }
}

/** What the provider is shown of a verifier: method S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function randomText(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
