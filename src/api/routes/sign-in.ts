import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { signIn } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { Login, LoginBody, LogoutBody, Nothing } from '../contract.ts';
import { refusals } from '../refusals.ts';
import { signedInBy } from './session.ts';

const tags = ['Sign-in'];

export function signInRoutes(
  app: ApiApp,
  identity: Identity,
  { version, node }: { version: string; node: string },
): void {
  const { tokens } = identity;
  app.post(
    '/login',
    {
      schema: {
        tags,
        summary: 'Sign in to the dashboard',
        security: [],
        body: LoginBody,
        response: { 200: Login, ...refusals(400, 401, 429) },
      },
    },
    async (request) => {
      const { username, password, mfa_token: code } = request.body;
      const address = request.ip;
      const { user, recoveryCodes } = await signIn(identity, { username, password, code, address, node });
      return {
        token: tokens.issue(username, signedInBy(request)),
        version,
        license: { edition: 'opensource' as const },
        role: user.role,
        ...(recoveryCodes && { recovery_codes: recoveryCodes }),
      };
    },
  );

  app.post(
    '/logout',
    {
      schema: {
        tags,
        summary: 'Revoke the token',
        body: LogoutBody,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      if (principal?.kind !== 'user' || principal.name !== request.body.username) {
        throw new ApiError(401, 'WRONG_TOKEN_OR_USERNAME', 'The token is not of this user');
      }
      tokens.revoke(principal.token);
      return reply.code(204).send();
    },
  );
}
