import { z } from 'zod';
import { byteSizeField, durationField, durationOrInfinityField } from '../../lib/zod-fields.ts';
import type { ActionKind } from '../action-kinds/action-kind.ts';
import { actionKinds } from '../action-kinds/action-kinds.ts';
import { nameSchema } from './validation.ts';

const compatible = (what: string) => ({ description: `Accepted for compatibility: ${what}` });

export const DEFAULT_REQUEST_TTL = '24h';

const resourceOptions = z.strictObject({
  request_ttl: durationOrInfinityField.default(DEFAULT_REQUEST_TTL).meta({
    description:
      'How long a request is repeated before it is given up. A day, where EMQX has 45s: an alert survives an outage.',
  }),
  max_attempts: z.int().min(1).max(10_000).optional().meta({
    description:
      'A request that failed so many times is given up. Unlimited when absent; waiting for a limit is no failure.',
  }),
  max_buffer_bytes: byteSizeField.default('256MB').meta({
    description: 'What may wait on disk for this action; the oldest request gives way.',
  }),
  worker_pool_size: z
    .int()
    .min(1)
    .max(1024)
    .default(16)
    .meta(compatible('the connector has the connections.')),
  inflight_window: z.int().min(1).default(100).meta(compatible('`pool_size` of the connector is the limit.')),
  query_mode: z
    .enum(['async', 'sync'])
    .default('async')
    .meta(compatible('a rule never waits for an answer.')),
  health_check_interval: durationField.default('15s').meta(compatible('the connector is checked.')),
  health_check_interval_jitter: durationField.default('0ms').meta(compatible('the connector is checked.')),
  health_check_timeout: durationOrInfinityField.default('60s').meta(compatible('the connector is checked.')),
});

/** Of the kinds that take several requests at once. */
const batchOptions = ({ size, time }: NonNullable<ActionKind['batch']>) =>
  resourceOptions.extend({
    batch_size: z.int().min(1).max(10_000).default(size).meta({
      description: 'How many requests go together at most.',
    }),
    batch_time: durationField.default(time).meta({
      description: 'How long the first request of a batch waits for more.',
    }),
  });

const fallbackAction = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('reference'), type: z.string(), name: nameSchema }),
    z.strictObject({ kind: z.literal('republish'), args: z.looseObject({ topic: z.string() }) }),
  ],
  { error: 'kind is reference, with type and name of an action, or republish, with args' },
);

/** What every action has, whatever its kind. */
const common = {
  connector: z.string().min(1).meta({ description: 'The name of a connector of the same type.' }),
  enable: z.boolean().default(true),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  buffer: z.enum(['disk', 'memory']).default('disk').meta({
    description: 'Where requests wait: on the disk they survive a crash, in memory they cost less.',
  }),
  fallback_actions: z.array(fallbackAction).max(10).default([]).meta({
    description: 'What is done when a delivery finally failed: with the same row, and once.',
  }),
  resource_opts: resourceOptions.prefault({}),
};

export type ActionConfig = z.output<z.ZodObject<typeof common>> & {
  parameters: unknown;
  resource_opts: { batch_size?: number; batch_time?: string | number };
};

/** What is stored of an action, and what a PUT sends. */
export function actionSchemaOf(kind: ActionKind) {
  const options = kind.batch ? { resource_opts: batchOptions(kind.batch).prefault({}) } : {};
  return z.strictObject({ ...common, ...options, parameters: kind.parameters });
}

/** What a POST sends. */
function draftSchemaOf(kind: ActionKind) {
  return actionSchemaOf(kind).safeExtend({ type: z.literal(kind.type), name: nameSchema });
}

const [firstKind, ...otherKinds] = [...actionKinds.values()].map(draftSchemaOf);

/** For the description of the API: an action of any kind. */
export const actionDraftSchema = firstKind
  ? z.discriminatedUnion('type', [firstKind, ...otherKinds])
  : z.never();

/** Old names of options, which scripts still send. */
const ALIASES: Readonly<Record<string, string>> = {
  request_timeout: 'request_ttl',
  max_queue_bytes: 'max_buffer_bytes',
};

/** Options under their present names, and the default that is not the same everywhere. */
export function normalize(config: Record<string, unknown>, requestTtl: string): Record<string, unknown> {
  const { resource_opts: options = {} } = config;
  if (typeof options !== 'object' || options === null) return config;
  const renamed = Object.entries(options).map(([name, value]) => [ALIASES[name] ?? name, value]);
  return { ...config, resource_opts: { request_ttl: requestTtl, ...Object.fromEntries(renamed) } };
}
