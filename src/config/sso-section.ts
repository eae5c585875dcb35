import { z } from 'zod';
import { UserRole } from '../api/contract/sign-in.ts';
import { choice, file, flag, list, taking } from './config-fields.ts';

const text = (longest = 1000) => taking(z.string().min(1).max(longest), { kind: 'text' });

/** Without a query, and of a host. */
const url = () =>
  taking(
    z
      .string()
      .max(1000)
      .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/),
    { kind: 'url' },
  );

const roleOfValue = z.strictObject({
  value: z.string().min(1).max(1000),
  role: UserRole,
});

export const oidc = z
  .strictObject({
    enable: flag().prefault(false).describe('Whether people may sign in by a provider of OpenID Connect'),
    issuer: url().optional().describe('The provider, as it calls itself in its description'),
    clientid: text(500).optional().describe('What the provider knows the dashboard by'),
    secret: text(4096)
      .optional()
      .describe(
        'Secret of that client; ${env:NAME} and ${file:/path} are read. Without one, PKCE alone protects',
      ),
    scopes: list(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/), 50)
      .prefault(['openid', 'profile', 'email'])
      .describe('What the provider is asked to tell'),
    name_var: taking(z.string().regex(/^\$\{[^{}\s]{1,200}\}$/), { kind: 'text' })
      .prefault('${preferred_username}')
      .describe(
        'The claim that names the user, as ${claim}; without it the e-mail address, or else the subject',
      ),
    role_var: taking(z.string().regex(/^\$\{[^{}\s]{1,200}\}$/), { kind: 'text' })
      .prefault('${groups}')
      .describe(
        'The claim that gives the role: a text or a list, also inside of others as ${realm_access.roles}',
      ),
    roles: list(roleOfValue, 200)
      .prefault([])
      .describe(
        'Which value of that claim makes which role ({value, role}); the highest counts, at each sign-in anew',
      ),
    default_role: choice(['none', ...UserRole.options])
      .prefault('none')
      .describe('Role of who has none of these; none: is not let in'),
    dashboard_addr: url()
      .optional()
      .describe(
        'Where browsers see the dashboard; the provider must allow /api/v5/sso/oidc/callback below it',
      ),
    cacertfile: file()
      .optional()
      .describe('PEM file of the authorities that the certificate of the provider is of'),
  })
  .superRefine(({ enable, scopes, ...settings }, context) => {
    if (!enable) return;
    for (const name of ['issuer', 'clientid', 'dashboard_addr'] as const) {
      if (settings[name] !== undefined) continue;
      const message = `it is needed to sign in by OpenID Connect: set dashboard.sso.oidc.${name}`;
      context.addIssue({ code: 'custom', path: [name], message, params: { isSentence: true } });
    }
    if (scopes.includes('openid')) return;
    context.addIssue({ code: 'custom', path: ['scopes'], message: 'openid must be among them' });
  });
