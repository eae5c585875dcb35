import type { UserRole } from '../../contract.ts';
import type { RoleMapping } from './oidc-settings.ts';

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

const RANKS: Readonly<Record<UserRole, number>> = { viewer: 0, operator: 1, editor: 2, administrator: 3 };
const LONGEST_NAME = 100;

/** The highest role that the claim leads to; undefined: none. */
export function roleOf(claims: Claims, { claim, roles, otherwise }: RoleMapping): UserRole | undefined {
  const values = new Set(textsOf(claimAt(claims, claim)));
  const found = roles.filter(({ value }) => values.has(value)).map(({ role }) => role);
  return found.toSorted((a, b) => RANKS[b] - RANKS[a])[0] ?? otherwise;
}

/** The name in this claim, or else what says who it is. Undefined for one that could be taken for something else on a screen. */
export function nameOf(claims: Claims, claim: string): string | undefined {
  const [name] = [claimAt(claims, claim), claims.email, claims.sub].flatMap(textsOf);
  return name !== undefined && name.length <= LONGEST_NAME && !/[\p{C}\p{Zl}\p{Zp}/\\]/u.test(name)
    ? name
    : undefined;
}

/** By own members only: a claim called `constructor` is none. */
export function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** One text, or those of a list. */
function textsOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
}
