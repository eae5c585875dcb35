import { z } from 'zod';
import {
  ALERT_STATUSES,
  alertMatchers,
  MAINTENANCE_STATES,
  SEVERITIES,
  SILENCE_STATES,
  scheduleSchema,
} from '../../alerts/door.ts';
import {
  booleanField,
  fileMember,
  momentInBody,
  PageQuery,
  pageOf,
  repeatableField,
  Timestamp,
} from './values.ts';

/** What an answer has besides, so that it can be sent back as it came. */
const answered = z.unknown().optional().meta({ description: 'Of the answer; has no effect here' });

const reason = z.string().max(4000).default('').meta({ description: 'Why, for people' });

const silenceDraft = {
  matchers: alertMatchers,
  starts_at: momentInBody
    .nullish()
    .meta({ description: 'RFC 3339 or Unix milliseconds; now when it is left out' }),
  ends_at: momentInBody.nullish().meta({ description: 'RFC 3339 or Unix milliseconds' }),
  until_resolved: z.boolean().default(false).meta({
    description: 'Until all that it held is resolved; with ends_at as well, by whichever comes first',
  }),
  reason,
};

export const SilenceBody = z
  .strictObject({
    ...silenceDraft,
    id: answered,
    state: answered,
    created_at: answered,
    created_by: answered,
    updated_at: answered,
    updated_by: answered,
    ended_at: answered,
    ended_by: answered,
    hides: answered,
    warnings: answered,
  })
  .meta({
    id: 'SilenceDraft',
    examples: [
      {
        matchers: { rule: 'device-offline', key: 'dev-*' },
        ends_at: '2026-08-20T18:00:00+08:00',
        reason: 'rack move',
      },
      { matchers: { severity: ['warning', 'info'], labels: { site: 'hangzhou' } }, until_resolved: true },
    ],
  });
export type SilenceBody = z.output<typeof SilenceBody>;

/** As the draft, of which only the matchers are looked at. */
export const SilencePreviewBody = SilenceBody.meta({
  id: 'SilencePreviewDraft',
  examples: [{ matchers: { rule: 'device-offline', key: 'dev-*' } }],
});

const hides = z
  .object({ count: z.int(), alerts: z.array(z.string()).meta({ description: 'The ids of the first ten' }) })
  .meta({ description: 'What is open and not told because of it, at this moment' });

const warnings = z
  .array(z.string())
  .optional()
  .meta({ description: 'What was probably not meant, in answer to a change' });

export const Silence = z
  .object({
    id: z.string(),
    state: z.enum(SILENCE_STATES),
    matchers: alertMatchers,
    starts_at: Timestamp,
    ends_at: Timestamp.nullable(),
    until_resolved: z.boolean(),
    reason: z.string(),
    created_by: z.string(),
    created_at: Timestamp,
    updated_by: z.string(),
    updated_at: Timestamp,
    ended_at: Timestamp.nullable().meta({ description: 'When it ended before its end' }),
    ended_by: z
      .string()
      .nullable()
      .meta({ description: 'Who ended it; null: all that it held was resolved' }),
    hides,
    warnings,
    file: fileMember,
  })
  .meta({ id: 'Silence', description: 'Who is quiet, until when' });
export type Silence = z.output<typeof Silence>;

export const SilencePage = pageOf(Silence);
export type SilencePage = z.output<typeof SilencePage>;

export const SilencePath = z.object({ id: z.string().meta({ description: 'The id of a silence' }) });

/** Of a PUT. */
export const CreateQuery = z.object({
  create: booleanField
    .default(false)
    .meta({ description: 'Make it with this id when there is none; false is the default, and answers 404' }),
});

const statesOf = <State extends string>(known: readonly State[]) =>
  repeatableField
    .transform((values) => values.flatMap((value) => value.split(',')).filter(Boolean))
    .superRefine((values, context) => {
      const unknown = values.find((value) => !(known as readonly string[]).includes(value));
      if (unknown === undefined) return;
      const message = `${JSON.stringify(unknown.slice(0, 50))} is none of ${known.join(', ')}`;
      context.addIssue({ code: 'custom', message });
    })
    .transform((values) => values as State[])
    .optional()
    .meta({ description: `One of ${known.join(', ')}, or several` });

const text = z.string().min(1).max(200).optional();

export const SilenceQuery = PageQuery.extend({
  state: statesOf(SILENCE_STATES),
  alert: text.meta({ description: 'The id of an alert: those that hold it now' }),
  unused: booleanField
    .optional()
    .meta({ description: 'true: active ones that hide nothing now; false: those that hide something' }),
  q: text.meta({
    description: 'Stands in the reason, in the matchers or in who made it, in upper or lower case',
  }),
});
export type SilenceQuery = z.output<typeof SilenceQuery>;

const previewed = z.object({
  count: z.int(),
  alerts: z
    .array(
      z.object({
        id: z.string(),
        rule_id: z.string().nullable(),
        monitor: z.string().nullable(),
        key: z.string(),
        title: z.string(),
        severity: z.enum(SEVERITIES),
        status: z.enum(ALERT_STATUSES),
        opened_at: Timestamp.nullable(),
      }),
    )
    .meta({ description: 'The first ten' }),
});

export const SilencePreview = z
  .object({
    now: previewed.meta({ description: 'What is open now' }),
    last_24h: previewed.meta({ description: 'What opened in the last 24 hours, over or not' }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'SilencePreview', description: 'What a silence would hide' });
export type SilencePreview = z.output<typeof SilencePreview>;

const name = z.string().trim().min(1).max(256);

export const MaintenanceWindowBody = z
  .strictObject({
    name,
    enable: z.boolean().default(true),
    matchers: alertMatchers,
    schedule: scheduleSchema.nullish(),
    starts_at: momentInBody.nullish().meta({
      description:
        'When it begins, RFC 3339 or Unix milliseconds; with a schedule the first moment that counts',
    }),
    ends_at: momentInBody.nullish().meta({ description: 'When it is over; with a schedule the last moment' }),
    reason,
    id: answered,
    state: answered,
    next_change_at: answered,
    created_at: answered,
    created_by: answered,
    updated_at: answered,
    updated_by: answered,
    hides: answered,
    warnings: answered,
  })
  .meta({
    id: 'MaintenanceWindowDraft',
    examples: [
      {
        name: 'Saturday night',
        matchers: { labels: { site: 'hangzhou' } },
        schedule: 'sat 22:00-02:00 Asia/Shanghai',
      },
    ],
  });
export type MaintenanceWindowBody = z.output<typeof MaintenanceWindowBody>;

export const MaintenanceWindow = z
  .object({
    id: z.string(),
    name,
    enable: z.boolean(),
    state: z
      .enum(MAINTENANCE_STATES)
      .meta({ description: 'pending: still to come, for the first time or again' }),
    matchers: alertMatchers,
    schedule: scheduleSchema.nullable(),
    starts_at: Timestamp.nullable(),
    ends_at: Timestamp.nullable(),
    next_change_at: Timestamp.nullable().meta({ description: 'When it begins or ends next' }),
    reason: z.string(),
    created_by: z.string(),
    created_at: Timestamp,
    updated_by: z.string(),
    updated_at: Timestamp,
    hides,
    warnings,
    file: fileMember,
  })
  .meta({ id: 'MaintenanceWindow', description: 'Hours in which people are not told, once or every week' });
export type MaintenanceWindow = z.output<typeof MaintenanceWindow>;

export const MaintenanceWindowPage = pageOf(MaintenanceWindow);

export const MaintenanceWindowPath = z.object({
  id: z.string().meta({ description: 'The id of a maintenance window' }),
});

export const MaintenanceWindowQuery = PageQuery.extend({ state: statesOf(MAINTENANCE_STATES) });
