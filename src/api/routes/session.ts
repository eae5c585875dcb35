import type { FastifyRequest } from 'fastify';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { signIn } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { cameOverTls, sessionCookie } from '../authentication/session-cookie.ts';
import { LoginBody, Nothing, Session, SignedOut } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Sign-in'];

/** Signing in with a browser: as `/login`, but the token goes into a cookie that no script sees. */
export function sessionRoutes(
  app: ApiApp,
  identity: Identity,
  { version, node }: Pick<ApiParts, 'version' | 'node'>,
): void {
  const { users, tokens, cookieName } = identity;
  const sessionOf = (username: string): Session | undefined => {
    const user = users.get(username);
    return (
      user && {
        username,
        role: user.role,
        backend: user.backend,
        mfa: user.mfa,
        version,
        node,
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }
    );
  };

  app.post(
    '/session',
    {
      schema: {
        tags,
        summary: 'Sign in with a browser: the token is a cookie',
        security: [],
        body: LoginBody,
        response: { 200: Session, ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { username, password, mfa_token: code } = request.body;
      const address = request.ip;
      const { recoveryCodes } = await signIn(identity, { username, password, code, address, node });
      const session = sessionOf(username);
      if (!session) throw new ApiError(401, 'BAD_USERNAME_OR_PWD', 'Auth failed');
      return reply
        .header('set-cookie', newSession(identity, request, username))
        .send({ ...session, ...(recoveryCodes && { recovery_codes: recoveryCodes }) });
    },
  );

  app.get(
    '/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: Session } } },
    async ({ principal }, reply) => {
      const session = principal && sessionOf(principal.name);
      if (!session) throw new ApiError(401, 'BAD_TOKEN', 'Get a token by POST /login');
      return reply.send(session);
    },
  );

  app.delete(
    '/session',
    { schema: { tags, summary: 'Sign out', response: { 200: SignedOut, 204: Nothing } } },
    async (request, reply) => {
      const { principal } = request;
      if (principal?.kind === 'user') tokens.revoke(principal.token);
      reply.header('set-cookie', sessionCookie(cookieName, undefined, isSecure(request)));
      const sso_logout_url = principal && (await leaveProvider(identity, principal.name));
      return sso_logout_url === undefined ? reply.code(204).send() : reply.send({ sso_logout_url });
    },
  );
}

/** Where who came by a provider signs out of it too. Undefined when that cannot be had: signed out here they are. */
async function leaveProvider({ users, oidc }: Identity, username: string): Promise<string | undefined> {
  if (users.get(username)?.backend !== 'oidc') return undefined;
  return await oidc?.provider.signOutUrl().catch(() => undefined);
}

/** The cookie of a session that begins, and outlives the process. */
export function newSession(
  { tokens, cookieName }: Pick<Identity, 'tokens' | 'cookieName'>,
  request: FastifyRequest,
  username: string,
): string {
  return sessionCookie(cookieName, tokens.issue(username, signedInBy(request), true), isSecure(request));
}

/** For the list of sessions. */
export function signedInBy({ ip, headers }: FastifyRequest): { address: string; agent: string } {
  return { address: ip, agent: headers['user-agent'] ?? '' };
}

export function isSecure({ headers, protocol }: FastifyRequest): boolean {
  return cameOverTls(protocol, headers);
}
