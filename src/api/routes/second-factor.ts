import type { FastifyRequest } from 'fastify';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { admit, codeRefused, confirmByCode } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { totpUri } from '../authentication/second-factor/totp.ts';
import {
  MfaBody,
  MfaCodeBody,
  MfaEnrolment,
  MfaOffBody,
  Nothing,
  RecoveryCodes,
  UserPath,
} from '../contract.ts';
import { refusals } from '../refusals.ts';
import { elsewhere } from './users.ts';

const tags = ['Users'];

/** The second factor of users: EMQX's two calls, and what people do for themselves while they are signed in. */
export function secondFactorRoutes(app: ApiApp, identity: Identity, node: string): void {
  const { users, tokens, codeGuard, secondFactors } = identity;
  const params = UserPath;

  app.post(
    '/users/:username/mfa',
    {
      schema: {
        tags,
        summary: 'Ask for a second factor from the next sign-in on, where the app is set up',
        params,
        body: MfaBody,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { username } = request.params;
      await mayChange(request, username, request.body.mfa_token);
      secondFactors.require(username);
      // Otherwise who is signed in could stay so without one.
      if (!isSelf(request, username)) tokens.revokeAllOf(username);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/users/:username/mfa',
    {
      schema: {
        tags,
        summary: 'Ask for a second factor no more',
        params,
        body: MfaOffBody.nullish(),
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { username } = request.params;
      await mayChange(request, username, request.body?.mfa_token);
      secondFactors.disable(username);
      return reply.code(204).send();
    },
  );

  app.post(
    '/users/:username/mfa/enrolment',
    {
      schema: {
        tags,
        summary: 'A key for the own authenticator app: nothing is asked for until a code of it was given',
        params,
        body: MfaOffBody.nullish(),
        response: { 200: MfaEnrolment, ...refusals(400, 404) },
      },
    },
    async (request) => {
      const { username } = request.params;
      checkSelf(request, username);
      // A stolen session must not put another app in the place of the owner's.
      await mayChange(request, username, request.body?.mfa_token);
      const secret = secondFactors.begin(username);
      return { secret, uri: totpUri(username, secret, node) };
    },
  );

  app.put(
    '/users/:username/mfa/enrolment',
    {
      schema: {
        tags,
        summary: 'Confirm the authenticator app with a code of it; answers recovery codes',
        params,
        body: MfaCodeBody,
        response: { 200: RecoveryCodes, ...refusals(400, 404, 409, 429) },
      },
    },
    async (request) => {
      const { username } = request.params;
      checkSelf(request, username);
      let codes: ReturnType<typeof secondFactors.confirm>;
      const verify = async () => {
        codes = secondFactors.confirm(username, request.body.mfa_token);
        if (codes === 'expired')
          throw new ApiError(409, 'CONFLICT', 'Nothing was begun in the last 15 minutes: begin anew');
        return codes !== undefined;
      };
      await admit(codeGuard, { username, address: username, verify });
      if (codes === undefined || codes === 'expired') throw codeRefused('wrong');
      return { recovery_codes: codes };
    },
  );

  app.post(
    '/users/:username/mfa/recovery_codes',
    {
      schema: {
        tags,
        summary: 'New recovery codes in place of the old ones',
        params,
        body: MfaCodeBody,
        response: { 200: RecoveryCodes, ...refusals(400, 404, 409, 429) },
      },
    },
    async (request) => {
      const { username } = request.params;
      checkSelf(request, username);
      if (!secondFactors.isConfirmed(username))
        throw new ApiError(409, 'CONFLICT', 'No authenticator app is set up');
      await confirmByCode(identity, username, request.body.mfa_token);
      return { recovery_codes: secondFactors.renewRecoveryCodes(username) };
    },
  );

  /** @throws ApiError 403, 404; of oneself also 400 without a code of the app that there is */
  async function mayChange(
    request: FastifyRequest,
    username: string,
    code: string | undefined,
  ): Promise<void> {
    const user = users.get(username);
    if (!user) throw new ApiError(404, 'USER_NOT_FOUND', 'User not found');
    if (user.backend !== 'local') throw elsewhere();
    if (isSelf(request, username)) {
      if (secondFactors.isConfirmed(username)) await confirmByCode(identity, username, code);
    } else if (request.principal?.role !== 'administrator') {
      throw new ApiError(
        403,
        'UNAUTHORIZED_ROLE',
        'Only administrators may change the second factor of others',
      );
    }
  }
}

function isSelf({ principal }: FastifyRequest, username: string): boolean {
  return principal?.kind === 'user' && principal.name === username;
}

/** @throws ApiError 403: not even administrators may set up the app of somebody else */
function checkSelf(request: FastifyRequest, username: string): void {
  if (!isSelf(request, username))
    throw new ApiError(403, 'UNAUTHORIZED_ROLE', 'Everybody sets up the own authenticator app');
}
