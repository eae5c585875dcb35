import { z } from 'zod';

export const SsoBackend = z.enum(['oidc']).meta({ description: 'As EMQX calls it' });

export const OidcLoginQuery = z.object({
  back: z.string().max(500).default('/').meta({ description: 'Where in the dashboard to go then' }),
});
export const OidcCallbackQuery = z.object({
  state: z.string().max(500).optional(),
  code: z.string().max(4096).optional(),
  error: z.string().max(200).optional(),
});

/** Why nobody was let in: `login?sso=…` of the dashboard. */
export type OidcProblem = 'expired' | 'refused' | 'failed' | 'no_role' | 'name_taken';

/** The answer to signing out of a session that began at a provider. */
export const SignedOut = z
  .object({
    sso_logout_url: z.string().meta({ description: 'Where the browser signs out of the provider too' }),
  })
  .meta({ id: 'SignedOut' });
export type SignedOut = z.output<typeof SignedOut>;
