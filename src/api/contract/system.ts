import { z } from 'zod';
import { Timestamp } from './values.ts';

const bytes = z.int().meta({ description: 'Bytes' });

export const System = z
  .object({
    node: z.string(),
    version: z.string(),
    runtime: z.string().meta({ description: 'Node.js v24.11.0' }),
    platform: z.string().meta({ description: 'linux x64' }),
    pid: z.int(),
    time: Timestamp,
    time_zone: z.string(),
    started_at: Timestamp,
    uptime: z.int().meta({ description: 'Milliseconds' }),
    cpus: z.int(),
    load: z.array(z.number()).meta({ description: 'Over 1, 5 and 15 minutes' }),
    memory: z.object({
      process: bytes,
      used: bytes.meta({ description: 'Of the machine, or of the container' }),
      total: bytes,
    }),
    event_loop_delay: z.number().meta({ description: 'Milliseconds, over the last second' }),
    files: z.object({
      open: z.int().nullable(),
      maximum: z.int().nullable().meta({ description: 'null where the system does not tell' }),
    }),
    open_listeners: z
      .array(z.string())
      .meta({ description: 'By which anybody gets in from other machines without a password' }),
    data_directory: z.string(),
    disk: z.object({ free: bytes, total: bytes }).nullable(),
    stores: z.array(
      z.object({
        name: z.enum(['database', 'journal', 'sessions']),
        size: bytes,
        holds: z.int().nullable().meta({ description: 'Things in it, where they are counted' }),
        oldest: Timestamp.nullable(),
        maximum: bytes.nullable(),
      }),
    ),
  })
  .meta({ id: 'System' });
export type System = z.output<typeof System>;

export const EffectiveSetting = z
  .object({
    path: z.string().meta({ description: '`listeners.tcp.port`' }),
    value: z.unknown().meta({ description: 'As it is written, with secrets as `******`' }),
    origin: z.enum(['default', 'file', 'environment', 'flag']),
    place: z
      .string()
      .nullable()
      .meta({ description: '`tocsin.yaml:12`, `TOCSIN__LOG__LEVEL`, `--set log.level`' }),
    description: z.string(),
    changed_since: z
      .boolean()
      .meta({ description: 'Whether it is written otherwise now, which holds after a restart' }),
  })
  .meta({ id: 'EffectiveSetting' });
export type EffectiveSetting = z.output<typeof EffectiveSetting>;
