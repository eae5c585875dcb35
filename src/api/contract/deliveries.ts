import { z } from 'zod';
import { canonicalId, DELIVERY_STATUSES } from '../../delivery/door.ts';
import { momentField, PageQuery, pageOf, repeatableField, Timestamp } from './values.ts';

const MOST_VALUES = 100;

/** Several values: the key may stand there again, or one of them may hold commas. */
const listField = repeatableField
  .transform((values) => values.flatMap((value) => value.split(',')).filter((value) => value !== ''))
  .refine((values) => values.length <= MOST_VALUES, { error: `may have ${MOST_VALUES} values at most` });

/** A status that no delivery ever has would find nothing, which looks as if nothing had been sent. */
const statusField = listField
  .superRefine((values, context) => {
    const unknown = values.find((value) => !isStatus(value));
    if (unknown === undefined) return;
    const message = `no delivery is ever ${JSON.stringify(unknown.slice(0, 50))}: status is one of ${DELIVERY_STATUSES.join(', ')}`;
    context.addIssue({ code: 'custom', message });
  })
  .transform((values) => values.filter(isStatus));

function isStatus(value: string): value is (typeof DELIVERY_STATUSES)[number] {
  return (DELIVERY_STATUSES as readonly string[]).includes(value);
}

const idsField = listField.transform((ids) => ids.map(canonicalId));

const DeliveryFilterShape = {
  status: statusField.optional().meta({ description: `One of ${DELIVERY_STATUSES.join(', ')}, or several` }),
  connector: idsField.optional().meta({ description: '`type:name`, or several' }),
  action: idsField.optional().meta({ description: '`type:name`, or several' }),
  rule: repeatableField.optional().meta({ description: 'The id of a rule; may stand there several times' }),
  alert: repeatableField
    .optional()
    .meta({ description: 'The id of an alert; may stand there several times' }),
  vendor_code: listField.optional().meta({ description: "The vendor's own code, or several" }),
};

/** Of what happens from now on. */
export const DeliveryStreamQuery = z.object(DeliveryFilterShape);
export type DeliveryStreamQuery = z.output<typeof DeliveryStreamQuery>;

const RecordedFilterShape = {
  ...DeliveryFilterShape,
  since: momentField('milliseconds').optional().meta({ description: 'Not created before this' }),
  until: momentField('milliseconds').optional().meta({ description: 'Not created after this' }),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Stands in the reason or in the last answer, in upper or lower case' }),
};

const notBefore = {
  check: ({
    since = 0,
    until = Number.POSITIVE_INFINITY,
  }: {
    since?: number | undefined;
    until?: number | undefined;
  }) => since <= until,
  complaint: { path: ['until'], error: 'must not be before since' },
};

export const DeliveryQuery = PageQuery.extend(RecordedFilterShape).refine(
  notBefore.check,
  notBefore.complaint,
);
export type DeliveryQuery = z.output<typeof DeliveryQuery>;

export const DeliveryExportQuery = z
  .object({
    ...RecordedFilterShape,
    format: z.enum(['ndjson', 'csv']).default('ndjson').meta({ description: 'ndjson, the default, or csv' }),
  })
  .refine(notBefore.check, notBefore.complaint);
export type DeliveryExportQuery = z.output<typeof DeliveryExportQuery>;

export const DeliveryPath = z.object({ id: z.string().meta({ description: 'The id of a delivery' }) });

const DeliveryAttempt = z
  .object({
    number: z.int().meta({ description: 'From 1' }),
    at: Timestamp,
    duration_ms: z.int(),
    status: z.int().nullable().meta({ description: 'HTTP status; null when nobody answered' }),
    code: z.string().nullable().meta({ description: "The vendor's own code, when its answer has one" }),
    body: z.string().nullable().meta({ description: 'The beginning of the answer' }),
    verdict: z.enum(['delivered', 'rejected', 'unavailable']).meta({
      description: 'rejected is not tried again, unavailable is',
    }),
    cause: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'DeliveryAttempt' });

const Explanation = z.object({ sentence: z.string(), fix: z.string() });

export const Delivery = z
  .object({
    id: z.string(),
    connector: z.string().meta({ description: '`type:name`' }),
    action: z.string().meta({ description: '`type:name`' }),
    rule: z.string().nullable(),
    alert: z.string().nullable(),
    status: z.enum(DELIVERY_STATUSES),
    vendor_code: z.string().nullable().meta({ description: "The vendor's own code in the last answer" }),
    reason: z.string().nullable().meta({ description: 'Why it is not delivered' }),
    cause: z.string().nullable().meta({
      description: 'config, message: not tried again; throttled, remote, network: tried again',
    }),
    explanation: z
      .object({ en: Explanation, zh: Explanation })
      .nullable()
      .meta({ description: 'What the last answer means, and what to do about it' }),
    title: z.string().nullable(),
    request: z.record(z.string(), z.unknown()).nullable().meta({
      description: 'As the other side gets it, without secrets; null when it was dropped',
    }),
    attempts: z.array(DeliveryAttempt).meta({
      description: 'The oldest first; the last 20 in lists, the last 1000 of one delivery',
    }),
    attempt_count: z.int(),
    created_at: Timestamp,
    next_at: Timestamp.nullable().meta({
      description:
        'Also what waits for a limit has it; null while it is being sent, while it waits for one before it or for its action or connector to be enabled, and when it is finished',
    }),
    expires_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
    told_in: z.string().nullable().meta({
      description: 'Of one that failed and was told of in a digest: the delivery of that',
    }),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.output<typeof Delivery>;

export const DeliveryPage = pageOf(Delivery);

export const DeliveryCountsQuery = z.object({
  since: momentField('milliseconds')
    .optional()
    .meta({ description: 'Not created before this; all, when absent' }),
});

const DeliveryFigures = z.object({
  queued: z.int(),
  retrying: z.int(),
  delivered: z.int(),
  failed: z.int(),
  digested: z.int(),
  expired: z.int(),
});

export const DeliveryCounts = z
  .object({
    data: z.array(
      z.object({
        connector: z.string(),
        ...DeliveryFigures.shape,
        oldest_waiting_at: Timestamp.nullable().meta({
          description: 'When the oldest that waits was queued',
        }),
      }),
    ),
    totals: DeliveryFigures,
  })
  .meta({ id: 'DeliveryCounts' });
export type DeliveryCounts = z.output<typeof DeliveryCounts>;

/** Deliveries a second: slow enough for any chat group, and for a receiver that has just come back. */
const GENTLE_RATE = 10;

export const RecoveryBody = z
  .strictObject({
    since: z
      .union([z.int().min(0), momentField('milliseconds')], {
        error: 'write RFC 3339 such as 2026-01-31T12:00:00.000+08:00, or Unix milliseconds',
      })
      .meta({ description: 'Those that failed or expired since: RFC 3339 or Unix milliseconds' }),
    rate: z
      .number()
      .min(0.01)
      .max(1000)
      .default(GENTLE_RATE)
      .meta({ description: `Deliveries a second; ${GENTLE_RATE} when absent` }),
    merge: z
      .boolean()
      .default(false)
      .meta({ description: 'One message that tells of all of them; of channels that people read' }),
  })
  .meta({ id: 'RecoveryDraft' });

export const Recovery = z
  .object({
    connector: z.string(),
    since: Timestamp,
    until: Timestamp.meta({ description: 'When it began; what fails later is left alone' }),
    rate: z.number(),
    count: z.int().meta({ description: 'Deliveries that are sent again' }),
    lost: z.int().meta({ description: 'Deliveries that were dropped, with their requests' }),
    left: z.int().meta({ description: 'Deliveries that are not queued again yet' }),
    merged_into: z
      .string()
      .nullable()
      .meta({ description: 'The delivery of the digest, where they were merged' }),
  })
  .meta({ id: 'Recovery' });
export type Recovery = z.output<typeof Recovery>;
