import type { ApiScope, KeyRole, UserRole } from '../contract.ts';

/** Who calls: somebody who signed in, a program with an API key, or this very process for files of objects. */
export type Principal =
  | { kind: 'user'; name: string; role: UserRole; token: string }
  | {
      kind: 'apiKey';
      name: string;
      key: string;
      role: KeyRole;
      /** Undefined: all areas. */
      scopes?: readonly ApiScope[] | undefined;
    }
  | { kind: 'files'; name: string; role: 'administrator' };

/** Who it was, for people to read. Keys of the bootstrap file have names that nobody gave them. */
export function shownName(principal: Principal | undefined): string {
  if (!principal) return 'unknown';
  const isNamed = principal.kind !== 'apiKey' || !principal.name.startsWith(BOOTSTRAP_NAME);
  return isNamed ? principal.name : principal.key;
}

/** What the names of keys from the bootstrap file begin with. */
export const BOOTSTRAP_NAME = 'from_bootstrap_file_';
