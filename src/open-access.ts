import type { AccessOperations } from './access-operations.ts';
import { LateAuthenticators } from './broker/access/authentication/late-authenticators.ts';
import { AuthorizationChain } from './broker/access/authorization/authorization-chain.ts';
import { settingsOf } from './broker/access/authorization/authorization-settings.ts';
import { orDeny } from './broker/access/authorization/broken-source.ts';
import { ConfiguredSource } from './broker/access/authorization/configured-source.ts';
import { FileSource } from './broker/access/authorization/file-source.ts';
import { authorizationOf } from './config/authorization-settings.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import type { Definitions } from './store/definitions.ts';
import type { Store } from './store/store.ts';

export interface AccessParts {
  readonly config: Config;
  readonly store: Store;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of a program that judges by itself. */
  readonly rights?: AuthorizationChain | undefined;
}

export interface Access {
  readonly authenticators: LateAuthenticators;
  readonly rules: AuthorizationChain;
  /** What operators can do with them; loaded when it is not yet. */
  operations(): Promise<AccessOperations>;
  close(): Promise<void>;
}

/**
 * Who may come in and what they may do. Before the first client all of it is in force; where that is nothing but rules
 * of files, what else there could be is loaded later.
 */
export async function openAccess(parts: AccessParts): Promise<Access> {
  const authenticators = new LateAuthenticators();
  const rules = parts.rights ?? new AuthorizationChain();
  let operations: AccessOperations | undefined;
  const load = async (): Promise<AccessOperations> => {
    const { openAccessOperations } = await import('./access-operations.ts');
    const opened = await openAccessOperations(parts, rules);
    authenticators.arrive(opened.authenticators);
    operations = opened;
    return opened;
  };
  if (needsOperations(parts)) await load();
  else openFiles(parts, rules);
  return {
    authenticators,
    rules,
    operations: async () => operations ?? (await load()),
    close: async () => operations?.close(),
  };
}

function needsOperations({ config, definitions }: AccessParts): boolean {
  return (
    config.authentication.length > 0 ||
    config.authorization.sources.some(({ type }) => type !== 'file') ||
    ['authenticator', 'authorization'].some((kind) => definitions.list(kind).length > 0)
  );
}

function openFiles({ config, clock, logger }: AccessParts, rules: AuthorizationChain): void {
  const { settings, sources } = authorizationOf(config);
  rules.settings = settingsOf(settings);
  rules.sources = sources.flatMap((source) => {
    if (source.type !== 'file' || !source.enable) return [];
    const file = orDeny(
      source.type,
      () => new FileSource(source),
      logger.child({ component: 'authorization' }),
    );
    return [new ConfiguredSource(source, file, clock)];
  });
}
