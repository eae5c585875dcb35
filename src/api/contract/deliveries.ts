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
};

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
      description: 'null while it is being sent, and when it is finished',
    }),
    expires_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.output<typeof Delivery>;

export const DeliveryPage = pageOf(Delivery);
