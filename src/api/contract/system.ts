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

const Advice = z.object({
  sentence: z.string().meta({ description: 'What was found' }),
  fix: z.string().nullable().meta({ description: 'What to do; null where nothing is to be done' }),
});

export const DoctorCheck = z
  .object({
    name: z.enum(['ports', 'access', 'disk', 'clock', 'certificates', 'outbound', 'files', 'loop']),
    state: z.enum(['fine', 'look', 'wrong', 'unknown']),
    en: Advice,
    zh: Advice,
  })
  .meta({ id: 'DoctorCheck' });
export type DoctorCheck = z.output<typeof DoctorCheck>;

export const DoctorReport = z
  .object({
    time: Timestamp,
    state: z.enum(['fine', 'look', 'wrong']).meta({ description: 'Of the worst' }),
    checks: z.array(DoctorCheck),
  })
  .meta({ id: 'DoctorReport' });
export type DoctorReport = z.output<typeof DoctorReport>;

const Named = z.record(z.string(), z.unknown());

export const SupportBundle = z
  .object({
    made_at: Timestamp,
    system: System,
    doctor: DoctorReport,
    settings: z
      .array(z.object({ path: z.string(), value: z.unknown(), origin: z.string() }))
      .meta({ description: 'Those that are not as by default; without secrets and names of users' }),
    listeners: z.array(Named),
    connectors: z.array(Named).meta({ description: 'How it goes with each; no addresses, no settings' }),
    actions: z.array(Named),
    rules: z.array(Named).meta({ description: 'With their statements, in which texts are left out' }),
    authentication: z.array(Named),
    authorization: z.array(Named),
    alarms: z.array(Named),
    deliveries: Named.meta({ description: 'How many of each state' }),
    stats: z.record(z.string(), z.number()),
    metrics: z.record(z.string(), z.number()),
  })
  .meta({
    id: 'SupportBundle',
    description: 'What somebody needs who helps: no secrets, no messages, no names of devices and users',
  });
export type SupportBundle = z.output<typeof SupportBundle>;

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
