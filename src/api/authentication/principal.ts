import type { KeyRole, UserRole } from '../contract.ts';

/** Who calls: somebody who signed in, or a program with an API key. */
export type Principal =
  | { kind: 'user'; name: string; role: UserRole; token: string }
  | { kind: 'apiKey'; name: string; role: KeyRole };
