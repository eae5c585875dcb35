import { z } from 'zod';
import { booleanField, fileMember, PageQuery } from './values.ts';

/** What an authenticator may be set to stands with the authenticators; secrets are shown as `******`. */
export const Authenticator = z
  .looseObject({ id: z.string(), mechanism: z.string(), backend: z.string().optional(), enable: z.boolean() })
  .meta({ id: 'Authenticator' });
export type Authenticator = z.output<typeof Authenticator>;

export const AuthenticatorPath = z.object({ id: z.string() });

export const AuthenticatorPositionPath = z.object({
  id: z.string(),
  position: z.string().meta({ description: 'front, rear, before:ID or after:ID' }),
});

export const AuthenticatorOrder = z.array(z.looseObject({ id: z.string() })).max(100);

const metrics = z.object({
  total: z.int(),
  success: z.int(),
  failed: z.int(),
  nomatch: z.int().meta({ description: 'How often it left the client to the next one' }),
  rate: z.number(),
  rate_last5m: z.number(),
  rate_max: z.number(),
});
const noMetrics = z.object({});

export const AuthenticatorStatus = z
  .object({
    status: z.enum(['connected', 'disconnected']),
    node_status: z.array(z.object({ node: z.string(), status: z.enum(['connected', 'disconnected']) })),
    metrics,
    node_metrics: z.array(z.object({ node: z.string(), metrics })),
    resource_metrics: noMetrics,
    node_resource_metrics: z.array(z.object({ node: z.string(), metrics: noMetrics })),
    node_error: z.array(z.object({ node: z.string(), error: z.string() })),
  })
  .meta({ id: 'AuthenticatorStatus' });
export type AuthenticatorStatus = z.output<typeof AuthenticatorStatus>;

const nodeCache = z.object({ enable: z.boolean(), cache_ttl: z.string() });

/** Asked for by tools; the only cache there is, of right passwords, needs no settings. */
export const AuthenticationSettings = z
  .object({ node_cache: nodeCache })
  .meta({ id: 'AuthenticationSettings' });
export type AuthenticationSettings = z.output<typeof AuthenticationSettings>;

export const AuthenticationSettingsBody = z.strictObject({
  node_cache: z.looseObject({ enable: z.literal(false) }).optional(),
});

/** An MQTT user name has at most 65,535 bytes; nobody has one of more than 1,024 characters. */
const userId = z.string().min(1).max(1024);
const mqttPassword = z.string().min(1).max(4096);

export const MqttUser = z
  .object({ user_id: z.string(), is_superuser: z.boolean(), file: fileMember })
  .meta({ id: 'MqttUser' });
export type MqttUser = z.output<typeof MqttUser>;

export const MqttUserQuery = PageQuery.extend({
  like_user_id: z.string().optional(),
  is_superuser: booleanField.optional(),
});

export const MqttUserPath = z.object({ id: z.string(), user_id: z.string() });

export const MqttUserBody = z
  .strictObject({ user_id: userId, password: mqttPassword, is_superuser: z.boolean().default(false) })
  .meta({ id: 'MqttUserDraft' });

export const MqttUserUpdateBody = z
  .strictObject({
    user_id: z.string().optional().meta({ description: 'May be sent back; the one of the path counts' }),
    password: mqttPassword.optional(),
    is_superuser: z.boolean().optional(),
  })
  .refine((body) => body.password !== undefined || body.is_superuser !== undefined, {
    error: 'send a password, is_superuser or both',
  });

export const ImportQuery = z.object({ type: z.enum(['plain', 'hash']).default('hash') });

export const ImportResult = z
  .object({
    total: z.int(),
    success: z.int(),
    override: z.int(),
    skipped: z.int(),
    failed: z.int(),
    errors: z
      .array(z.object({ row: z.int().meta({ description: '1 is the first user' }), reason: z.string() }))
      .optional()
      .meta({ description: 'Why rows failed, of the first ten' }),
  })
  .meta({ id: 'ImportResult' });
