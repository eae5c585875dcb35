import { z } from 'zod';
import { ALERT_ORDERS, ALERT_STATUSES, SEVERITIES } from '../../alerts/door.ts';
import { durationField } from '../../lib/zod-fields.ts';
import { momentField, momentInBody, PageQuery, pageOf, repeatableField, Timestamp } from './values.ts';

const MOST_VALUES = 100;

/** Several values: the key may stand there again, or one of them may hold commas. */
const listOf = <Value extends string>(known: readonly Value[]) =>
  repeatableField
    .transform((values) => values.flatMap((value) => value.split(',')).filter((value) => value !== ''))
    .superRefine((values, context) => {
      const unknown = values.find((value) => !(known as readonly string[]).includes(value));
      if (unknown === undefined) return;
      const message = `${JSON.stringify(unknown.slice(0, 50))} is none of ${known.join(', ')}`;
      context.addIssue({ code: 'custom', message });
    })
    // A form sends what is not filled in as well.
    .transform((values) => (values.length === 0 ? undefined : (values as Value[])));

const repeated = repeatableField
  .refine((values) => values.length <= MOST_VALUES, { error: `may stand there ${MOST_VALUES} times at most` })
  .transform((values) => values.filter((value) => value !== ''))
  .transform((values) => (values.length === 0 ? undefined : values));

const language = z
  .enum(['en', 'zh'])
  .optional()
  .meta({ description: 'Of texts that are there in both: en or zh; else by Accept-Language, else en' });

export const AlertFilterShape = {
  status: listOf(ALERT_STATUSES)
    .optional()
    .meta({ description: `One of ${ALERT_STATUSES.join(', ')}, or several` }),
  severity: listOf(SEVERITIES)
    .optional()
    .meta({ description: `One of ${SEVERITIES.join(', ')}, or several` }),
  rule: repeated.optional().meta({ description: 'The id of a rule; may stand there several times' }),
  monitor: repeated.optional().meta({ description: 'The name of a monitor; may stand there several times' }),
  key: repeated
    .optional()
    .meta({ description: 'What it is about, such as a client id; may stand there several times' }),
  group_id: repeated.optional().meta({ description: 'Those that are told together' }),
  language,
};

/** Of what happens from now on. */
export const AlertStreamQuery = z.object(AlertFilterShape);
export type AlertStreamQuery = z.output<typeof AlertStreamQuery>;

/** Of what is kept. */
export const AlertRecordShape = {
  ...AlertFilterShape,
  status: AlertFilterShape.status.meta({
    description: `One of ${ALERT_STATUSES.join(', ')}, or several; those that are not resolved when absent`,
  }),
  since: momentField('milliseconds').optional().meta({ description: 'Did not begin before this' }),
  until: momentField('milliseconds').optional().meta({ description: 'Did not begin after this' }),
  q: z
    .string()
    .max(200)
    .transform((text) => text || undefined)
    .optional()
    .meta({
      description:
        'Stands in the key, the rule, the monitor, a text, a label or a fact, in upper or lower case',
    }),
};

export const notBeforeSince = {
  check: ({
    since = 0,
    until = Number.POSITIVE_INFINITY,
  }: {
    since?: number | undefined;
    until?: number | undefined;
  }) => since <= until,
  complaint: { path: ['until'], error: 'must not be before since' },
};

export const AlertQuery = PageQuery.extend({
  ...AlertRecordShape,
  order: z.enum(ALERT_ORDERS).default('newest').meta({
    description:
      'newest, the default: what began last comes first; worst: critical ones first, of each severity the newest first',
  }),
}).refine(notBeforeSince.check, notBeforeSince.complaint);
export type AlertQuery = z.output<typeof AlertQuery>;

export const AlertPath = z.object({ id: z.string().meta({ description: 'The id of an alert' }) });

export const AlertDetailQuery = z.object({ language });

/** Ids of channels. */
export const ChannelsTold = z
  .object({
    delivered: z.array(z.string()),
    waiting: z.array(z.string()).meta({ description: 'The message lies in the outbox' }),
    failed: z.array(z.string()).meta({ description: 'They refused it, or its time was over' }),
  })
  .meta({ description: 'How the last message about it to each channel went, of the last 7 days' });

const alert = {
  id: z.string(),
  rule_id: z.string().nullable(),
  monitor: z.string().nullable(),
  key: z.string().meta({ description: 'What it is about, within its rule or monitor' }),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  status: z.enum(ALERT_STATUSES),
  summary: z.string().nullable(),
  description: z.string().nullable(),
  runbook_url: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  facts: z.record(z.string(), z.string()).meta({ description: 'What is shown to people besides' }),
  clientid: z.string().nullable(),
  username: z.string().nullable(),
  peerhost: z.string().nullable(),
  listener: z.string().nullable(),
  node: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'Why the client is gone' }),
  client_attrs: z.record(z.string(), z.string()),
  count: z.int().meta({ description: 'How often the condition was seen, the first time included' }),
  suppressed: z
    .int()
    .meta({ description: 'How often it was over before it opened: short drops of this key' }),
  flapping: z
    .object({ since: Timestamp, score: z.number() })
    .nullable()
    .meta({ description: 'It comes and goes too often to be told each time' }),
  starts_at: Timestamp.meta({ description: 'When the condition began' }),
  due_at: Timestamp.nullable().meta({ description: 'When the grace period of a pending alert ends' }),
  opened_at: Timestamp.nullable(),
  last_at: Timestamp.meta({ description: 'When the condition was last seen' }),
  resolved_at: Timestamp.nullable(),
  resolved_how: z.enum(['recovered', 'quiet', 'manual', 'removed']).nullable().meta({
    description:
      'recovered: the condition is over; quiet: it was not seen again; manual: somebody ended it; removed: its rule or monitor is gone or off',
  }),
  resolved_by: z.string().nullable(),
  duration_ms: z.int().meta({ description: 'From starts_at to the end, or until now' }),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: Timestamp.nullable(),
  silenced_by: z
    .string()
    .nullable()
    .meta({ description: 'The silence or maintenance window that keeps people from being told now' }),
  silenced_until: Timestamp.nullable(),
  group_id: z.string(),
  deliveries: ChannelsTold.optional().meta({
    description: 'How the last message about it to each channel went, of the last 7 days; not in streams',
  }),
};

/** One condition about one subject, with a life. */
export const Alert = z.object(alert).meta({ id: 'Alert' });
export type Alert = z.output<typeof Alert>;

export const AlertPage = pageOf(Alert);
export type AlertPage = z.output<typeof AlertPage>;

export const AlertDetail = z
  .object({
    ...alert,
    timeline: z
      .array(
        z.object({
          at: Timestamp,
          kind: z.string().meta({
            description:
              'event, matched, suppressed, grace, opened, escalated, unstable, grouped, notification, attempt, delivery, acknowledged, note, resolved …',
          }),
          text: z.string(),
          delivery_id: z.string().optional(),
        }),
      )
      .meta({ description: 'What happened, in the order in which it did' }),
  })
  .meta({ id: 'AlertDetail' });
export type AlertDetail = z.output<typeof AlertDetail>;

const noteText = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .meta({ description: 'For the timeline', example: 'The gateway in Hangzhou has no power' });

/** Of `POST /alerts/{id}/acknowledge` and `resolve`; may be left out. */
export const AlertRemark = z
  .strictObject({ note: noteText.optional() })
  .nullish()
  .meta({ id: 'AlertRemark' });

export const AlertNote = z.strictObject({ text: noteText }).meta({ id: 'AlertNote' });

/** Of `POST /alerts/{id}/silence`; may be left out: an hour. */
export const AlertSilence = z
  .strictObject({
    for: durationField.optional().meta({ description: 'How long: 1h when nothing is said' }),
    ends_at: momentInBody.optional().meta({ description: 'Until when: RFC 3339 or Unix milliseconds' }),
    until_resolved: z
      .boolean()
      .optional()
      .meta({ description: 'Until it is over; with an end as well, by whichever comes first' }),
    reason: z.string().max(4000).optional(),
  })
  .refine((body) => body.for === undefined || body.ends_at === undefined, {
    error: 'give for or ends_at, not both',
  })
  .nullish()
  .meta({ id: 'AlertSilence', examples: [{ for: '4h', reason: 'rack move' }, { until_resolved: true }] });

const MOST_IDS = 10_000;

const oneOrMore = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(MOST_VALUES)])
  .transform((value) => [value].flat());

const MatchingAlerts = z
  .strictObject({
    rule: oneOrMore.optional(),
    monitor: oneOrMore.optional(),
    group_id: oneOrMore.optional(),
    severity: z
      .union([z.enum(SEVERITIES), z.array(z.enum(SEVERITIES)).min(1)])
      .transform((value) => [value].flat())
      .optional(),
  })
  .refine((matching) => Object.values(matching).some((value) => value !== undefined), {
    error: 'name a rule, monitor, group_id or severity',
  })
  .meta({ description: 'All that is open or acknowledged and fits all of it, however many they are' });

/** Which alerts: by their ids, or by what they are of. */
export const AlertBulk = z
  .strictObject({
    ids: z.array(z.string().min(1).max(64)).min(1).max(MOST_IDS).optional(),
    matching: MatchingAlerts.optional(),
    note: noteText.optional(),
  })
  .refine(({ ids, matching }) => (ids === undefined) !== (matching === undefined), {
    error: 'say which alerts: give ids or matching, one of them',
  })
  .meta({
    id: 'AlertBulk',
    examples: [
      { ids: ['019aca1b-5e3c-7000-9f0e-6a1c2d3e4f50'] },
      { matching: { rule: 'device-offline' }, note: 'the gateway restarts' },
    ],
  });

export const AlertBulkResult = z
  .object({
    changed: z.array(z.string()).meta({ description: 'Ids of those that it was done to' }),
    unchanged: z.array(z.string()).meta({ description: 'Those that were so already, or are resolved' }),
    missing: z.array(z.string()).meta({ description: 'There is no such alert, or not any more' }),
  })
  .meta({ id: 'AlertBulkResult' });
export type AlertBulkResult = z.output<typeof AlertBulkResult>;

export const AlertCountsQuery = z.object({
  since: momentField('milliseconds')
    .optional()
    .meta({ description: 'For the counts of what began since; 24 hours ago when absent' }),
});

const bySeverity = z.object({ critical: z.int(), warning: z.int(), info: z.int() });

export const AlertCounts = z
  .object({
    status: z
      .object({ pending: z.int(), open: z.int(), acknowledged: z.int() })
      .meta({ description: 'Of those that are not resolved' }),
    severity: bySeverity.meta({ description: 'Of those that are open or acknowledged' }),
    open: bySeverity.meta({ description: 'Of those that are open, and that nobody has acknowledged' }),
    since: Timestamp,
    began: z.int().meta({ description: 'Alerts that began since then' }),
    opened: z.int().meta({ description: 'Of these, those that opened' }),
    resolved: z.int().meta({ description: 'Of these, those that are over' }),
    noisiest: z
      .array(z.object({ rule_id: z.string().nullable(), monitor: z.string().nullable(), began: z.int() }))
      .meta({ description: 'The ten rules and monitors with the most of them' }),
    short_drops: z
      .object({
        last_hour: z.int(),
        last_24h: z.int(),
        sources: z
          .array(
            z.object({
              rule_id: z.string().nullable(),
              monitor: z.string().nullable(),
              last_hour: z.int(),
              last_24h: z.int(),
            }),
          )
          .meta({ description: 'The ten rules and monitors with the most of them' }),
      })
      .meta({
        description: 'What was over within its grace period, so that nobody was told; since the start',
      }),
  })
  .meta({ id: 'AlertCounts' });
export type AlertCounts = z.output<typeof AlertCounts>;
