import { z } from 'zod';
import { canonicalId } from '../../delivery/door.ts';
import { Recovery } from './deliveries.ts';
import { fileMember, Timestamp } from './values.ts';

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
    warnings: z.array(z.object({ code: z.string(), message: z.string(), message_zh: z.string() })).optional(),
    node_status: z.array(NodeResourceStatus),
    actions: z.array(z.string()),
    sources: z.array(z.string()),
    file: fileMember,
  })
  .meta({
    id: 'Connector',
    description: 'The settings of its type with their defaults, secrets as `******`',
  });
export type Connector = z.output<typeof Connector>;

/** How it goes with a connector, at a glance. */
export const ConnectorSummary = z
  .object({
    id: z.string().meta({ description: '`type:name`' }),
    type: z.string(),
    name: z.string(),
    file: fileMember,
    channel: z.boolean().meta({ description: 'Whether it speaks to people' }),
    enable: z.boolean(),
    status: ResourceStatus,
    status_reason: z.string().optional(),
    limits: z
      .object({ per_minute: z.number().nullable(), per_second: z.number().nullable() })
      .meta({ description: 'Messages that it takes, the members of a pool together; null: any number' }),
    last_minute: z.int().meta({ description: 'Messages of the last 60 s; 0 where nothing is limited' }),
    held_until: Timestamp.nullable().meta({
      description: 'It said that messages come too fast: before this nothing goes there',
    }),
    last_test: z
      .object({ at: Timestamp, ok: z.boolean() })
      .nullable()
      .meta({ description: 'null when nobody has tested it' }),
    recovery: Recovery.nullable().meta({
      description: 'How far it is with sending again what failed; null when nothing is being recovered',
    }),
  })
  .meta({ id: 'ConnectorSummary' });
export type ConnectorSummary = z.output<typeof ConnectorSummary>;

/** What was given up of a queue. */
export const DroppedQueue = z
  .object({ count: z.int().meta({ description: 'Deliveries that waited' }) })
  .meta({ id: 'DroppedQueue' });
export type DroppedQueue = z.output<typeof DroppedQueue>;

export const ConnectorType = z
  .object({
    type: z.string(),
    aliases: z.array(z.string()).meta({ description: 'Other words that are taken for it' }),
    channel: z.boolean().meta({ description: 'Whether it speaks to people' }),
    connector: z.record(z.string(), z.unknown()).meta({
      description: 'JSON Schema of a connector, without type and name',
    }),
    action: z.record(z.string(), z.unknown()).nullable().meta({
      description: 'JSON Schema of its actions, without type and name',
    }),
  })
  .meta({ id: 'ConnectorType' });
export type ConnectorType = z.output<typeof ConnectorType>;

/** What every new connector has; the delivery floor checks the rest, which depends on the type. */
export const ConnectorBody = z.looseObject({ type: z.string(), name: z.string() });

/** Settings in whole: what is left out gets its default. `******` keeps a stored secret. */
export const SettingsBody = z.looseObject({}).meta({ description: 'The settings, without type and name' });

export const ResourcePath = z.object({
  id: z.string().transform(canonicalId).meta({ description: '`type:name`, such as `http:wecom`' }),
});
export const EnablePath = ResourcePath.extend({ enable: z.enum(['true', 'false']) });
export const OperationPath = ResourcePath.extend({ operation: z.literal('start') });
export const NodeOperationPath = OperationPath.extend({ node: z.string() });

/** What a test message says instead of its usual words. */
export const TestMessageBody = z
  .strictObject({
    title: z.string().max(1000).optional(),
    text: z.string().max(10_000).optional(),
    mention: z
      .union([z.string().max(255), z.array(z.string().max(255)).max(50)])
      .optional()
      .meta({ description: 'Who is to be called by name, in the words of the channel, or `all`' }),
  })
  .nullish();

/** What became of a test. */
export const ConnectorVerdict = z
  .object({
    result: z.enum(['delivered', 'reachable']).meta({
      description: '`delivered`: a channel took the message; `reachable`: of all that is no channel',
    }),
    duration_ms: z.number(),
    status: z.int().optional().meta({ description: 'HTTP status, or the code of another protocol' }),
    vendor_code: z.string().nullable().optional(),
    body: z.string().optional().meta({ description: 'The beginning of the answer, without secrets' }),
    request: z.looseObject({}).optional().meta({ description: 'What was sent, without secrets' }),
  })
  .meta({ id: 'ConnectorVerdict' });
export type ConnectorVerdict = z.output<typeof ConnectorVerdict>;
