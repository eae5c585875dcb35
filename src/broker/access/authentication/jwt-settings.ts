import { z } from 'zod';
import { tlsSettings } from '../../../lib/tls-settings.ts';
import { mistakeInServiceUrl } from '../http-service/http-service-settings.ts';

const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() })).max(100);

/** EMQX takes and shows both forms: `{"name": "value"}` and `[{"name": …, "value": …}]`. */
const verifyClaims = z
  .union([z.record(z.string(), z.string()), pairs])
  .default({})
  .meta({
    description: 'Claims and what they must be; ${clientid} and ${username} stand for those of CONNECT',
  });

const endpoint = z.string().superRefine((text, context) => {
  const mistake = mistakeInServiceUrl(text);
  if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
});

/** Where the keys come from is one of three: `secret`, `public_key`, or `endpoint` with `use_jwks`. */
export const jwtSettings = z
  .strictObject({
    mechanism: z.literal('jwt'),
    enable: z.boolean().default(true),
    from: z
      .enum(['password', 'username'])
      .default('password')
      .meta({ description: 'Where the token stands' }),
    use_jwks: z.boolean().default(false),
    algorithm: z.enum(['hmac-based', 'public-key']).optional(),
    secret: z.string().min(1).optional().meta({ description: 'For hmac-based: HS256, HS384, HS512' }),
    secret_base64_encoded: z.boolean().default(false),
    public_key: z.string().optional().meta({
      description: 'For public-key: PEM of a key or certificate, or the path of a file that holds it',
    }),
    endpoint: endpoint.optional().meta({ description: 'Of a JSON Web Key Set' }),
    headers: z.record(z.string(), z.string()).default({ accept: 'application/json' }),
    refresh_interval: z
      .union([z.int().min(1).max(86_400), z.string().regex(/^\d+[smh]$/)])
      .default(300)
      .meta({ description: 'Seconds after which keys are fetched again' }),
    pool_size: z.int().min(1).max(64).default(2),
    ssl: tlsSettings.prefault({}),
    verify_claims: verifyClaims,
    acl_claim_name: z.string().min(1).default('acl'),
    disconnect_after_expire: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether a client is disconnected when its token expires' }),
  })
  .superRefine((settings, context) => {
    const mistake = mistakeInKeys(settings);
    if (mistake) context.addIssue({ code: 'custom', ...mistake });
  });

export type JwtSettings = z.output<typeof jwtSettings>;

interface KeyFields {
  readonly use_jwks: boolean;
  readonly algorithm?: 'hmac-based' | 'public-key' | undefined;
  readonly secret?: string | undefined;
  readonly public_key?: string | undefined;
  readonly endpoint?: string | undefined;
}

function mistakeInKeys(settings: KeyFields): { path: string[]; message: string } | undefined {
  const { use_jwks, algorithm, secret, public_key, endpoint: url } = settings;
  if (use_jwks) {
    return url === undefined
      ? { path: ['endpoint'], message: 'required_field: use_jwks asks there for keys' }
      : undefined;
  }
  if (algorithm === undefined)
    return { path: ['algorithm'], message: 'required_field: hmac-based or public-key' };
  if (algorithm === 'hmac-based' && secret === undefined) {
    return { path: ['secret'], message: 'required_field: hmac-based signatures are checked with it' };
  }
  if (algorithm === 'public-key' && public_key === undefined) {
    return { path: ['public_key'], message: 'required_field: public-key signatures are checked with it' };
  }
  return undefined;
}

/** The claims that must be there, in either form of the setting. */
export function claimsToVerify({
  verify_claims,
}: JwtSettings): readonly (readonly [name: string, value: string])[] {
  return Array.isArray(verify_claims)
    ? verify_claims.map(({ name, value }) => [name, value] as const)
    : Object.entries(verify_claims);
}
