import { z } from 'zod';
import { PageQuery } from './values.ts';

/** What a source may be set to stands with the sources; secrets are shown as `******`. */
export const AuthorizationSource = z
  .looseObject({ type: z.string(), enable: z.boolean() })
  .meta({ id: 'AuthorizationSource' });

export const AuthorizationSourceList = z.object({ sources: z.array(AuthorizationSource) });

export const SourcePath = z.object({
  type: z.string().meta({ description: '`file`, `built_in_database` or `http`' }),
});

export const SourceMoveBody = z.strictObject({
  position: z.string().meta({ description: '`front`, `rear`, `before:TYPE` or `after:TYPE`' }),
});

export const SourceOrder = z.array(z.looseObject({ type: z.string() })).max(100);

const metrics = z.object({
  total: z.int(),
  allow: z.int(),
  deny: z.int(),
  nomatch: z.int(),
  ignore: z.int().meta({ description: 'How often it left the question to the next one' }),
  rate: z.number(),
  rate_last5m: z.number(),
  rate_max: z.number(),
});
const noMetrics = z.object({});
const status = z.enum(['connected', 'disconnected']);

export const AuthorizationSourceStatus = z
  .object({
    status,
    node_status: z.array(z.object({ node: z.string(), status })),
    metrics,
    node_metrics: z.array(z.object({ node: z.string(), metrics })),
    resource_metrics: noMetrics,
    node_resource_metrics: z.array(z.object({ node: z.string(), metrics: noMetrics })),
    node_error: z.array(z.object({ node: z.string(), error: z.string() })),
  })
  .meta({ id: 'AuthorizationSourceStatus' });
export type AuthorizationSourceStatus = z.output<typeof AuthorizationSourceStatus>;

const owners = z.enum(['users', 'clients']);
export const RuleOwnersPath = z.object({ owners });
export const RuleOwnerPath = z.object({ owners, name: z.string() });

export const RuleOwnersQuery = PageQuery.extend({
  like_username: z.string().optional().meta({ description: 'Of users: a part of the name' }),
  like_clientid: z.string().optional().meta({ description: 'Of clients: a part of the id' }),
});

const verdict = z.enum(['allow', 'deny']);

export const CachedAuthorization = z
  .object({
    access: z.object({
      action_type: z.enum(['publish', 'subscribe']),
      qos: z.int(),
      retain: z.boolean().optional(),
    }),
    topic: z.string(),
    result: verdict,
    updated_time: z.int().meta({ description: 'Unix milliseconds' }),
  })
  .meta({ id: 'CachedAuthorization' });
export type CachedAuthorization = z.output<typeof CachedAuthorization>;

export const ExplainBody = z
  .strictObject({
    clientid: z
      .string()
      .default('')
      .meta({ description: 'Of a connected client, everything about it that is left out is known' }),
    username: z.string().optional(),
    peerhost: z.string().optional(),
    listener: z.string().optional(),
    client_attrs: z.record(z.string(), z.string()).optional(),
    cert_common_name: z.string().optional(),
    is_superuser: z.boolean().optional(),
    action: z.enum(['publish', 'subscribe']),
    topic: z.string().min(1).meta({ description: 'A topic name, or the filter to subscribe with' }),
    qos: z.literal([0, 1, 2]).default(0),
    retain: z.boolean().default(false),
  })
  .meta({ id: 'AuthorizationQuestion' });

const explainedSource = z.object({
  type: z.string().meta({ description: '`client_info` is the list that came with the authentication' }),
  enable: z.boolean(),
  consulted: z
    .boolean()
    .meta({ description: 'Whether it was asked: what stands behind the decision was not' }),
  matched: z.boolean(),
  verdict: z.enum(['allow', 'deny', 'nomatch', 'ignore']).nullable(),
  rule: z.object({ text: z.string(), position: z.string().meta({ description: '`line 3`' }) }).nullable(),
  detail: z.string().nullable(),
});

export const AuthorizationExplanation = z
  .object({
    clientid: z.string(),
    username: z.string().nullable(),
    peerhost: z.string(),
    listener: z.string(),
    client_attrs: z.record(z.string(), z.string()),
    cert_common_name: z.string().nullable(),
    is_superuser: z.boolean(),
    connected: z.boolean().meta({ description: 'Whether facts of the connected client were taken' }),
    action: z.enum(['publish', 'subscribe']),
    topic: z
      .string()
      .meta({ description: 'As rules see it: without `$share/group/` and `$delayed/seconds/`' }),
    qos: z.int(),
    retain: z.boolean(),
    sources: z.array(explainedSource),
    result: verdict,
    authz_source: z.string(),
    reason: z.string(),
    cached: verdict.nullable().meta({ description: 'What is remembered for the connected client' }),
  })
  .meta({ id: 'AuthorizationExplanation' });
export type AuthorizationExplanation = z.output<typeof AuthorizationExplanation>;
