import type { AuthorizationOptions } from '../broker/access/authorization/authorization-sources.ts';
import type { Config } from './config.ts';

/** What the configuration says of access rules, in the words of the API. */
export function authorizationOf({ access, authorization }: Config): AuthorizationOptions['configured'] {
  const { sources, ...settings } = authorization;
  const closes = access.deny_action === 'disconnect' || settings.deny_action === 'disconnect';
  return { settings: { ...settings, deny_action: closes ? 'disconnect' : 'ignore' }, sources };
}
