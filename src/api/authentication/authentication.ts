import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Principal } from './principal.ts';
import type { Right } from './right.ts';
import { sessionTokenOf } from './session-cookie.ts';
import type { Tokens } from './tokens.ts';
import type { Users } from './users.ts';

/** The realm is EMQX's, because clients compare it. */
const challenge = { headers: { 'www-authenticate': 'Basic Realm="emqx-dashboard"' } };

interface Credentials {
  users: Users;
  apiKeys: ApiKeys;
  tokens: Tokens;
  /** Of the token of a browser. */
  cookieName: string;
  /** By which this process calls itself for files of objects. */
  fileToken: string;
}

/**
 * Who calls, for a route with this right.
 * @throws ApiError 401 when it is not clear who calls, 403 when the role is not enough
 */
export function authorize(
  request: CredentialRequest,
  right: GuardedRight,
  credentials: Credentials,
): Principal {
  const principal = authenticate(request, right, credentials);
  checkRole(principal, right);
  return principal;
}

type GuardedRight = Exclude<Right, 'open'>;

/** @throws ApiError 403 when the role is not enough */
export function checkRole({ role }: Principal, { roles }: GuardedRight): void {
  if (roles.includes(role)) return;
  throw new ApiError(403, 'UNAUTHORIZED_ROLE', `The role ${role} may not do this`);
}

/** What of a request says who calls. */
export interface CredentialRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Who calls, whatever the role.
 * @throws ApiError 401 when it is not clear who calls
 */
export function authenticate(
  request: CredentialRequest,
  { signedInOnly }: Pick<GuardedRight, 'signedInOnly'>,
  credentials: Credentials,
): Principal {
  const header = request.headers.authorization;
  const cookie = header === undefined ? sessionTokenOf(request, credentials.cookieName) : undefined;
  if (cookie !== undefined) return byToken(cookie, credentials);
  // A challenge would make the browser ask for name and password, in a window of its own.
  if (header === undefined && request.headers['x-tocsin'] !== undefined) throw signedOut();
  const [, scheme = '', value = ''] = /^(Basic|Bearer) +(\S+) *$/i.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      if (!signedInOnly) return byApiKey(value, credentials.apiKeys);
      throw new ApiError(401, 'API_KEY_NOT_ALLOW', 'API keys may not call this; sign in to the dashboard');
    case 'bearer':
      return byToken(value, credentials);
    default:
      throw headerError();
  }
}

function byApiKey(encoded: string, apiKeys: ApiKeys): Principal {
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw headerError();
  const key = apiKeys.authenticate(text.slice(0, colon), text.slice(colon + 1));
  if (!key) throw new ApiError(401, 'BAD_API_KEY_OR_SECRET', 'Check api_key/api_secret', challenge);
  return { kind: 'apiKey', name: key.name, key: key.apiKey, role: key.role, scopes: key.scopes };
}

function byToken(token: string, { tokens, users, fileToken }: Credentials): Principal {
  if (token === fileToken) return { kind: 'files', name: 'files', role: 'administrator' };
  const check = tokens.check(token);
  if (check.kind === 'expired')
    throw new ApiError(401, 'TOKEN_TIME_OUT', 'Token expired, get a new one by POST /login');
  // The role is looked up at each call, so that a change of it counts at once.
  const user = check.kind === 'valid' ? users.get(check.username) : undefined;
  if (!user) throw signedOut();
  return { kind: 'user', name: user.username, role: user.role, token };
}

function signedOut(): ApiError {
  return new ApiError(401, 'BAD_TOKEN', 'Get a token by POST /login');
}

function headerError(): ApiError {
  const message = 'Support authorization: basic/bearer';
  return new ApiError(401, 'AUTHORIZATION_HEADER_ERROR', message, challenge);
}
