import { z } from 'zod';
import { NodeResourceStatus, ResourceStatus } from './connectors.ts';
import { booleanField, fileMember } from './values.ts';

export const ActionShape = {
  type: z.string(),
  name: z.string(),
  enable: z.boolean(),
  status: ResourceStatus,
  status_reason: z.string().optional(),
  node_status: z.array(NodeResourceStatus),
  rules: z.array(z.string()).meta({ description: 'Ids of the rules that use it' }),
  created_at: z.int().meta({ description: 'Unix milliseconds' }),
  last_modified_at: z.int().meta({ description: 'Unix milliseconds' }),
  file: fileMember,
};

export const Action = z
  .looseObject({ ...ActionShape, connector: z.string() })
  .meta({ id: 'Action', description: 'The settings of its type with their defaults, secrets as `******`' });
export type Action = z.output<typeof Action>;

/** What every new action has; the delivery floor checks the rest, which depends on the type. */
export const ActionBody = z.looseObject({ type: z.string(), name: z.string(), connector: z.string() });

export const ActionSummary = z.looseObject(ActionShape).meta({ id: 'ActionSummary' });
export type ActionSummary = z.output<typeof ActionSummary>;

export const ActionFigures = z
  .object({
    matched: z.int(),
    success: z.int(),
    failed: z.int(),
    dropped: z.int(),
    'dropped.other': z.int(),
    'dropped.expired': z.int(),
    'dropped.queue_full': z.int(),
    'dropped.resource_not_found': z.int(),
    'dropped.resource_stopped': z.int(),
    late_reply: z.int(),
    retried: z.int(),
    'retried.success': z.int(),
    'retried.failed': z.int(),
    queuing: z.int(),
    queuing_bytes: z.int(),
    inflight: z.int(),
    received: z.int(),
    rate: z.number(),
    rate_last5m: z.number(),
    rate_max: z.number(),
  })
  .meta({ id: 'ActionFigures' });
export type ActionFigures = z.output<typeof ActionFigures>;

export const ActionMetrics = z
  .object({
    metrics: ActionFigures,
    node_metrics: z.array(z.object({ node: z.string(), metrics: ActionFigures })),
  })
  .meta({ id: 'ActionMetrics' });
export type ActionMetrics = z.output<typeof ActionMetrics>;

/** A connector and the action of the same name, as they were before they were told apart. */
export const Bridge = z
  .looseObject({
    type: z.string(),
    name: z.string(),
    enable: z.boolean(),
    status: ResourceStatus,
    node_status: z.array(NodeResourceStatus),
  })
  .meta({ id: 'Bridge' });
export type Bridge = z.output<typeof Bridge>;

export const BridgePath = z.object({
  id: z.string().meta({ description: '`type:name`, `webhook` for `http`' }),
});

export const DeleteActionQuery = z.object({
  also_delete_dep_actions: booleanField
    .default(false)
    .meta({ description: 'Takes the action out of the rules that use it, instead of refusing' }),
});
