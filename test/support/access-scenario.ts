import {
  Authenticators,
  type AuthenticatorsOptions,
} from '../../src/broker/access/authentication/authenticators.ts';
import { PasswordHashing } from '../../src/broker/access/authentication/password-hashing.ts';
import { AuthorizationChain } from '../../src/broker/access/authorization/authorization-chain.ts';
import { authorizationDocument } from '../../src/broker/access/authorization/authorization-document.ts';
import {
  type AuthorizationOptions,
  AuthorizationSources,
} from '../../src/broker/access/authorization/authorization-sources.ts';
import { readClientAcl } from '../../src/broker/access/authorization/client-acl-reader.ts';
import { readSource } from '../../src/broker/access/authorization/source-settings.ts';
import type { BanStore } from '../../src/broker/access/bans/bans.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';

/** Authenticators over a database of their own, which is gone with the process. */
export function createAuthenticators(
  clock: Clock,
  options: Partial<AuthenticatorsOptions> = {},
): Authenticators {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  return new Authenticators({
    definitions: new Definitions(store, clock),
    store,
    clock,
    logger: silentLogger,
    passwords: new PasswordHashing(),
    fromFile: [],
    ...options,
  });
}

/** Sources of access rules over a database of their own; the default ones unless others are given. */
export function createAuthorization(
  clock: Clock,
  options: Partial<AuthorizationOptions> = {},
): AuthorizationSources {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  return new AuthorizationSources({
    chain: new AuthorizationChain(readClientAcl),
    definitions: new Definitions(store, clock),
    clock,
    logger: silentLogger,
    configured: { settings: authorizationDocument.parse({}), sources: [readSource({ type: 'file' })] },
    ...options,
  });
}

/** The settings of the built-in database, with a hash that costs nothing. */
export const builtInDatabase = {
  mechanism: 'password_based',
  backend: 'built_in_database',
  password_hash_algorithm: { name: 'sha256', salt_position: 'suffix' },
};

/** Keeps no bans over a restart. */
export const forgetfulBanStore: BanStore = { list: () => [], put: () => {}, delete: () => {} };
