import type { UserRole } from '../../contract.ts';

/** How people sign in by a provider of OpenID Connect: `dashboard.sso.oidc` of the configuration. */
export interface OidcSettings {
  /** As the provider calls itself, without a slash at its end unless it has one. */
  readonly issuer: string;
  readonly clientId: string;
  /** Of the client, or undefined of a public one. Read each time: it may lie in a file. @throws Error with a sentence */
  readonly secret: () => string | undefined;
  readonly scopes: readonly string[];
  /** The claim that names the user. */
  readonly nameClaim: string;
  readonly roles: RoleMapping;
  /** Where browsers see the dashboard, without a slash at its end. */
  readonly dashboardAddress: string;
  /** Path of the PEM of the authorities to believe, where they are not the usual ones. */
  readonly cacertfile: string | undefined;
}

export interface RoleMapping {
  /** With points for members of members: `realm_access.roles`. */
  readonly claim: string;
  readonly roles: ReadonlyArray<{ readonly value: string; readonly role: UserRole }>;
  /** Of who has none of these; undefined: is not let in. */
  readonly otherwise: UserRole | undefined;
}
