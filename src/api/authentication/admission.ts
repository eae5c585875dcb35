import { plainAddress } from '../../lib/peer-address.ts';
import { ApiError } from '../api-error.ts';
import type { SignInGuard } from './sign-in-guard.ts';

interface SignInAttempt {
  username: string;
  /** Of the peer. */
  address: string;
  verify: () => Promise<boolean>;
}

/**
 * Verifies what somebody signs in with, unless this was guessed too often.
 *
 * @returns whether it is right
 * @throws ApiError 429, or 401 LOGIN_LOCKED
 */
export async function admit(
  guard: SignInGuard,
  { username, address, verify }: SignInAttempt,
): Promise<boolean> {
  const attempt = await guard.attempt(username, plainAddress(address), verify);
  switch (attempt.kind) {
    case 'verified':
      return attempt.isRight;
    case 'locked':
      throw new ApiError(401, 'LOGIN_LOCKED', 'Too many wrong passwords: wait ten minutes');
    case 'throttled': {
      const headers = { 'retry-after': String(attempt.retryAfter) };
      throw new ApiError(429, 'TOO_MANY_REQUESTS', 'Too many attempts from this address', { headers });
    }
  }
}
