import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { admit } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { SetupBody, SetupStatus, User } from '../contract.ts';
import { refusals } from '../refusals.ts';

export function setupRoutes(app: ApiApp, { users, guard, setupToken }: Identity): void {
  app.get(
    '/setup',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Whether the first administrator has yet to be made',
        security: [],
        response: { 200: SetupStatus },
      },
    },
    () => ({ required: users.isEmpty() }),
  );

  app.post(
    '/setup',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Create the first administrator with the token from the console',
        security: [],
        body: SetupBody,
        response: { 201: User, ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { token, username, password } = request.body;
      const verify = async () => setupToken.accepts(token);
      if (!(await admit(guard, { username: '', address: request.ip, verify }))) throw deadToken();
      const user = await users.createFirst(username, password);
      if (!user) throw deadToken();
      return reply.code(201).send(user);
    },
  );
}

function deadToken(): ApiError {
  return new ApiError(401, 'BAD_TOKEN', 'The set-up token is wrong or was used already');
}
