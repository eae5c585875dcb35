import type { AuthenticatorChain } from './broker/access/authentication/authentication.ts';
import { Authenticators } from './broker/access/authentication/authenticators.ts';
import { PasswordHashing } from './broker/access/authentication/password-hashing.ts';
import type { AuthorizationChain } from './broker/access/authorization/authorization-chain.ts';
import { AuthorizationSources } from './broker/access/authorization/authorization-sources.ts';
import { readClientAcl } from './broker/access/authorization/client-acl-reader.ts';
import { authorizationOf } from './config/authorization-settings.ts';
import type { AccessParts } from './open-access.ts';

/** Authenticators and sources of access rules, which operators can change. */
export interface AccessOperations {
  readonly authenticators: Authenticators & AuthenticatorChain;
  readonly authorization: AuthorizationSources;
  close(): Promise<void>;
}

/** @throws Error that names an authenticator of the file that cannot be used */
export async function openAccessOperations(
  { config, store, definitions, clock, logger }: AccessParts,
  chain: AuthorizationChain,
): Promise<AccessOperations> {
  await using cleanUp = new AsyncDisposableStack();
  const authenticators = new Authenticators({
    definitions,
    store,
    clock,
    logger: logger.child({ component: 'authentication' }),
    passwords: new PasswordHashing(),
    fromFile: config.authentication,
  });
  await authenticators.open();
  cleanUp.defer(() => authenticators.close());
  chain.aclReader = readClientAcl;
  const authorization = new AuthorizationSources({
    chain,
    definitions,
    clock,
    logger: logger.child({ component: 'authorization' }),
    configured: authorizationOf(config),
  });
  cleanUp.defer(() => authorization.close());
  const opened = cleanUp.move();
  return { authenticators, authorization, close: () => opened.disposeAsync() };
}
