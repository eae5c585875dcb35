import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BusyError } from '../../lib/work-queue.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { Identity } from '../authentication/identity.ts';
import { nameOf, roleOf } from '../authentication/oidc/claims.ts';
import { OidcError } from '../authentication/oidc/oidc-provider.ts';
import type { OidcSignIn } from '../authentication/oidc/oidc-sign-in.ts';
import { PENDING_TIME, type PendingSignIn } from '../authentication/oidc/pending-sign-in.ts';
import { sessionCookie } from '../authentication/session-cookie.ts';
import { OidcCallbackQuery, OidcLoginQuery, type OidcProblem, SsoBackend } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { isSecure, signedInBy } from './session.ts';

const tags = ['Sign-in'];

/** The provider is asked again after that, so that who left the organisation is out by the next day. */
const LONGEST_SESSION = 12 * 60 * 60_000;

interface Coming {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly sso: OidcSignIn;
  readonly pending: PendingSignIn;
  readonly code: string;
}

/** Signing in by a provider of OpenID Connect: the browser goes there, and comes back to the callback. */
export function ssoRoutes(app: ApiApp, identity: Identity, { logger }: Pick<ApiParts, 'logger'>): void {
  const { oidc, users, tokens, cookieName } = identity;
  const cookie = `${cookieName}_oidc`;

  app.get(
    '/sso/running',
    {
      schema: {
        tags,
        summary: 'By what people can sign in besides a password',
        security: [],
        response: { 200: z.array(SsoBackend) },
      },
    },
    () => (oidc ? ['oidc' as const] : []),
  );

  app.get(
    '/sso/oidc/login',
    {
      schema: {
        tags,
        summary: 'Send a browser to the provider of OpenID Connect',
        security: [],
        querystring: OidcLoginQuery,
        response: { 302: z.null(), ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { provider, pending } = running(oidc);
      const begun = pending.begin(within(request.query.back));
      let target: string;
      try {
        target = await provider.authorizationUrl(begun.pending);
      } catch (error) {
        return giveUp(request, reply, 'failed', error);
      }
      return reply
        .header('set-cookie', transientCookie(begun.sealed, request, PENDING_TIME / 1000))
        .redirect(target, 302);
    },
  );

  app.get(
    '/sso/oidc/callback',
    {
      schema: {
        tags,
        summary: 'Where the provider sends the browser back to',
        security: [],
        querystring: OidcCallbackQuery,
        response: { 302: z.null(), ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const sso = running(oidc);
      reply.header('set-cookie', transientCookie('', request, 0));
      const { state = '', code, error } = request.query;
      const sealed = cookieOf(request, cookie);
      const pending = sealed === undefined ? undefined : sso.pending.end(sealed, state);
      if (!pending) return giveUp(request, reply, 'expired');
      if (error !== undefined)
        return giveUp(request, reply, 'refused', new Error(`the provider said ${error}`));
      if (code === undefined) return giveUp(request, reply, 'failed', new Error('the provider sent no code'));
      return await enter({ request, reply, sso, pending, code });
    },
  );

  async function enter({ request, reply, sso, pending, code }: Coming): Promise<FastifyReply> {
    try {
      const claims = await sso.provider.claimsOf(code, pending);
      const { nameClaim, roles, issuer } = sso.settings;
      const username = nameOf(claims, nameClaim);
      if (username === undefined)
        return giveUp(request, reply, 'failed', new Error('the claims give no name'));
      const role = roleOf(claims, roles);
      if (role === undefined)
        return giveUp(request, reply, 'no_role', new Error(`${username} has no role here`));
      const before = users.get(username);
      const user = users.enterFromOidc(username, { role, issuer, subject: String(claims.sub) });
      if (!user)
        return giveUp(request, reply, 'name_taken', new Error(`${username} is somebody else already`));
      if (before && before.role !== role) tokens.revokeAllOf(username);
      const token = tokens.issue(username, signedInBy(request), true, LONGEST_SESSION);
      request.principal = { kind: 'user', name: username, role, token };
      return reply
        .header('set-cookie', sessionCookie(cookieName, token, isSecure(request)))
        .redirect(`${sso.settings.dashboardAddress}${pending.back}`, 302);
    } catch (error) {
      if (error instanceof OidcError || error instanceof BusyError)
        return giveUp(request, reply, 'failed', error);
      throw error;
    }
  }

  /** Back to the form, which says what happened; the log and the audit log say why. */
  function giveUp(
    request: FastifyRequest,
    reply: FastifyReply,
    problem: OidcProblem,
    why?: unknown,
  ): FastifyReply {
    const reason = why instanceof Error ? why.message : 'begun elsewhere, or too long ago';
    request.signInFailure = `${problem}: ${reason}`;
    logger.warn({ problem, reason }, 'signing in by OpenID Connect failed');
    return reply.redirect(`${running(oidc).settings.dashboardAddress}/login?sso=${problem}`, 302);
  }

  /** `Lax`: the provider is another site, and leads here. */
  function transientCookie(value: string, request: FastifyRequest, seconds: number): string {
    const secure = isSecure(request) ? '; Secure' : '';
    return `${cookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
  }
}

/** @throws ApiError 404 */
function running(oidc: OidcSignIn | undefined): OidcSignIn {
  if (!oidc) throw new ApiError(404, 'NOT_FOUND', 'Signing in by OpenID Connect is not set up');
  return oidc;
}

/** A place in the dashboard, whatever the address says. */
function within(back: string): string {
  return /^\/(?![/\\])[^\p{C}\\]*$/u.test(back) ? back : '/';
}

function cookieOf({ headers }: FastifyRequest, wanted: string): string | undefined {
  for (const part of headers.cookie?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value) return value;
  }
  return undefined;
}
