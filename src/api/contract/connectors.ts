import { z } from 'zod';

export const ResourceStatus = z.enum(['connected', 'connecting', 'disconnected', 'inconsistent', 'stopped']);
export type ResourceStatus = z.output<typeof ResourceStatus>;

export const NodeResourceStatus = z
  .object({ node: z.string(), status: ResourceStatus, status_reason: z.string().optional() })
  .meta({ id: 'NodeResourceStatus' });
export type NodeResourceStatus = z.output<typeof NodeResourceStatus>;

export const Connector = z
  .looseObject({
    type: z.string(),
    name: z.string(),
    enable: z.boolean(),
    status: ResourceStatus,
    status_reason: z.string().optional(),
    node_status: z.array(NodeResourceStatus),
    actions: z.array(z.string()),
    sources: z.array(z.string()),
  })
  .meta({
    id: 'Connector',
    description: 'The settings of its type with their defaults, secrets as `******`',
  });
export type Connector = z.output<typeof Connector>;

/** What every new connector has; the delivery floor checks the rest, which depends on the type. */
export const ConnectorBody = z.looseObject({ type: z.string(), name: z.string() });

/** Settings in whole: what is left out gets its default. `******` keeps a stored secret. */
export const SettingsBody = z.looseObject({}).meta({ description: 'The settings, without type and name' });

export const ResourcePath = z.object({
  id: z.string().meta({ description: '`type:name`, such as `http:wecom`' }),
});
export const EnablePath = ResourcePath.extend({ enable: z.enum(['true', 'false']) });
export const OperationPath = ResourcePath.extend({ operation: z.literal('start') });
export const NodeOperationPath = OperationPath.extend({ node: z.string() });
