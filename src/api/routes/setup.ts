import { randomBytes } from 'node:crypto';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { admit } from '../authentication/admission.ts';
import type { Identity } from '../authentication/identity.ts';
import { SetupBody, User } from '../contract.ts';
import { refusals } from '../refusals.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';
import { setupPage } from '../setup/setup-page.ts';

/** The page that the console's link opens. It asks for nothing from anywhere else. */
export function setupPageRoute(app: ApiApp, { setupToken }: Pick<Identity, 'setupToken'>): void {
  app.get('/setup', { schema: { hide: true } }, async (request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    const language = preferredLanguage(request.headers['accept-language']);
    const isPending = setupToken.read() !== undefined;
    return reply
      .code(isPending ? 200 : 404)
      .header('content-security-policy', policy(nonce))
      .type('text/html; charset=utf-8')
      .send(setupPage({ language, nonce, isPending }));
  });
}

export function setupRoutes(app: ApiApp, { users, guard, setupToken }: Identity): void {
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

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
