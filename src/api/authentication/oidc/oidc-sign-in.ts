import type { Clock } from '../../../lib/clock.ts';
import { type AskProvider, OidcProvider } from './oidc-provider.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { PendingSignIns } from './pending-sign-in.ts';

/** Everything for signing in by one provider. */
export interface OidcSignIn {
  readonly settings: OidcSettings;
  readonly provider: OidcProvider;
  readonly pending: PendingSignIns;
}

export function createOidcSignIn(settings: OidcSettings, ask: AskProvider, clock: Clock): OidcSignIn {
  return { settings, provider: new OidcProvider(settings, ask, clock), pending: new PendingSignIns(clock) };
}
