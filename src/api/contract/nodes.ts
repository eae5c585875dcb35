import { z } from 'zod';
import { booleanField } from './values.ts';

export const StatusQuery = z.object({ format: z.enum(['text', 'json']).default('text') });

export const Status = z
  .object({
    node_name: z.string(),
    cluster: z.string(),
    broker_status: z.enum(['started', 'stopped']),
    app_status: z.enum(['running', 'not_running']),
  })
  .meta({ id: 'Status' });
export type Status = z.output<typeof Status>;

export const Cluster = z
  .object({
    name: z.string(),
    nodes: z.array(z.string()),
    self: z.string().meta({ description: 'The node that answers' }),
  })
  .meta({ id: 'Cluster' });

export const Liveness = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' });

export const Readiness = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    faults: z.array(
      z.object({
        part: z.enum(['store', 'listeners', 'stopping']),
        reason: z.string().meta({ description: 'A sentence' }),
      }),
    ),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.output<typeof Readiness>;

export const Node = z
  .object({
    node: z.string(),
    node_status: z.enum(['running', 'stopped']),
    version: z.string(),
    edition: z.enum(['Opensource', 'Enterprise']),
    uptime: z.int().meta({ description: 'Milliseconds' }),
    connections: z.int().meta({ description: 'Sessions, offline ones included' }),
    live_connections: z.int(),
    cluster_sessions: z.int(),
    load1: z.number(),
    load5: z.number(),
    load15: z.number(),
    memory_total: z.string().meta({ description: 'For people: "31.36G"' }),
    memory_used: z.string(),
    process_used: z.int(),
    process_available: z.int(),
    max_fds: z.int().meta({ description: '0 where the system does not tell' }),
    otp_release: z.string().meta({ description: 'The version of the runtime' }),
    log_path: z.string(),
    sys_path: z.string(),
    role: z.enum(['core', 'replicant']),
  })
  .meta({ id: 'Node' });
export type Node = z.output<typeof Node>;

export const NodePath = z.object({ node: z.string() });

/** Flat figures by EMQX's dotted names. */
export const Figures = z
  .record(z.string(), z.int())
  .meta({ id: 'Figures', description: 'Flat figures by their dotted names' });
export type Figures = z.output<typeof Figures>;

export const NodeFigures = z
  .intersection(z.object({ node: z.string() }), z.record(z.string(), z.union([z.int(), z.string()])))
  .meta({ id: 'NodeFigures' });
export type NodeFigures = { node: string; [name: string]: number | string };

export const FiguresQuery = z.object({ aggregate: booleanField.default(false), node: z.string().optional() });
