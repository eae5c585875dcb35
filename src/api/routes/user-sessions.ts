import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { Identity } from '../authentication/identity.ts';
import { Nothing, UserPath, UserSession, UserSessionPath } from '../contract.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Users'];

/** Where users are signed in. */
export function userSessionRoutes(app: ApiApp, { users, tokens }: Identity): void {
  /** Names of users are no secret: all may list them. @throws ApiError 403, 404 */
  const check = ({ principal }: FastifyRequest, username: string): void => {
    if (!users.get(username)) throw new ApiError(404, 'USER_NOT_FOUND', 'User not found');
    if (principal?.role !== 'administrator' && principal?.name !== username) {
      throw new ApiError(403, 'UNAUTHORIZED_ROLE', 'Only administrators may look at the sessions of others');
    }
  };

  app.get(
    '/users/:username/sessions',
    {
      schema: {
        tags,
        summary: 'Where a user is signed in',
        params: UserPath,
        response: { 200: z.array(UserSession), ...refusals(404) },
      },
    },
    (request) => {
      const { username } = request.params;
      check(request, username);
      const { principal } = request;
      const current = principal?.kind === 'user' ? tokens.idOf(principal.token) : undefined;
      return tokens.sessionsOf(username).map(({ since, usedAt, expiresAt, ...session }) => ({
        ...session,
        since: toTimestamp(since),
        used_at: toTimestamp(usedAt),
        expires_at: toTimestamp(expiresAt),
        current: session.id === current,
      }));
    },
  );

  app.delete(
    '/users/:username/sessions',
    {
      schema: {
        tags,
        summary: 'Sign a user out everywhere',
        params: UserPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      check(request, request.params.username);
      tokens.revokeAllOf(request.params.username);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/users/:username/sessions/:session',
    {
      schema: {
        tags,
        summary: 'End one session of a user',
        params: UserSessionPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { username, session } = request.params;
      check(request, username);
      if (!tokens.revokeSession(username, session)) {
        throw new ApiError(404, 'NOT_FOUND', 'There is no such session any more');
      }
      return reply.code(204).send();
    },
  );
}
