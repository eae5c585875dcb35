import { z } from 'zod';
import { BackupPlanEntry, BackupResult } from './backup.ts';

/** In the body of a multipart upload it is the field `filename`. */
export const EmqxPlanBody = z
  .union([
    z.strictObject({
      text: z.string().meta({ description: 'The text of a `cluster.hocon`' }),
    }),
    z.strictObject({
      url: z
        .string()
        .min(1)
        .max(2048)
        .meta({ description: 'Of the dashboard of a running EMQX, which is only read' }),
      key: z.string().min(1).max(1024).meta({ description: 'An API key there' }),
      secret: z.string().min(1).max(1024),
    }),
  ])
  .meta({ id: 'EmqxImportSource' });

const reason = z.object({ code: z.string(), message: z.string(), message_zh: z.string() });
const becomes = z.object({ kind: z.string(), id: z.string(), item: z.record(z.string(), z.unknown()) });

export const EmqxImportRow = z
  .object({
    id: z.string().meta({ description: '`rule/offline`' }),
    type: z.string().meta({
      description:
        'rule, connector, action, source, bridge, channel, schema, authenticator, authorization, access_rules, user, ban, retained, listener, setting, table, call',
    }),
    name: z.string(),
    verdict: z.enum(['same', 'adapted', 'not_supported']),
    reasons: z.array(reason),
    what: z.enum(['add', 'change', 'same', 'conflict', 'nothing']).meta({
      description: 'What taking it over would do here; conflict says why in `conflict`',
    }),
    conflict: BackupPlanEntry.shape.conflict,
    at: z.string().optional().meta({ description: 'Where a secret is missing' }),
    selected: z.boolean().meta({ description: 'Whether it is taken over when nobody chooses' }),
    original: z.unknown().meta({ description: 'As EMQX has it, secrets masked' }),
    becomes: z.array(becomes).meta({ description: 'What it would be here, secrets masked' }),
    offers: z.array(
      z.object({
        id: z.enum(['renew', 'alert']),
        message: z.string(),
        message_zh: z.string(),
        becomes: z.array(becomes),
      }),
    ),
  })
  .meta({ id: 'EmqxImportRow' });
export type EmqxImportRow = z.output<typeof EmqxImportRow>;

export const EmqxImportPlan = z
  .object({
    plan: z.string().meta({ description: 'Names it for /emqx_import/apply, for half an hour' }),
    source: z.enum(['archive', 'cluster_hocon', 'running']),
    version: z.string().meta({ description: 'Of EMQX; empty when nothing says it' }),
    counts: z.object({ same: z.int(), adapted: z.int(), not_supported: z.int() }),
    rows: z.array(EmqxImportRow),
  })
  .meta({ id: 'EmqxImportPlan' });
export type EmqxImportPlan = z.output<typeof EmqxImportPlan>;

export const EmqxApplyBody = z
  .strictObject({
    plan: z.string(),
    only: z
      .array(z.string())
      .optional()
      .meta({ description: 'Ids of rows; those that are `selected` when it is left out' }),
    offers: z
      .array(z.strictObject({ row: z.string(), offer: z.enum(['renew', 'alert']) }))
      .optional()
      .meta({ description: 'What of the offers is taken; none when it is left out' }),
  })
  .meta({ id: 'EmqxImportChoice' });

export const EmqxImportResult = BackupResult;
