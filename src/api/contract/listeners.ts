import { z } from 'zod';
import { Timestamp } from './values.ts';

const LISTENER_TYPES = ['tcp', 'ssl', 'ws', 'wss'] as const;

export const ListenerType = z.enum(LISTENER_TYPES);
export type ListenerType = z.output<typeof ListenerType>;

export const ListenerStatus = z
  .object({
    running: z.union([z.boolean(), z.literal('inconsistent')]),
    max_connections: z.union([z.int(), z.literal('infinity')]),
    current_connections: z.int(),
  })
  .meta({ id: 'ListenerStatus' });
export type ListenerStatus = z.output<typeof ListenerStatus>;

const NodeListenerStatus = z
  .object({ node: z.string(), status: ListenerStatus })
  .meta({ id: 'NodeListenerStatus' });

export const ListenerSummary = z
  .object({
    id: z.string(),
    type: ListenerType,
    name: z.string(),
    enable: z.boolean(),
    bind: z.string(),
    address: z.string().nullable().meta({ description: 'Where it listens really; null while it does not' }),
    acceptors: z.int(),
    number: z.int().meta({ description: 'Nodes that have it' }),
    status: ListenerStatus,
    node_status: z.array(NodeListenerStatus),
  })
  .meta({ id: 'ListenerSummary' });
export type ListenerSummary = z.output<typeof ListenerSummary>;

export const Certificate = z
  .object({
    listener: z.string().meta({ description: 'The listener that shows it' }),
    server_name: z.string().nullable().meta({
      description: 'For which name clients get it (SNI); null for all that have none of their own',
    }),
    file: z.string(),
    subject: z.string(),
    issuer: z.string(),
    not_before: Timestamp,
    not_after: Timestamp,
    days_left: z.int().meta({ description: 'Negative when it has expired' }),
    serial: z.string(),
    subject_alternative_names: z.array(z.string()),
    fingerprint: z.string().meta({ description: 'SHA-256' }),
  })
  .meta({ id: 'Certificate' });
export type Certificate = z.output<typeof Certificate>;

export const Listener = z
  .looseObject({
    id: z.string(),
    type: ListenerType,
    name: z.string(),
    enable: z.boolean(),
    bind: z.string(),
    running: z.boolean(),
    current_connections: z.int(),
    max_connections: z.union([z.int(), z.literal('infinity')]),
    address: z.string().nullable().meta({ description: 'Where it listens really; null while it does not' }),
    status: ListenerStatus,
    node_status: z.array(NodeListenerStatus),
    refused: z
      .record(z.string(), z.int())
      .meta({ description: 'Connections closed before their first MQTT packet, by the reason' }),
    certificates: z.array(Certificate),
  })
  .meta({ id: 'Listener', description: 'The settings with their defaults, and how it goes' });
export type Listener = z.output<typeof Listener>;

/** What every new listener has; the broker checks the rest, which depends on the type. */
export const ListenerBody = z.looseObject({ type: z.string(), name: z.string() });

/** What is left out stays as it is. */
export const ListenerChange = z.looseObject({}).meta({ description: 'Settings over those that hold' });

export const ListenerPath = z.object({
  id: z.string().meta({ description: '`type:name`, such as `tcp:default`' }),
});
export const ListenersQuery = z.object({ type: ListenerType.optional() });

export const ListenerTypeStatus = z
  .object({
    type: ListenerType,
    enable: z.boolean(),
    ids: z.array(z.string()),
    status: ListenerStatus,
    node_status: z.array(NodeListenerStatus),
  })
  .meta({ id: 'ListenerTypeStatus' });
export type ListenerTypeStatus = z.output<typeof ListenerTypeStatus>;
