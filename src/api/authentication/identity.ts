import { randomBytes } from 'node:crypto';
import { askOutside } from '../../delivery/door.ts';
import type { Clock } from '../../lib/clock.ts';
import { ApiKeys, type BootstrapKey } from './api-keys.ts';
import type { Documents } from './documents.ts';
import type { AskProvider } from './oidc/oidc-provider.ts';
import type { OidcSettings } from './oidc/oidc-settings.ts';
import { createOidcSignIn, type OidcSignIn } from './oidc/oidc-sign-in.ts';
import { type Argon2Cost, PasswordHasher } from './password-hasher.ts';
import { SecondFactors } from './second-factor/second-factors.ts';
import { cookieNameOf } from './session-cookie.ts';
import { SetupToken } from './setup-token.ts';
import { SignInGuard } from './sign-in-guard.ts';
import { Tokens } from './tokens.ts';
import { Users } from './users.ts';

/** Everything that knows who may call. */
export interface Identity {
  users: Users;
  apiKeys: ApiKeys;
  tokens: Tokens;
  guard: SignInGuard;
  secondFactors: SecondFactors;
  /** Of guesses at the codes of a user, wherever they come from. */
  codeGuard: SignInGuard;
  setupToken: SetupToken;
  /** Undefined: nobody signs in by a provider. */
  oidc: OidcSignIn | undefined;
  /** Of the cookie that holds the token of a browser. */
  cookieName: string;
  /** By which this process calls itself for files of objects; nobody else learns it. */
  fileToken: string;
}

interface IdentityOptions {
  documents: Documents;
  clock: Clock;
  apiKeys: readonly BootstrapKey[];
  tokenLifetime: number;
  passwordCost?: Argon2Cost | undefined;
  oidc?: OidcSettings | undefined;
  askProvider?: AskProvider | undefined;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { documents, clock, tokenLifetime, passwordCost } = options;
  const users = new Users(documents, new PasswordHasher(passwordCost));
  return {
    users,
    apiKeys: new ApiKeys(documents, clock, options.apiKeys),
    tokens: new Tokens(clock, tokenLifetime, documents),
    guard: new SignInGuard(clock),
    secondFactors: new SecondFactors(documents, clock),
    codeGuard: new SignInGuard(clock),
    setupToken: new SetupToken(users),
    oidc: options.oidc && createOidcSignIn(options.oidc, options.askProvider ?? askOutside, clock),
    cookieName: cookieNameOf(documents),
    fileToken: randomBytes(32).toString('hex'),
  };
}
