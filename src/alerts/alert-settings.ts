import { z } from 'zod';
import { mistakeInTemplate } from '../delivery/door.ts';
import { durationField } from '../lib/zod-fields.ts';
import { SEVERITIES } from './alert.ts';
import { senselessIn } from './senseless-settings.ts';
import { scheduleSchema } from './silences/schedule.ts';

const template = z
  .string()
  .max(8192)
  .superRefine((text, context) => {
    const { reason, suggestion } = mistakeInTemplate(text) ?? {};
    if (reason)
      context.addIssue({
        code: 'custom',
        message: reason + (suggestion ? ` (did you mean ${suggestion}?)` : ''),
      });
  });

const localTemplate = z.union([template, z.strictObject({ en: template, zh: template })], {
  error: 'write a text, or one in each language: {"en": "…", "zh": "…"}',
});

/** They are kept in memory for every alert. */
const MOST_LABELS = 64;

const channelName = z.string().min(1).max(512);

const channels = z.union(
  [
    z.array(channelName).max(32),
    z.strictObject({
      critical: z.array(channelName).max(32).default([]),
      warning: z.array(channelName).max(32).default([]),
      info: z.array(channelName).max(32).default([]),
    }),
  ],
  { error: 'write a list of channels, as ["wecom:ops"], or one for each severity' },
);

const members = z.strictObject({
  title: localTemplate.optional().meta({ description: 'The name of the rule when absent' }),
  severity: z.enum(SEVERITIES).default('critical'),
  key: template.default(`\${clientid}`).meta({ description: 'What tells one subject from another' }),
  summary: localTemplate.optional(),
  description: localTemplate.optional(),
  runbook_url: template.optional(),
  labels: z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z_][\w.-]{0,127}$/,
          'the name of a label is letters, digits, "_", "." and "-", and begins with a letter or "_"',
        ),
      template,
    )
    .refine((labels) => Object.keys(labels).length <= MOST_LABELS, `at most ${MOST_LABELS} labels`)
    .default({}),
  for: durationField
    .default('0s')
    .meta({ description: 'The grace period: it opens only if the condition lasts so long' }),
  resolve_on: z
    .union(
      [
        z.string().min(1).max(256),
        z.strictObject({ sql: z.string().min(1).max(65_536) }),
        z.strictObject({ after: durationField }),
      ],
      { error: 'write one of these: "client.connected", {"sql": "SELECT … FROM …"}, {"after": "10m"}' },
    )
    .optional()
    .meta({
      description:
        'What ends it: an event (client.connected), rows of a statement, or a time without a repeat. By default client.connected when the rule is about clients that disconnect, else 10m without a repeat',
    }),
  threshold: z.strictObject({ count: z.int().min(1).max(1_000_000), within: durationField }).optional(),
  absence: z
    .strictObject({
      after: durationField,
      expected: z.array(z.string().min(1).max(65_535)).max(100_000).default([]),
    })
    .optional()
    .meta({
      description:
        'Raised when there was no row for so long, for each key; expected keys count from the start',
    }),
  group: z
    .strictObject({
      window: durationField.default('30s'),
      by: z.array(z.string().min(1).max(128)).max(16).default([]),
    })
    .prefault({})
    .meta({
      description:
        'What is told together: within how long, and by which labels (listener, network/16, node, username_prefix, attr.x, or a label)',
    }),
  flapping: z
    .union([z.literal(false), z.strictObject({ changes: z.int().min(2).max(1000), within: durationField })], {
      error: 'write {"changes": 6, "within": "10m"}, or false to switch it off',
    })
    .default({ changes: 6, within: '10m' })
    .meta({ description: 'So many changes within this time make one alert "unstable"' }),
  repeat: durationField.optional().meta({ description: 'Told again when it is still open after so long' }),
  tell_resolved: z.boolean().optional().meta({
    description: 'false: people who were told of the beginning are not told of the end. True when absent',
  }),
  notify: channels.optional().meta({
    description:
      'Channels by their ids, for all severities or per severity; those of the settings when absent',
  }),
  hours: scheduleSchema.optional().meta({
    description: 'When people are told; what comes outside is summarised at the beginning of the next hours',
  }),
  escalate: z.strictObject({ after: durationField, notify: z.array(channelName).min(1).max(32) }).optional(),
});

/** What a rule's alert says of itself: the member `alert` of a rule, and what a rule in a file has there. */
export const alertDraft = members.superRefine(refuseSenseless);

/** The same where it is known what it is called. */
export const alertSettings = members.extend({ title: localTemplate }).superRefine(refuseSenseless);

/** As it is written. */
export type AlertDraft = z.input<typeof alertDraft>;
/** With its defaults; durations as they were written. */
export type AlertSettings = z.output<typeof alertSettings>;

function refuseSenseless(settings: z.output<typeof members>, context: z.RefinementCtx): void {
  for (const { path, message } of senselessIn(settings)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
}
