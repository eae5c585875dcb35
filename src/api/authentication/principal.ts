import type { KeyRole, UserRole } from '../contract.ts';

/** Who calls: somebody who signed in, or a program with an API key. */
export type Principal =
  | { kind: 'user'; name: string; role: UserRole; token: string }
  | { kind: 'apiKey'; name: string; key: string; role: KeyRole };

/** Who it was, for people to read. Keys of the bootstrap file have names that nobody gave them. */
export function shownName(principal: Principal | undefined): string {
  if (!principal) return 'unknown';
  const isNamed = principal.kind === 'user' || !principal.name.startsWith(BOOTSTRAP_NAME);
  return isNamed ? principal.name : principal.key;
}

/** What the names of keys from the bootstrap file begin with. */
export const BOOTSTRAP_NAME = 'from_bootstrap_file_';
