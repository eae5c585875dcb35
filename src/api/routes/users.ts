import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { admit } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { sessionTokenOf } from '../authentication/session-cookie.ts';
import { ChangePasswordBody, Nothing, User, UserBody, UserPath, UserUpdateBody } from '../contract.ts';
import { refusals } from '../refusals.ts';
import { newSession } from './session.ts';

const tags = ['Users'];

export function userRoutes(app: ApiApp, identity: Identity): void {
  const { users, tokens, guard, secondFactors, cookieName } = identity;
  app.get('/users', { schema: { tags, summary: 'All users', response: { 200: z.array(User) } } }, () =>
    users.list(),
  );

  app.post(
    '/users',
    { schema: { tags, summary: 'Create a user', body: UserBody, response: { 200: User, ...refusals(400) } } },
    async (request) => {
      const user = await users.create(request.body);
      if (!user) throw new ApiError(400, 'BAD_REQUEST', 'username_already_exists');
      return user;
    },
  );

  app.put(
    '/users/:username',
    {
      schema: {
        tags,
        summary: 'Change role and description',
        params: UserPath,
        body: UserUpdateBody,
        response: { 200: User, ...refusals(400, 404) },
      },
    },
    (request) => {
      const { username } = request.params;
      const before = users.get(username);
      if (!before) throw userNotFound();
      // Otherwise nobody could manage anything any more.
      const isDemoted = before.backend === 'local' && request.body.role !== 'administrator';
      if (isDemoted && isLastAdministrator(username)) throw lastAdministrator();
      const user = users.update(username, request.body);
      if (!user) throw userNotFound();
      if (user.role !== before.role) tokens.revokeAllOf(username);
      return user;
    },
  );

  app.delete(
    '/users/:username',
    {
      schema: {
        tags,
        summary: 'Delete a user, though not oneself',
        params: UserPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { username } = request.params;
      if (username === request.principal?.name) throw new ApiError(400, 'NOT_ALLOWED', 'Cannot delete self');
      if (!users.delete(username)) throw userNotFound();
      secondFactors.forget(username);
      tokens.revokeAllOf(username);
      return reply.code(204).send();
    },
  );

  app.post(
    '/users/:username/change_pwd',
    {
      schema: {
        tags,
        summary: 'Change a password; signs that user out everywhere',
        params: UserPath,
        body: ChangePasswordBody,
        response: { 204: Nothing, ...refusals(400, 404, 429) },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      const { username } = request.params;
      if (principal?.role !== 'administrator' && principal?.name !== username) {
        throw new ApiError(
          403,
          'UNAUTHORIZED_ROLE',
          'Only administrators may change the password of somebody else',
        );
      }
      const user = users.get(username);
      if (!user) throw userNotFound();
      if (user.backend !== 'local') throw elsewhere();
      const { old_pwd, new_pwd } = request.body;
      const verify = () => users.verify(username, old_pwd);
      if (!(await admit(guard, { username, address: request.ip, verify }))) {
        throw new ApiError(400, 'ERROR_PWD_NOT_MATCH', 'The old password is wrong');
      }
      await users.changePassword(username, new_pwd);
      tokens.revokeAllOf(username);
      // The page that changed it goes on, with another token.
      if (principal?.name === username && sessionTokenOf(request, cookieName) !== undefined)
        reply.header('set-cookie', newSession(identity, request, username));
      return reply.code(204).send();
    },
  );

  function isLastAdministrator(username: string): boolean {
    // Whoever comes by a provider is not counted: when it is away, so are they.
    return users
      .list()
      .filter(({ role, backend }) => role === 'administrator' && backend === 'local')
      .every((user) => user.username === username);
  }
}

export function elsewhere(): ApiError {
  return new ApiError(
    400,
    'NOT_ALLOWED',
    'This user signs in by OpenID Connect: the provider has the password',
  );
}

function userNotFound(): ApiError {
  return new ApiError(404, 'USER_NOT_FOUND', 'User not found');
}

function lastAdministrator(): ApiError {
  return new ApiError(400, 'NOT_ALLOWED', 'This is the last administrator');
}
