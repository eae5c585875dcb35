import { z } from 'zod';
import { AuditChange } from './audit.ts';
import { booleanField, Timestamp } from './values.ts';

export const BackupQuery = z.object({
  format: z.enum(['yaml', 'json']).default('yaml'),
  mqtt_users: booleanField
    .default(true)
    .meta({ description: 'MQTT users with the hashes of their passwords; true is the default' }),
  retained: booleanField.default(false).meta({ description: 'Retained messages; false is the default' }),
  history: booleanField.default(false).meta({
    description: 'Alerts that are over, one on a line behind the document; false is the default',
  }),
});

const passphrase = z.string().min(8).max(1024);

export const BackupBody = z
  .strictObject({
    format: BackupQuery.shape.format,
    mqtt_users: z.boolean().default(true),
    retained: z.boolean().default(false),
    history: z.boolean().default(false),
    passphrase: passphrase.meta({ description: 'It seals the secrets; whoever imports them has to know it' }),
  })
  .meta({ id: 'BackupDraft' });

const document = z
  .string()
  .meta({ description: 'The text of a backup, YAML or JSON, as GET /backup wrote it' });

const importing = {
  document,
  passphrase: passphrase
    .optional()
    .meta({ description: 'Of a backup with secrets; without it they are left out' }),
  prune: z.boolean().default(false).meta({
    description: 'Whether what is here and not in the document goes, of the kinds that the document names',
  }),
};

export const BackupPlanBody = z.strictObject(importing).meta({ id: 'BackupPlanDraft' });

export const BackupImportBody = z
  .strictObject({
    ...importing,
    only: z
      .array(z.object({ kind: z.string(), id: z.string() }))
      .optional()
      .meta({ description: 'Which of the plan; all that is added or changed when it is left out' }),
  })
  .meta({ id: 'BackupImportDraft' });

export const BackupPlanEntry = z
  .object({
    kind: z.string().meta({ description: '`connectors`, `rules`, …' }),
    id: z.string(),
    what: z.enum(['add', 'change', 'remove', 'same', 'conflict']),
    conflict: z
      .enum(['file', 'needs_password', 'needs_secret', 'unknown_here', 'unknown_kind', 'not_allowed'])
      .optional()
      .meta({
        description:
          'file: a file has it here; needs_secret: a secret was left out of the backup, and is not stored here; unknown_kind: it is of another version, or not for this user',
      }),
    at: z.string().optional().meta({ description: 'Where a secret is missing' }),
    changes: z.array(AuditChange),
  })
  .meta({ id: 'BackupPlanEntry' });
export type BackupPlanEntry = z.output<typeof BackupPlanEntry>;

export const BackupPlan = z
  .object({
    created_at: z.string().meta({ description: 'Of the backup, as are the following' }),
    node: z.string(),
    version: z.string(),
    contains_secrets: z
      .enum(['sealed', 'none'])
      .meta({ description: 'sealed: with the passphrase of who made it' }),
    entries: z.array(BackupPlanEntry),
  })
  .meta({ id: 'BackupPlan' });
export type BackupPlan = z.output<typeof BackupPlan>;

/** Alerts that go in one call: a large history is sent in parts, and nobody holds it in memory. */
const MOST_PAST_ALERTS = 1000;

export const BackupHistoryBody = z
  .strictObject({
    tocsin_history: z.literal(1, { error: 'this version reads histories of version 1' }).meta({
      description: 'As the first line of the history says',
    }),
    alerts: z
      .array(z.unknown())
      .max(MOST_PAST_ALERTS)
      .meta({ description: 'Lines of the history, between its first and its last one; in any order' }),
  })
  .meta({ id: 'BackupHistoryDraft' });

export const BackupHistoryCounts = z
  .object({
    added: z.int(),
    same: z.int().meta({ description: 'Alerts with these ids are here already, and stay as they are' }),
    too_old: z.int().meta({ description: 'They ended before what is kept begins' }),
    refused: z.int().meta({ description: 'They are no alerts that are over' }),
    problems: z
      .array(
        z.object({ index: z.int().meta({ description: 'Within `alerts`, from 0' }), reason: z.string() }),
      )
      .meta({ description: 'Why the first ten were refused' }),
  })
  .meta({ id: 'BackupHistoryCounts' });
export type BackupHistoryCounts = z.output<typeof BackupHistoryCounts>;

export const BackupResult = z
  .object({
    results: z.array(
      z.object({
        kind: z.string(),
        id: z.string(),
        what: z.enum(['added', 'changed', 'removed', 'failed']),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'BackupResult' });
export type BackupResult = z.output<typeof BackupResult>;

export const BackupUndo = z
  .object({
    available: z.boolean(),
    at: Timestamp.nullable().meta({ description: 'When the import was' }),
    by: z.string().nullable(),
    count: z.int().meta({ description: 'Things that it added or changed' }),
  })
  .meta({ id: 'BackupUndo' });
export type BackupUndo = z.output<typeof BackupUndo>;
