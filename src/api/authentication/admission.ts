import { plainAddress } from '../../lib/peer-address.ts';
import { ApiError } from '../api-error.ts';
import type { User } from '../contract.ts';
import type { Identity } from './identity.ts';
import type { FactorCheck } from './second-factor/second-factors.ts';
import { totpUri } from './second-factor/totp.ts';
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
      throw new ApiError(401, 'LOGIN_LOCKED', 'Too many wrong passwords or codes: wait ten minutes');
    case 'throttled': {
      const headers = { 'retry-after': String(attempt.retryAfter) };
      throw new ApiError(429, 'TOO_MANY_REQUESTS', 'Too many attempts from this address', { headers });
    }
  }
}

interface Credentials {
  username: string;
  password: string;
  /** A code of the app, or a recovery code. */
  code: string | undefined;
  address: string;
  node: string;
}

/**
 * Who this is, by password and second factor.
 *
 * @returns besides, recovery codes when an app was set up by this
 * @throws ApiError 401 for a wrong password, and for a code that is missing or wrong; 429
 */
export async function signIn(
  { users, guard, codeGuard, secondFactors }: Identity,
  { username, password, code, address, node }: Credentials,
): Promise<{ user: User; recoveryCodes: string[] | undefined }> {
  let factor: FactorCheck | undefined;
  const verify = async (): Promise<boolean> => {
    if (!(await users.verify(username, password))) return false;
    // Whoever knows the password may guess codes from many addresses: these are counted by the user alone.
    const checkCode = async (): Promise<boolean> => {
      factor = secondFactors.check(username, code);
      // Thrown and not answered, so that it is no attempt: it must not wipe out the failures before it.
      if (factor.kind === 'missing') throw codeMissing(username, factor.secret, node);
      return factor.kind === 'passed';
    };
    return admit(codeGuard, { username, address: username, verify: checkCode });
  };
  const isRight = await admit(guard, { username, address, verify });
  const user = users.get(username);
  if (factor?.kind === 'wrong') throw codeWrong();
  if (!isRight || !user) throw new ApiError(401, 'BAD_USERNAME_OR_PWD', 'Auth failed');
  return { user, recoveryCodes: factor?.kind === 'passed' ? factor.recoveryCodes : undefined };
}

/**
 * Checks the code of somebody who is signed in and changes what they sign in with.
 * @throws ApiError 400, 429; 401 LOGIN_LOCKED
 */
export async function confirmByCode(
  { codeGuard, secondFactors }: Identity,
  username: string,
  code: string | undefined,
): Promise<void> {
  const verify = async (): Promise<boolean> => {
    const factor = secondFactors.check(username, code);
    if (factor.kind === 'missing') throw codeRefused('missing');
    return factor.kind === 'passed';
  };
  if (!(await admit(codeGuard, { username, address: username, verify }))) throw codeRefused('wrong');
}

/** To who is signed in, and stays so: not 401. */
export function codeRefused(why: 'missing' | 'wrong'): ApiError {
  const message = why === 'missing' ? MISSING : WRONG;
  return new ApiError(400, 'BAD_MFA_TOKEN', message, {
    members: { error: why === 'missing' ? 'missing_mfa_token' : 'bad_mfa_token', mechanism: 'totp' },
  });
}

const MISSING = 'mfa_token: the code of the authenticator app is missing';
const WRONG = 'mfa_token: the code is wrong or was used already; wait for the next one';

/** @param secret of an app that has to be set up first */
function codeMissing(username: string, secret: string | undefined, node: string): ApiError {
  const setUp = secret === undefined ? {} : { secret, uri: totpUri(username, secret, node) };
  return new ApiError(401, 'BAD_MFA_TOKEN', MISSING, {
    members: { error: 'missing_mfa_token', mechanism: 'totp', ...setUp },
  });
}

function codeWrong(): ApiError {
  return new ApiError(401, 'BAD_MFA_TOKEN', WRONG, {
    members: { error: 'bad_mfa_token', mechanism: 'totp' },
  });
}
